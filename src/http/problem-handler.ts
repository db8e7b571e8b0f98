import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { WordmoverError } from '../errors';
import { withoutPlaces } from './places';
import { requestLog } from './request-log';
import { requestId } from './request-id';
import { HttpProblem, InterruptedUpload, problemTable, type Fault, type ProblemCode } from './problem';

/** What an error means on the wire. */
interface Reading {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shape of the errors that body-parser, the router and express-openapi-validator throw. */
interface ForeignError {
  readonly status?: number;
  readonly type?: string;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly { readonly path?: string; readonly message?: string }[];
}

const retryAfter = { 'Retry-After': '1' };

const byStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** Sentences for the errors of body-parser, whose own would quote the body. */
const sentences: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is no valid JSON.',
  'entity.too.large': 'The body is larger than this server takes; send less, or documents as NDJSON.',
  'encoding.unsupported': 'The content encoding is not supported; send the body plain, gzip, deflate or br.',
  'charset.unsupported': 'The charset is not supported; send UTF-8.',
  'request.aborted': 'The request ended before its body was complete.',
  'request.size.invalid': 'The body is not as long as Content-Length says.',
};

/**
 * Turns every error into problem+json (RFC 9457). What nobody foresaw is logged whole and answered without detail, and so is
 * where things lie: `folders` of this server are left out of every sentence.
 */
export function problemHandler(folders: readonly string[]): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const reading = read(error, req);
    const { status, title } = problemTable[reading.code];
    const detail = withoutPlaces(reading.detail, folders);
    // What the client isn't told whole must be found here.
    if (reading.code === 'INTERNAL' || problemTable[reading.code].detail || detail !== reading.detail)
      requestLog(res)?.error({ err: error }, 'request failed');
    const id = requestId(res);
    res.status(status).set(reading.headers ?? {});
    // Not res.json: the answer's type must stay problem+json.
    res.type('application/problem+json').send(
      JSON.stringify({
        type: `/docs#${reading.code}`,
        title,
        status,
        detail,
        instance: req.path,
        code: reading.code,
        message: detail,
        id,
        ...(reading.faults?.length ? { errors: reading.faults } : {}),
        ...(speaksTei(req) ? { error: detail, error_type: status < 500 ? 'validation' : 'backend' } : {}),
      }),
    );
  };
}

/** 404 for what no route took. */
export const notFound: RequestHandler = (req, _res, next) =>
  next(new HttpProblem('NOT_FOUND', `Nothing is at ${req.path}. /docs lists what is.`));

function read(error: unknown, req: Request): Reading {
  if (error instanceof WordmoverError) {
    const waits = problemTable[error.code].status === 429 || problemTable[error.code].status === 503;
    const detail = problemTable[error.code].detail ?? error.message;
    return { code: error.code, detail, headers: waits ? retryAfter : undefined };
  }
  if (error instanceof InterruptedUpload) return { ...read(error.cause, req), faults: error.faults };
  if (error instanceof HttpProblem) {
    return { code: error.code, detail: error.message, faults: error.faults, headers: error.headers };
  }
  return readForeign((error ?? {}) as ForeignError, req);
}

function readForeign(error: ForeignError, req: Request): Reading {
  const sentence = error.type === undefined ? undefined : sentences[error.type];
  const status = error.status ?? 500;
  if (error instanceof URIError) return { code: 'BAD_REQUEST', detail: 'The address holds a malformed percent-encoding.' };
  if (sentence !== undefined) return { code: byStatus[status] ?? 'BAD_REQUEST', detail: sentence };
  if (status === 400 && Array.isArray(error.errors)) return readValidation(error.errors);
  const code = byStatus[status];
  if (code === undefined)
    return { code: 'INTERNAL', detail: 'Something went wrong here, not with the request. The id finds it in the log.' };
  if (code === 'METHOD_NOT_ALLOWED') {
    return { code, detail: `${req.method} is not a method of ${req.path}.`, headers: error.headers };
  }
  return { code, detail: code === 'NOT_FOUND' ? `Nothing is at ${req.path}. /docs lists what is.` : (error.message ?? '') };
}

function readValidation(errors: NonNullable<ForeignError['errors']>): Reading {
  const faults = errors.slice(0, 20).map((e) => ({ path: e.path ?? '', message: e.message ?? 'is invalid' }));
  const first = faults[0];
  const detail = first ? `${first.path} ${first.message}.` : 'The request does not fit the contract in /openapi.json.';
  return { code: 'VALIDATION', detail, faults };
}

function speaksTei(req: Request): boolean {
  return req.path === '/rerank' && typeof req.body === 'object' && req.body !== null && 'texts' in req.body;
}
