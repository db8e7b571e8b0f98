import { Router } from 'express';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';

/** `/v1/info`: version, vectors, threshold, limits. */
export function infoRoute(service: SearchService, config: ServerConfig): Router {
  const { maxBody, maxText, maxDocuments, deadlineMs, queue } = config;
  return Router().get('/v1/info', (_req, res) => {
    res.json({ name: 'wordmover', ...service.info(), limits: { maxBody, maxText, maxDocuments, deadlineMs, queue } });
  });
}
