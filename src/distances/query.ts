import { type Bm25, bm25Idf } from '../text/bm25';
import { type Tfidf, outsideIdf, termFrequency } from '../text/tfidf';
import type { QueryWords } from './query-words';

/** A query with its masses: words.ids.length of them, summing to `total`. Entered in a space as the same object once. */
export interface Query {
  readonly words: QueryWords;
  readonly masses: Float64Array;
  readonly total: number;
}

/** tf x idf divided by its sum: the masses of balanced transport. */
export function balancedQuery(words: QueryWords, weighting: Tfidf): Query {
  const { ids, counts, background } = words;
  const { tf, idf } = weighting;
  const idfOf = (word: number, i: number): number =>
    word < idf.length ? idf[word] : outsideIdf(weighting, background?.[i] ?? 0);
  const weights = Float64Array.from(ids, (word, i) => termFrequency(tf, counts[i]) * idfOf(word, i));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { words, masses: weights.map((weight) => weight / sum), total: 1 };
}

/** qtf x idf x (k1 + 1), the most BM25 could give each query word: the demands of partial transport. */
export function partialQuery(words: QueryWords, { idf, documents, k1 }: Bm25): Query {
  const { ids, counts, background } = words;
  const idfOf = (word: number, i: number): number => (word < idf.length ? idf[word] : bm25Idf(documents, background?.[i] ?? 0));
  const masses = Float64Array.from(ids, (word, i) => counts[i] * idfOf(word, i) * (k1 + 1));
  return { words, masses, total: masses.reduce((total, mass) => total + mass, 0) };
}
