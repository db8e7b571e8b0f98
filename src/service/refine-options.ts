import type { ModelLocation } from '../vectors/transformer/model-folder';
import type { SearchOptions } from './search-options';

/** Last stages that look at words in their sentences, and at whole texts, where there is no index that holds a model. */
export interface RefineOptions
  extends Pick<SearchOptions, 'refine' | 'refineTop' | 'refineThreshold' | 'fuse'>, Partial<ModelLocation> {}

export type { Refinement } from './search-options';
