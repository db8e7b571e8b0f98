import type { RequestHandler } from 'express';
import { WordmoverError } from '../errors';
import type { SearchService } from './search-service';

/**
 * Turns searches away while the queue is full, before their bodies are read and checked: an overloaded server spends its time
 * on the searches it has taken. Whoever slips through between this and the queue is refused there.
 */
export function refuseWhenFull(service: SearchService): RequestHandler {
  return (_req, _res, next) => {
    if (!service.isFull) return next();
    next(new WordmoverError('QUEUE_FULL', 'as many searches wait as may wait (--queue): try again later'));
  };
}
