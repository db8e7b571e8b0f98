import type { ErrorCode } from '../errors';

/** Errors that only HTTP knows. */
export type HttpErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'REQUEST_TIMEOUT'
  | 'BODY_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'VALIDATION'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export type ProblemCode = ErrorCode | HttpErrorCode;

interface Problem {
  readonly status: number;
  readonly title: string;
  /** Said to the client in place of the error's own message, which names files of this machine and goes to the log. */
  readonly detail?: string;
}

/** Every error that leaves the server: its status and its title. */
export const problemTable: Readonly<Record<ProblemCode, Problem>> = {
  BAD_REQUEST: { status: 400, title: 'Malformed request' },
  UNAUTHORIZED: { status: 401, title: 'An API key is needed' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  NOT_FOUND: { status: 404, title: 'Nothing here' },
  UNKNOWN_DOCUMENT: { status: 404, title: 'Unknown document' },
  UNKNOWN_COLLECTION: { status: 404, title: 'Unknown collection' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, title: 'Request too slow' },
  DUPLICATE_DOCUMENT: { status: 409, title: 'Document exists already' },
  CONFLICT: { status: 409, title: 'Exists with other settings' },
  READ_ONLY: { status: 409, title: 'Cannot be changed' },
  INCOMPATIBLE_INDEX: { status: 409, title: 'Incompatible with what is stored' },
  BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  LIMIT_EXCEEDED: { status: 413, title: 'Over a limit' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  VALIDATION: { status: 422, title: 'Invalid request' },
  INVALID_OPTION: { status: 422, title: 'Invalid option' },
  INVALID_INPUT: { status: 422, title: 'Invalid input' },
  INVALID_VECTORS: { status: 422, title: 'Invalid vectors' },
  INVALID_HISTOGRAM: { status: 422, title: 'Invalid histogram' },
  EMPTY_DOCUMENT: { status: 422, title: 'Document without words' },
  EMPTY_QUERY: { status: 422, title: 'Query without words' },
  UNSOUND_BOUND: { status: 422, title: 'Bound of another ground distance' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  QUEUE_FULL: { status: 429, title: 'Queue full' },
  INTERNAL: { status: 500, title: 'Internal error' },
  CORRUPT_INDEX: {
    status: 500,
    title: 'Stored data is damaged',
    detail: 'What is stored here is damaged; the log of the server says which file.',
  },
  STORAGE_FAILED: { status: 507, title: 'Storage failed', detail: 'The disk refused; the log of the server says why.' },
  VECTORS_UNAVAILABLE: {
    status: 503,
    title: 'Vectors unavailable',
    detail: 'The word vectors are not there; the log of the server says where they were looked for.',
  },
  UNAVAILABLE: { status: 503, title: 'Starting or stopping' },
  ABORTED: { status: 503, title: 'Aborted' },
  DEADLINE_EXCEEDED: { status: 504, title: 'Deadline passed' },
};

export interface Fault {
  /** Where in the request, as a JSON pointer: `/body/topK`. */
  readonly path: string;
  readonly message: string;
}

/** An error of the wire: what the client did wrong with HTTP itself. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly code: HttpErrorCode,
    message: string,
    readonly faults: readonly Fault[] = [],
    /** Headers that belong to the status: `Allow`, `Retry-After`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A stream of documents that failed midway: what of it is stored. `cause` says why. */
export class InterruptedUpload extends Error {
  override readonly name = 'InterruptedUpload';
  readonly faults: readonly Fault[];

  /** @param line the first that was not stored, from 1. */
  constructor(line: number, stored: number, cause: unknown) {
    super(`the upload failed at line ${line}`, { cause });
    this.faults = [
      { path: `/body/${line}`, message: `documents before this line are stored (${stored}); send it and the rest again` },
    ];
  }
}
