import type { GroundDistance } from '../vectors/ground-distance';
import type { Query } from './query';

/** How a distance relates to the exact one over the same ground distance. */
export type Bound = 'exact' | 'lower' | 'upper' | 'none';

/** Distance of document `doc` to the query it was made for. Where it is sure to exceed `atMost`, any value above that will do. */
export type DistanceToDocument = (doc: number, atMost?: number) => number;

/**
 * Distance between a query and the documents of one space. Work is split by how often it is done: once per corpus when it
 * is made, once per query in `query`, once per document in what that returns.
 */
export interface DocumentDistance<B extends Bound = Bound> {
  readonly name: string;
  readonly bound: B;
  readonly ground: GroundDistance;
  query(query: Query): DistanceToDocument;
}

/** A distance that is computed for all documents in one pass over the postings (linear complexity). */
export interface CorpusDistance<B extends Bound = Bound> extends DocumentDistance<B> {
  /** Distances of documents [from, to) into out[from..to). */
  all(query: Query, out: Float32Array, from: number, to: number): void;
}
