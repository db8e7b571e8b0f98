import { WordmoverError } from '../errors';
import type { SearchOptions } from '../service/search-options';
import type { SearchService } from './search-service';

type ModelOption = 'refine' | 'refineTop' | 'refineThreshold' | 'fuse';
type ModelOptions = { readonly [K in ModelOption]: SearchOptions[K] };

/** The fields of a request that a sentence model serves. JSON knows no Infinity: null stands for no threshold. */
export interface ModelFields extends Pick<SearchOptions, Exclude<ModelOption, 'refineThreshold'>> {
  readonly refineThreshold?: number | null;
}

/** The fields as options of the service. Throws INVALID_OPTION where they want a model and the server has none. */
export function modelOptions(fields: ModelFields, service: SearchService): ModelOptions {
  const { refine, refineTop, refineThreshold, fuse } = fields;
  const field = refine === 'context' ? 'refine' : fuse === 'sentence' ? 'fuse' : undefined;
  if (field !== undefined && service.info().model === null) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `this server has no sentence model, which "${field}" needs: leave that out, or start the server with --model-dir`,
    );
  }
  return { refine, refineTop, fuse, refineThreshold: refineThreshold === null ? Infinity : refineThreshold };
}
