import type { Corpus } from './corpus';
import { sharedFloat32 } from './shared-array';

/**
 * `smooth`: ln((N + 1) / (df + 1/2)), positive even for a word of every document, and finite for a word of none.
 * `plain`: ln(N / df) (Spärck Jones 1972), where it is not below 1e-6.
 * `none`: 1, for bags whose counts are weights already.
 */
export type IdfForm = 'smooth' | 'plain' | 'none';

/**
 * How many of a larger collection's documents hold a word. A query's words get their background only when the vocabulary has them:
 * add them to it before weighting a handful of texts.
 */
export interface BackgroundFrequency {
  readonly documents: number;
  /** By word id; 0 for a word the collection does not hold. */
  df(word: number): number;
}

/** Keeps a document whose every word is in every document from weighing nothing. */
const LEAST_PLAIN_IDF = 1e-6;

/** idf of every word of the vocabulary, and of a word that neither corpus nor background holds. */
export function inverseDocumentFrequency(
  corpus: Corpus,
  form: IdfForm,
  power: number,
  background?: BackgroundFrequency,
): { idf: Float32Array; unseenIdf: number } {
  const documents = corpus.live + (background?.documents ?? 0);
  const idf = sharedFloat32(corpus.vocabularySize);
  for (let word = 0; word < idf.length; word++) {
    const df = corpus.df[word] + (background?.df(word) ?? 0);
    idf[word] = idfValue(form, documents, df) ** power;
  }
  return { idf, unseenIdf: idfValue(form, documents, 0) ** power };
}

/** One word's idf: N documents, df of them hold it. Positive and finite, whatever the counts. */
export function idfValue(form: IdfForm, documents: number, df: number): number {
  switch (form) {
    case 'none':
      return 1;
    case 'plain':
      return Math.max(LEAST_PLAIN_IDF, Math.log(documents / Math.max(df, 0.5)));
    case 'smooth':
      return Math.log((documents + 1) / (Math.min(df, documents) + 0.5));
  }
}
