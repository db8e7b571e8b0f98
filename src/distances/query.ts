import type { QueryWords } from './query-words';

/** A query with its masses: words.ids.length of them, summing to `total`. Entered in a space as the same object once. */
export interface Query {
  readonly words: QueryWords;
  readonly masses: Float64Array;
  readonly total: number;
}
