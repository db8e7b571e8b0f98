import type { Corpus } from '../text/corpus';
import type { WordGains } from './word-gains';

/** What each word of a document weighs against a query. */
export interface DocumentMasses {
  readonly corpus: Corpus;
  /** Masses of the words of `doc`, in the corpus's order, into `out`; returns how many. */
  load(doc: number, out: Float64Array): number;
  /** out[d] = sum over the words of document d of mass times gain, or a little more, for documents [from, to). */
  weigh(gains: WordGains, out: Float32Array, from: number, to: number): void;
}

/** `load` of masses that follow from a word, its count and the document's norm. */
export function massLoader(
  { offsets, words, counts }: Corpus,
  norms: Float32Array,
  massOf: (word: number, count: number, norm: number) => number,
): DocumentMasses['load'] {
  return (doc, out) => {
    const start = offsets[doc];
    const m = offsets[doc + 1] - start;
    const norm = norms[doc];
    for (let j = 0; j < m; j++) out[j] = massOf(words[start + j], counts[start + j], norm);
    return m;
  };
}
