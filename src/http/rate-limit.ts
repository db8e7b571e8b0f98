import type { RequestHandler } from 'express';
import { rateLimit as expressRateLimit } from 'express-rate-limit';
import { isLoopback } from './config';
import { HttpProblem } from './problem';
import type { ServerConfig } from './settings';

const perMinuteElsewhere = 600;

/** So many requests a minute and client address; by default none on loopback, 600 elsewhere. */
export function rateLimit(config: ServerConfig): RequestHandler {
  const limit = config.rate >= 0 ? config.rate : isLoopback(config.host) ? 0 : perMinuteElsewhere;
  if (limit === 0) return (_req, _res, next) => next();
  return expressRateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, res, next) => {
      const wait = res.get('Retry-After') ?? '60';
      next(
        new HttpProblem('RATE_LIMITED', `More than ${limit} requests in a minute; wait ${wait} s.`, [], { 'Retry-After': wait }),
      );
    },
  });
}
