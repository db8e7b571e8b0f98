import type { ModelLocation } from '../vectors/transformer/model-folder';
import type { SearchOptions } from './search-options';

/** Last stages that look at words in their sentences, and at whole texts, where there is no index that holds a model. */
export interface RefineOptions
  extends Pick<SearchOptions, 'refine' | 'refineTop' | 'refineThreshold' | 'fuse'>, Partial<ModelLocation> {}

/** What a refinement did to one document, and what it cost. */
export interface Refinement {
  /** Name of the sentence model. */
  readonly model: string;
  /** Cap of the distance between occurrences, 2 where none was set. */
  readonly threshold: number;
  /** Words in context, on both sides. */
  readonly occurrences: number;
  /** Milliseconds to embed the text and to solve its transport; the query's are not counted with each document. */
  readonly ms: number;
  /** What words alone had given. */
  readonly before?: { readonly score: number; readonly distance: number };
}
