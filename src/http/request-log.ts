import { performance } from 'node:perf_hooks';
import type { RequestHandler, Response } from 'express';
import pino, { type Logger } from 'pino';
import { requestId } from './request-id';
import { routeOf } from './route-name';

/** JSON lines on stderr, so that stdout keeps what people read. */
export function createLog(level: string): Logger {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: false }));
}

/** One line a request: never a body, a query string or a document's text; a path only as its route. */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const start = performance.now();
    const child = log.child({ requestId: requestId(res) });
    res.locals['log'] = child;
    res.on('close', () => {
      const line = {
        method: req.method,
        route: routeOf(req),
        status: res.statusCode,
        ms: Math.round((performance.now() - start) * 10) / 10,
        bytes: Number(res.get('content-length') ?? 0),
        ...(res.writableFinished ? {} : { aborted: true }),
      };
      const isOurs = res.statusCode === 500 || res.statusCode === 507;
      child[isOurs ? 'error' : 'info'](line, 'request');
    });
    next();
  };
}

/** The logger of this request, or undefined before it has one. */
export function requestLog(res: Response): Logger | undefined {
  return res.locals['log'] as Logger | undefined;
}
