import { Router } from 'express';
import type { InputDocument } from '../../service/document';
import { WordmoverError } from '../../errors';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';

/** Documents of a collection: by page, one, upsert of a JSON array, delete. */
export function documentRoutes(service: SearchService, config: ServerConfig): Router {
  const router = Router();
  router.get('/v1/collections/:collection/documents', async (req, res) => {
    const { after, limit } = req.query as { after?: string; limit?: number | string };
    res.json(await service.documents(req.params.collection, after, Number(limit ?? 50)));
  });
  router.post('/v1/collections/:collection/documents', async (req, res) => {
    const documents = req.body as InputDocument[];
    for (const [i, { text }] of documents.entries()) refuseLongText(text, `Document ${i + 1}`, config.maxText);
    const faults = await service.upsert(req.params.collection, documents);
    const errors = faults.slice(0, 100).map(({ index, ...fault }) => ({ line: index + 1, ...fault }));
    res.json({ stored: documents.length - faults.length, failed: faults.length, errors });
  });
  router.get('/v1/collections/:collection/documents/:id', async (req, res) => {
    res.json(await service.document(req.params.collection, req.params.id));
  });
  router.delete('/v1/collections/:collection/documents/:id', async (req, res) => {
    await service.deleteDocument(req.params.collection, req.params.id);
    res.status(204).end();
  });
  return router;
}

/** Throws LIMIT_EXCEEDED for a text over the server's limit, naming whose it is. */
export function refuseLongText(text: string | undefined, whose: string, limit: number): void {
  if (text === undefined || text.length <= limit) return;
  throw new WordmoverError('LIMIT_EXCEEDED', `${whose} has ${text.length} characters; this server takes ${limit} (--max-text).`);
}
