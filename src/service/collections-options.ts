import type { Solver } from '../workers/solver';
import type { BuiltIn } from './built-in';
import type { CollectionEvent } from './collection-index';

export interface CollectionsOptions {
  /** Data folder; made when it isn't there. One process at a time. */
  readonly folder: string;
  /** Worker threads; default one a core. */
  readonly threads?: number;
  /** Searches that may wait for a thread. */
  readonly maxQueue?: number;
  /** Most frequent words of each collection whose near words are found ahead while no search runs; default 1024, 0 for none. */
  readonly warmWords?: number;
  /** Make the dictionary at once instead of at its first use. */
  readonly dictionary?: boolean;
  /** Folder of the sentence model, or of several, for words in context and sentence vectors. */
  readonly modelDir?: string;
  /** Which model of `modelDir`, where there are several. */
  readonly model?: string;
  readonly onEvent?: CollectionEvent;
  /** Search here instead of in threads of its own. */
  readonly solver?: Solver;
  /** Collections that come along; default the sample, made at once, and the dictionary. */
  readonly builtIn?: readonly BuiltIn[];
}
