import type { Logger } from 'pino';
import { WordmoverError } from '../errors';
import type { SearchService } from './search-service';
import type { ServerConfig } from './settings';

/** The collections of the data folder, behind what the routes ask for. */
export function openService(_config: ServerConfig, _log: Logger): SearchService {
  throw new WordmoverError(
    'VECTORS_UNAVAILABLE',
    'The collections are not built into this version yet; give a service to startServer.',
  );
}
