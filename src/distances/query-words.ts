import type { WordCounts } from '../text/word-counts';

/** Distinct words of a query with their points, whether or not the corpus knows them; ids ascend. */
export interface QueryWords extends WordCounts {
  readonly counts: Float32Array;
  /** Unit vectors, ids.length x dim row-major; ignored where `known` is 0. */
  readonly rows: Float32Array;
  readonly known: Uint8Array;
  readonly background?: Float32Array;
}
