/** What went wrong, for programs. The message says it for people: the value at fault and the remedy. */
export type ErrorCode =
  | 'INVALID_OPTION'
  | 'INVALID_INPUT'
  | 'INVALID_VECTORS'
  | 'INVALID_HISTOGRAM'
  | 'UNKNOWN_DOCUMENT'
  | 'DUPLICATE_DOCUMENT'
  | 'EMPTY_DOCUMENT'
  | 'EMPTY_QUERY'
  | 'UNKNOWN_COLLECTION'
  | 'CONFLICT'
  | 'READ_ONLY'
  | 'UNSOUND_BOUND'
  | 'INCOMPATIBLE_INDEX'
  | 'CORRUPT_INDEX'
  | 'VECTORS_UNAVAILABLE'
  | 'STORAGE_FAILED'
  | 'QUEUE_FULL'
  | 'LIMIT_EXCEEDED'
  | 'DEADLINE_EXCEEDED'
  | 'ABORTED';

/** Every error a caller can cause or mend. A bug stays a plain Error. */
export class WordmoverError extends Error {
  override readonly name = 'WordmoverError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
