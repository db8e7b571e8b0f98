import type { Corpus } from '../text/corpus';

/**
 * What a unit of a document's mass saves, word by word, in a bound that respects the query's masses where the word is the
 * query's own (OMR; Atasu, Mittelholzer 2019).
 */
export interface WordGains {
  /** Per vocabulary word: the gain, or -1 - i for word i of the query. */
  readonly gain: Float32Array;
  /** Per query word: what it takes of its own word at the full gain. */
  readonly own: Float64Array;
  /** Per query word: what the rest of that word's mass saves. */
  readonly rest: Float64Array;
  readonly ownGain: number;
}

/** What each word of a document weighs against a query. */
export interface DocumentMasses {
  readonly corpus: Corpus;
  /** Masses of the words of `doc`, in the corpus's order, into `out`; returns how many. */
  load(doc: number, out: Float64Array): number;
  /** out[d] = what all words of document d save, for documents [from, to). */
  weigh(gains: WordGains, out: Float32Array, from: number, to: number): void;
}

/** What `mass` of the word of query word `i` saves. */
export function ownSavings({ own, rest, ownGain }: WordGains, i: number, mass: number): number {
  return mass <= own[i] ? mass * ownGain : own[i] * ownGain + (mass - own[i]) * rest[i];
}
