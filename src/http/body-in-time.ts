import type { Request, RequestHandler, Response } from 'express';
import { HttpProblem } from './problem';

/**
 * Ends with 408 a request whose body has not arrived within `limitMs`, also one that was answered before. A stream of lines may
 * take as long as it likes, but not stand still for so long. (For headers there is `server.headersTimeout`.)
 */
export function bodyInTime(limitMs: number): RequestHandler {
  return (req, res, next) => {
    const isStream = Boolean(req.is('application/x-ndjson'));
    let seen = req.socket.bytesRead;
    const timer = setTimeout(() => {
      const arrived = req.socket.bytesRead;
      if (req.complete) return;
      if (isStream && arrived > seen && !res.headersSent) {
        seen = arrived;
        timer.refresh();
      } else giveUp(req, res, () => next(tooSlow(limitMs)));
    }, limitMs).unref();
    req.once('end', () => clearTimeout(timer));
    // A request is closed by its answer, while what is left of its body may still be coming in.
    req.once('close', () => (req.complete || req.socket.destroyed) && clearTimeout(timer));
    next();
  };
}

/** The answer first, if there was none, then the connection: what comes of the body cannot be told from a next request. */
function giveUp(req: Request, res: Response, answer: () => void): void {
  if (res.headersSent) return void req.socket.destroy();
  res.set('Connection', 'close');
  res.once('finish', () => req.socket.destroySoon());
  answer();
}

function tooSlow(limitMs: number): HttpProblem {
  return new HttpProblem('REQUEST_TIMEOUT', `The body did not arrive within ${limitMs} ms (--request-timeout-ms).`);
}
