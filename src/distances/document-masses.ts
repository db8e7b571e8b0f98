import type { Corpus } from '../text/corpus';

/** What each word of a document weighs against a query. */
export interface DocumentMasses {
  readonly corpus: Corpus;
  /** Masses of the words of `doc`, in the corpus's order, into `out`; returns how many. */
  load(doc: number, out: Float64Array): number;
  /** out[d] = sum over the words w of document d of mass times gain[w] >= 0, for documents [from, to). */
  weigh(gain: Float32Array, out: Float32Array, from: number, to: number): void;
}
