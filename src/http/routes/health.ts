import { Router } from 'express';
import type { Metrics } from '../metrics';
import { HttpProblem } from '../problem';
import type { SearchService } from '../search-service';

/** `/livez`: the process is up. `/readyz`: searches are answered, and the server isn't stopping. */
export function healthRoutes(service: SearchService, stopping: () => boolean): Router {
  const router = Router();
  router.get('/livez', (_req, res) => void res.json({ status: 'ok' }));
  router.get('/readyz', (_req, res) => {
    const { ready, reason } = service.load();
    if (stopping()) throw unavailable('The server is stopping.');
    if (!ready) throw unavailable(reason ?? 'The collections are being loaded.');
    res.json({ status: 'ok' });
  });
  return router;
}

/** `/metrics` in the Prometheus text format. */
export function metricsRoute(metrics: Metrics): Router {
  return Router().get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function unavailable(reason: string): HttpProblem {
  return new HttpProblem('UNAVAILABLE', reason, [], { 'Retry-After': '1' });
}
