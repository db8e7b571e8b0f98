import { Router } from 'express';
import type { Transport } from '../../search/ranking';
import { deadlineOf } from '../deadline';
import { modelOptions, type ModelFields } from '../model-fields';
import type { ServerConfig } from '../settings';
import type { SearchService } from '../search-service';
import { refuseLongText } from './documents';

interface CompareBody extends Pick<ModelFields, 'refine' | 'refineThreshold'> {
  readonly a: string;
  readonly b: string;
  readonly transport?: Transport;
}

/** Two texts held against each other: distance, score, flows, every bound. */
export function compareRoute(service: SearchService, config: ServerConfig): Router {
  return Router().post('/v1/compare', async (req, res) => {
    const { a, b, transport, ...asked } = req.body as CompareBody;
    refuseLongText(a, 'Text a', config.maxText);
    refuseLongText(b, 'Text b', config.maxText);
    res.json(
      await service.compare(a, b, { transport, ...modelOptions(asked, service), ...deadlineOf(req, res, config.deadlineMs) }),
    );
  });
}
