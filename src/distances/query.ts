import type { Bm25 } from '../text/bm25';
import { type Tfidf, termFrequency } from '../text/tfidf';
import type { QueryWords } from './query-words';

/** A query with its masses: words.ids.length of them, summing to `total`. Entered in a space as the same object once. */
export interface Query {
  readonly words: QueryWords;
  readonly masses: Float64Array;
  readonly total: number;
}

/** tf x idf divided by its sum: the masses of balanced transport. */
export function balancedQuery(words: QueryWords, { tf, idf, unseenIdf }: Tfidf): Query {
  const { ids, counts } = words;
  const weights = Float64Array.from(ids, (word, i) => termFrequency(tf, counts[i]) * (word < idf.length ? idf[word] : unseenIdf));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { words, masses: weights.map((weight) => weight / sum), total: 1 };
}

/** qtf x idf x (k1 + 1), the most BM25 could give each query word: the demands of partial transport. */
export function partialQuery(words: QueryWords, { idf, unseenIdf, k1 }: Bm25): Query {
  const { ids, counts } = words;
  const masses = Float64Array.from(ids, (word, i) => counts[i] * (word < idf.length ? idf[word] : unseenIdf) * (k1 + 1));
  return { words, masses, total: masses.reduce((total, mass) => total + mass, 0) };
}
