import type { Corpus } from './corpus';
import { checkAtLeast } from './option-check';
import { idfValue, inverseDocumentFrequency } from './idf';
import type { BackgroundFrequency, IdfForm } from './idf';
import type { Nbow } from './nbow';
import { sharedFloat32 } from './shared-array';
import type { WordCounts } from './word-counts';

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
  const documents = corpus.live + (background?.documents ?? 0);
  return { tf, idf, norms: documentNorms(corpus, tf, idf), unseenIdf, documents, form, idfPower };
}

/** Sum of tf x idf, per document. */
export function documentNorms({ offsets, words, counts, size }: Corpus, tf: TermFrequency, idf: Float32Array): Float32Array {
  const norms = sharedFloat32(size);
  for (let doc = 0; doc < size; doc++) {
    let sum = 0;
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) sum += termFrequency(tf, counts[p]) * idf[words[p]];
    norms[doc] = sum;
  }
  return norms;
}

export function termFrequency(tf: TermFrequency, count: number): number {
  return tf === 'raw' || count < 1 ? count : 1 + Math.log(count);
}

/** tf x idf of each query word; one beyond the vocabulary by the background's documents. */
export function tfidfWeights(weighting: Tfidf, { ids, counts, background }: WordCounts): Float64Array {
  const { tf, idf, form, documents, idfPower } = weighting;
  return Float64Array.from(ids, (word, i) => {
    const rarity = word < idf.length ? idf[word] : idfValue(form, documents, background?.[i] ?? 0) ** idfPower;
    return termFrequency(tf, counts[i]) * rarity;
  });
}

/** Normalised bag of words of a document of the corpus that was weighted (Kusner et al. 2015): its weights sum to one. */
export function documentNbow({ offsets, words, counts }: Corpus, { tf, idf, norms }: Tfidf, doc: number): Nbow {
  const start = offsets[doc];
  const ids = words.slice(start, offsets[doc + 1]);
  return {
    words: ids,
    weights: Float32Array.from(ids, (word, j) => (termFrequency(tf, counts[start + j]) * idf[word]) / norms[doc]),
  };
}
