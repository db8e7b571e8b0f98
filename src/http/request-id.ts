import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const safe = /^[\w.:-]{1,128}$/;
const traceparent = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;

/** Gives every request an id: the caller's `X-Request-Id`, else the trace of its W3C `traceparent`, else a new one. */
export const assignRequestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const trace = traceparent.exec(req.get('traceparent') ?? '')?.[1];
  const id = given !== undefined && safe.test(given) ? given : (trace ?? randomUUID());
  res.locals['requestId'] = id;
  res.set('X-Request-Id', id);
  next();
};

/** The request's id. */
export function requestId(res: Response): string {
  return String(res.locals['requestId'] ?? '');
}
