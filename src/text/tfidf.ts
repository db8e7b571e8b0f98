import type { Corpus } from './corpus';
import { checkAtLeast } from './option-check';
import { idfValue, inverseDocumentFrequency } from './idf';
import type { BackgroundFrequency, IdfForm } from './idf';
import type { Nbow } from './nbow';
import { sharedFloat32 } from './shared-array';

/** `raw`: the count. `log`: 1 + ln count (the count itself below one, where the logarithm would turn negative). */
export type TermFrequency = 'raw' | 'log';

export interface TfidfOptions {
  /** Default `raw`. */
  readonly tf?: TermFrequency;
  /** idf is raised to this power; 1.5 to 2 helps k-NN on long mail. From 0 to 4, default 1. */
  readonly idfPower?: number;
  /** Default `smooth`. */
  readonly idf?: IdfForm;
  /** Document frequencies of a larger collection, added to the corpus's own: for corpora of a handful of texts. */
  readonly background?: BackgroundFrequency;
}

/**
 * Tf-idf weighting of a corpus (Spärck Jones 1972; Salton, Buckley 1988). Plain data in shared memory: it can be posted to a worker.
 * Weight of word w in document d = tf(count) idf[w] / norms[d]; the weights of a document sum to one.
 */
export interface Tfidf {
  readonly tf: TermFrequency;
  /** Per word; positive and finite. */
  readonly idf: Float32Array;
  /** Sum of tf x idf, per document; 0 only for a document without words. */
  readonly norms: Float32Array;
  /** idf of a word that neither the corpus nor the background holds. */
  readonly unseenIdf: number;
  /** What the idf of a word that only the background holds is taken from: the number of all documents, form, power. */
  readonly documents: number;
  readonly form: IdfForm;
  readonly idfPower: number;
}

/** One pass over the postings. Throws INVALID_OPTION. */
export function tfidf(corpus: Corpus, options: TfidfOptions = {}): Tfidf {
  const { tf = 'raw', idfPower = 1, idf: form = 'smooth', background } = options;
  checkAtLeast('idfPower', idfPower, 0, 4);
  const { idf, unseenIdf } = inverseDocumentFrequency(corpus, form, idfPower, background);
  const { offsets, words, counts, size } = corpus;
  const norms = sharedFloat32(size);
  for (let doc = 0; doc < size; doc++) {
    let sum = 0;
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) sum += termFrequency(tf, counts[p]) * idf[words[p]];
    norms[doc] = sum;
  }
  const documents = corpus.live + (background?.documents ?? 0);
  return { tf, idf, norms, unseenIdf, documents, form, idfPower };
}

/** idf of a word that no document of the corpus holds, but `df` of the background. */
export function outsideIdf({ form, documents, idfPower }: Tfidf, df: number): number {
  return idfValue(form, documents, df) ** idfPower;
}

export function termFrequency(tf: TermFrequency, count: number): number {
  return tf === 'raw' || count < 1 ? count : 1 + Math.log(count);
}

/**
 * Normalised bag of words of a query (Kusner et al. 2015): tf x idf divided by its sum. A word beyond the corpus's vocabulary
 * weighs as one that no document holds. `words` ascending, `counts` positive, one a word.
 */
export function queryNbow(weighting: Tfidf, words: Uint32Array, counts: ArrayLike<number>): Nbow {
  const { tf, idf, unseenIdf } = weighting;
  const weights = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) {
    weights[i] = termFrequency(tf, counts[i]) * (words[i] < idf.length ? idf[words[i]] : unseenIdf);
  }
  return { words, weights: divideBySum(weights) };
}

/** Normalised bag of words of a document of the corpus that was weighted. */
export function documentNbow(corpus: Corpus, weighting: Tfidf, doc: number): Nbow {
  const start = corpus.offsets[doc];
  const end = corpus.offsets[doc + 1];
  return queryNbow(weighting, corpus.words.slice(start, end), corpus.counts.subarray(start, end));
}

function divideBySum(weights: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  for (let i = 0; i < weights.length; i++) weights[i] /= sum;
  return weights;
}
