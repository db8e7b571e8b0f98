import { Router } from 'express';
import type { CollectionSettings } from '../../service/collection-settings';
import type { SearchService } from '../search-service';

/** Collections: list, settings and counts, make, delete. */
export function collectionRoutes(service: SearchService): Router {
  const router = Router();
  router.get('/v1/collections', async (_req, res) => {
    res.json({ collections: await service.collections() });
  });
  router.get('/v1/collections/:collection', async (req, res) => {
    res.json(await service.collection(req.params.collection));
  });
  router.put('/v1/collections/:collection', async (req, res) => {
    const settings = (req.body ?? {}) as CollectionSettings;
    const { created, summary } = await service.putCollection(req.params.collection, settings);
    res.status(created ? 201 : 200).json(summary);
  });
  router.delete('/v1/collections/:collection', async (req, res) => {
    await service.deleteCollection(req.params.collection);
    res.status(204).end();
  });
  return router;
}
