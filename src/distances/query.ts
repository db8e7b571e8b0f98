import { type Bm25, bm25Demands } from '../text/bm25';
import { type Tfidf, tfidfWeights } from '../text/tfidf';
import type { QueryWords } from './query-words';

/** A query with its masses: words.ids.length of them, summing to `total`. Entered in a space as the same object once. */
export interface Query {
  readonly words: QueryWords;
  readonly masses: Float64Array;
  readonly total: number;
}

/** tf x idf divided by its sum (Kusner et al. 2015): the masses of balanced transport. */
export function balancedQuery(words: QueryWords, weighting: Tfidf): Query {
  const weights = tfidfWeights(weighting, words);
  const sum = total(weights);
  return { words, masses: weights.map((weight) => weight / sum), total: 1 };
}

/** The most BM25 could give each query word: the demands of partial transport. */
export function partialQuery(words: QueryWords, weighting: Bm25): Query {
  const masses = bm25Demands(weighting, words);
  return { words, masses, total: total(masses) };
}

const total = (masses: Float64Array): number => masses.reduce((sum, mass) => sum + mass, 0);
