import { performance } from 'node:perf_hooks';
import { Router } from 'express';
import { WordmoverError } from '../../errors';
import type { Transport } from '../../search/ranking';
import type { InputDocument } from '../../service/document';
import { deadlineOf } from '../deadline';
import { modelOptions, type ModelFields } from '../model-fields';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';
import { refuseLongText } from './documents';

interface RankBody extends ModelFields {
  readonly query: string;
  readonly documents: readonly (string | InputDocument)[];
  readonly topK?: number;
  readonly transport?: Transport;
}

/** A query against documents of the request; nothing is stored. */
export function rankRoute(service: SearchService, config: ServerConfig): Router {
  return Router().post('/v1/rank', async (req, res) => {
    const start = performance.now();
    const { query, documents, topK, transport, ...asked } = req.body as RankBody;
    const inputs = documents.map((document) => (typeof document === 'string' ? { text: document } : document));
    refuseOverload(query, inputs, config);
    const options = { topK, transport, ...modelOptions(asked, service), ...deadlineOf(req, res, config.deadlineMs) };
    const ranked = await service.rank(query, inputs, options);
    const results = ranked.map(({ index, id, score, distance, refined, parts }) => ({
      index,
      id,
      score,
      distance,
      refined,
      parts,
    }));
    res.json({ results, tookMs: performance.now() - start });
  });
}

/** Throws LIMIT_EXCEEDED for too many documents, or a text too long. */
export function refuseOverload(query: string, documents: readonly InputDocument[], config: ServerConfig): void {
  refuseLongText(query, 'The query', config.maxText);
  if (documents.length > config.maxDocuments) {
    throw new WordmoverError(
      'LIMIT_EXCEEDED',
      `${documents.length} documents came; this server ranks ${config.maxDocuments} in one request (--max-documents).`,
    );
  }
  for (const [i, { text }] of documents.entries()) refuseLongText(text, `Document ${i}`, config.maxText);
}
