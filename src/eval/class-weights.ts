import type { Bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { sharedFloat32 } from '../text/shared-array';
import { type Tfidf, documentNorms } from '../text/tfidf';

/** Keeps documents of words that tell nothing from weighing nothing. */
const LEAST_WEIGHT = 1e-3;

/**
 * Supervised term weights (Debole, Sebastiani 2003; here by entropy): 1 - H(label | word) / ln(labels), where every label counts
 * the same however many documents it has, and one document spread over all labels is added to those that hold the word. Near
 * 1 for a word of one label only, near 0 for one that all use. A word in no training document tells nothing.
 * One a word of the vocabulary; all 1 for a single label.
 */
export function classWeights({ size, offsets, words, vocabularySize }: Corpus, labels: readonly string[]): Float32Array {
  const numbers = new Map([...new Set(labels)].map((label, number) => [label, number]));
  const classes = numbers.size;
  const classOf = Uint32Array.from(labels, (label) => numbers.get(label)!);
  const share = new Float64Array(classes);
  for (let doc = 0; doc < size; doc++) share[classOf[doc]] += classes / size;
  const holders = new Float32Array(vocabularySize * classes);
  for (let doc = 0; doc < size; doc++) {
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) holders[words[p] * classes + classOf[doc]]++;
  }
  return Float32Array.from({ length: vocabularySize }, (_, word) => {
    const evidence = share.map((part, label) => holders[word * classes + label] / part + 1 / classes);
    return classes > 1 ? Math.max(LEAST_WEIGHT, 1 - entropy(evidence) / Math.log(classes)) : 1;
  });
}

/** Entropy of positive weights divided by their sum, in nats. */
function entropy(weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return -weights.reduce((sum, weight) => sum + (weight / total) * Math.log(weight / total), 0);
}

/** The same weighting, every word's idf times its factor. */
export function reweighted<W extends Tfidf | Bm25>(weighting: W, factors: Float32Array): W {
  const idf = sharedFloat32(factors.length);
  for (let word = 0; word < factors.length; word++) idf[word] = weighting.idf[word] * factors[word];
  return { ...weighting, idf };
}

/** Tf-idf with every idf times its factor: the weights of a document sum to one again. */
export function reweightedTfidf(corpus: Corpus, weighting: Tfidf, factors: Float32Array): Tfidf {
  const { tf, idf } = reweighted(weighting, factors);
  return { ...weighting, idf, norms: documentNorms(corpus, tf, idf) };
}
