import { Router } from 'express';
import type { SearchOptions } from '../../service/search-options';
import { deadlineOf } from '../deadline';
import type { Metrics } from '../metrics';
import { modelOptions, type ModelFields } from '../model-fields';
import type { ServerConfig } from '../settings';
import type { SearchService, SearchSubject } from '../search-service';
import { refuseLongText } from './documents';

/** The k nearest documents of a collection, by text, by stored document, or by weighted terms. */
export function searchRoute(service: SearchService, config: ServerConfig, metrics: Metrics): Router {
  return Router().post('/v1/collections/:collection/search', async (req, res) => {
    const { query, id, terms, ...asked } = req.body as SearchSubject & Omit<SearchOptions, 'refineThreshold'> & ModelFields;
    refuseLongText(query, 'The query', config.maxText);
    const options = { ...asked, ...modelOptions(asked, service), ...deadlineOf(req, res, config.deadlineMs) };
    const result = await service.search(req.params.collection, { query, id, terms }, options);
    metrics.observeSearch(result);
    res.json(result);
  });
}
