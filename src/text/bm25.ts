import type { Corpus } from './corpus';
import type { Nbow } from './nbow';
import { checkAtLeast } from './option-check';
import { sharedFloat32 } from './shared-array';
import type { WordCounts } from './word-counts';

export interface Bm25Options {
  /** How fast repeated words saturate; default 1.2. */
  readonly k1?: number;
  /** How much long documents are held back, from 0 to 1; default 0.75. */
  readonly b?: number;
}

/**
 * BM25 (Robertson, Walker 1994) of a corpus, with the idf that cannot turn negative, ln(1 + (N - df + 1/2) / (df + 1/2)).
 * Plain data in shared memory: it can be posted to a worker.
 */
export interface Bm25 {
  readonly k1: number;
  readonly b: number;
  /** Mean length of the live documents; 1 for a corpus without words. */
  readonly averageLength: number;
  /** Per word; positive. */
  readonly idf: Float32Array;
  /** idf of a word that no document holds. */
  readonly unseenIdf: number;
  /** Documents that the idf counts. */
  readonly documents: number;
  /** k1 (1 - b + b |d| / average), per document. */
  readonly lengthNorms: Float32Array;
}

/** Linear in documents and words; the postings are not touched. Throws INVALID_OPTION. */
export function bm25(corpus: Corpus, options: Bm25Options = {}): Bm25 {
  const { k1 = 1.2, b = 0.75 } = options;
  checkAtLeast('k1', k1, 0);
  checkAtLeast('b', b, 0, 1);
  const averageLength = meanLength(corpus);
  const idf = sharedFloat32(corpus.vocabularySize);
  for (let word = 0; word < idf.length; word++) idf[word] = bm25Idf(corpus.live, corpus.df[word]);
  const lengthNorms = sharedFloat32(corpus.size);
  for (let doc = 0; doc < corpus.size; doc++) lengthNorms[doc] = k1 * (1 - b + (b * corpus.lengths[doc]) / averageLength);
  return { k1, b, averageLength, idf, unseenIdf: bm25Idf(corpus.live, 0), lengthNorms, documents: corpus.live };
}

/** The most BM25 could give each query word, qtf idf (k1 + 1): the demands of partial transport. */
export function bm25Demands({ idf, documents, k1 }: Bm25, { ids, counts, background }: WordCounts): Float64Array {
  return Float64Array.from(ids, (word, i) => {
    const rarity = word < idf.length ? idf[word] : bm25Idf(documents, background?.[i] ?? 0);
    return counts[i] * rarity * (k1 + 1);
  });
}

/** BM25's weight of a document's word, idf tf (k1 + 1) / (tf + k1 (1 - b + b |d| / average)): the capacity of partial transport. */
export function bm25Capacity(weighting: Bm25, doc: number, word: number, count: number): number {
  return (weighting.idf[word] * count * (weighting.k1 + 1)) / (count + weighting.lengthNorms[doc]);
}

/** BM25's weights of all words of a document. */
export function bm25Capacities(corpus: Corpus, weighting: Bm25, doc: number): Nbow {
  const start = corpus.offsets[doc];
  const words = corpus.words.slice(start, corpus.offsets[doc + 1]);
  const weights = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) weights[i] = bm25Capacity(weighting, doc, words[i], corpus.counts[start + i]);
  return { words, weights };
}

/**
 * Plain BM25 of a document for distinct query words (ascending ids), each counted once however often the query says it.
 * Equals the savings of partial transport without near words: the capacity of a word never exceeds the demand of one occurrence.
 */
export function bm25Score(corpus: Corpus, weighting: Bm25, doc: number, words: Uint32Array): number {
  const end = corpus.offsets[doc + 1];
  let p = corpus.offsets[doc];
  let score = 0;
  for (let i = 0; i < words.length; i++) {
    while (p < end && corpus.words[p] < words[i]) p++;
    if (p < end && corpus.words[p] === words[i]) score += bm25Capacity(weighting, doc, words[i], corpus.counts[p]);
  }
  return score;
}

function bm25Idf(documents: number, df: number): number {
  return Math.log(1 + (documents - df + 0.5) / (df + 0.5));
}

function meanLength(corpus: Corpus): number {
  let sum = 0;
  for (let doc = 0; doc < corpus.size; doc++) if (corpus.removed[doc] === 0) sum += corpus.lengths[doc];
  return sum > 0 ? sum / corpus.live : 1;
}
