import express, { type Express } from 'express';
import type { Logger } from 'pino';
import { parseApiKeys, requireKey } from './api-keys';
import { bodyInTime } from './body-in-time';
import { checkContract, loadContract } from './contract';
import { jsonBody } from './json-body';
import { Metrics } from './metrics';
import { HttpProblem } from './problem';
import { notFound, problemHandler } from './problem-handler';
import { rateLimit } from './rate-limit';
import { refuseWhenFull } from './refuse-when-full';
import { assignRequestId } from './request-id';
import { createLog, logRequests } from './request-log';
import { collectionRoutes } from './routes/collections';
import { compareRoute } from './routes/compare';
import { documentRoutes } from './routes/documents';
import { healthRoutes, metricsRoute } from './routes/health';
import { infoRoute } from './routes/info';
import { ndjsonUpload } from './routes/ndjson';
import { docsRoutes, searchPage } from './routes/page';
import { rankRoute } from './routes/rank';
import { rerankRoutes } from './routes/rerank';
import { searchRoute } from './routes/search';
import { securityHeaders } from './security-headers';
import type { SearchService } from './search-service';
import type { ServerConfig } from './settings';

export interface AppOptions {
  readonly config: ServerConfig;
  readonly log?: Logger;
  /** True once the server is stopping: `/readyz` says so. */
  readonly stopping?: () => boolean;
  /** Check answers against the contract too, for tests. */
  readonly validateResponses?: boolean;
}

const documentsPath = '/v1/collections/:collection/documents';
const searchPaths = ['/v1/collections/:collection/search', '/v1/compare', '/v1/rank', '/rerank', '/v1/rerank', '/v2/rerank'];

/** The whole HTTP interface over a service, as a value: no port, no process. */
export function createApp(service: SearchService, options: AppOptions): Express {
  const { config, stopping = () => false, log = createLog(config.logLevel) } = options;
  const contract = loadContract();
  const metrics = new Metrics(service);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(securityHeaders, assignRequestId, logRequests(log), metrics.observeRequests);
  app.use(bodyInTime(config.requestTimeoutMs));
  app.use(refuseMalformedPath, searchPage(), docsRoutes(contract));
  guard(app, config);
  app.post(searchPaths, refuseWhenFull(service));
  app.post(documentsPath, ndjsonUpload(service, config));
  app.use(jsonBody(config.maxBody), ...checkContract(contract, options.validateResponses ?? false));
  app.use(healthRoutes(service, stopping), metricsRoute(metrics), infoRoute(service, config));
  app.use(collectionRoutes(service), documentRoutes(service, config), searchRoute(service, config, metrics));
  app.use(compareRoute(service, config), rankRoute(service, config), rerankRoutes(service, config));
  app.use(notFound, problemHandler([config.data, config.modelDir]));
  return app;
}

/** Rates and keys: searching needs the scope read, changing a collection write. */
function guard(app: Express, config: ServerConfig): void {
  const keys = parseApiKeys(config.keys);
  const write = requireKey(keys, 'write');
  const limited = ['/v1', '/v2', '/rerank', '/metrics'];
  app.use(limited, rateLimit(config), requireKey(keys, 'read'));
  app.put('/v1/collections/:collection', write, defaultsWithoutBody);
  app.delete(['/v1/collections/:collection', `${documentsPath}/:id`], write);
  app.post(documentsPath, write);
}

/** A PUT without a body asks for the default settings. */
const defaultsWithoutBody: express.RequestHandler = (req, _res, next) => {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
  if (!hasBody) {
    req.headers['content-type'] = 'application/json';
    req.body = {};
  }
  next();
};

const refuseMalformedPath: express.RequestHandler = (req, _res, next) => {
  try {
    decodeURIComponent(req.path);
    next();
  } catch {
    next(new HttpProblem('BAD_REQUEST', 'The address holds a malformed percent-encoding.'));
  }
};
