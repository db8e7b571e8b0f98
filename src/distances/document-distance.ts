import type { Corpus } from '../text/corpus';
import type { Nbow } from '../text/nbow';
import type { GroundDistance } from '../vectors/ground-distance';

/** How a distance relates to the exact one over the same ground distance. */
export type Bound = 'exact' | 'lower' | 'upper' | 'none';

/** Distance between bags of words. Work is split by how often it is done: once per corpus, per query, per document. */
export interface DocumentDistance<B extends Bound = Bound> {
  readonly name: string;
  readonly bound: B;
  readonly ground: GroundDistance;
  prepare(corpus: Corpus): { query(q: Nbow): (doc: number) => number };
}
