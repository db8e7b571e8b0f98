import type { QueryWords } from '../search/ranking';
import { type Bm25, bm25Demands } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { type Tfidf, termFrequency, tfidfWeights } from '../text/tfidf';

/** Similarity of a query to every document, by the words they have in common; lent until the next call. */
export type SharedWordSimilarity = (query: QueryWords) => Float64Array;

/** The documents of each word: the corpus transposed. */
export interface Postings {
  readonly starts: Uint32Array;
  readonly docs: Uint32Array;
  readonly counts: Float32Array;
}

/** By counting: documents of a word ascend. */
export function postingsOf({ size, offsets, words, counts, vocabularySize }: Corpus): Postings {
  const starts = new Uint32Array(vocabularySize + 1);
  for (let p = 0; p < offsets[size]; p++) starts[words[p] + 1]++;
  for (let w = 0; w < vocabularySize; w++) starts[w + 1] += starts[w];
  const docs = new Uint32Array(offsets[size]);
  const ordered = new Float32Array(offsets[size]);
  const next = starts.slice();
  for (let doc = 0; doc < size; doc++) {
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) {
      const at = next[words[p]]++;
      docs[at] = doc;
      ordered[at] = counts[p];
    }
  }
  return { starts, docs, counts: ordered };
}

/**
 * BM25 (Robertson, Walker 1994), query words weighted by their count, divided by the most it could give this query,
 * sum of qtf idf (k1 + 1): in [0, 1), in the same order.
 */
export function bm25Similarity(corpus: Corpus, postings: Postings, weighting: Bm25): SharedWordSimilarity {
  const { lengthNorms } = weighting;
  return overPostings(corpus, postings, {
    weights: (query) => partsOf(bm25Demands(weighting, query)),
    term: (weight, _word, doc, count) => (weight * count) / (count + lengthNorms[doc]),
  });
}

/** Cosine of tf-idf vectors (Salton, Buckley 1988). */
export function cosineSimilarity(corpus: Corpus, postings: Postings, weighting: Tfidf): SharedWordSimilarity {
  const { tf, idf } = weighting;
  const { offsets, words, counts, size } = corpus;
  const lengths = new Float64Array(size);
  for (let doc = 0; doc < size; doc++) {
    let squares = 0;
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) squares += (termFrequency(tf, counts[p]) * idf[words[p]]) ** 2;
    lengths[doc] = Math.sqrt(squares);
  }
  return overPostings(corpus, postings, {
    weights: (query) => {
      const weights = tfidfWeights(weighting, query);
      const length = Math.sqrt(sum(weights.map((weight) => weight * weight)));
      return weights.map((weight) => weight / length);
    },
    term: (weight, word, doc, count) => (weight * termFrequency(tf, count) * idf[word]) / lengths[doc],
  });
}

/** Mass in common of tf-idf weights that sum to one: 1 minus half their L1 distance, which is WMD as the threshold goes to 0. */
export function l1Similarity(corpus: Corpus, postings: Postings, weighting: Tfidf): SharedWordSimilarity {
  const { tf, idf, norms } = weighting;
  return overPostings(corpus, postings, {
    weights: (query) => partsOf(tfidfWeights(weighting, query)),
    term: (weight, word, doc, count) => Math.min(weight, (termFrequency(tf, count) * idf[word]) / norms[doc]),
  });
}

interface SharedWordSum {
  /** One a query word. */
  weights(query: QueryWords): Float64Array;
  /** What a query word of that weight and a document's `count` of it add. */
  term(weight: number, word: number, doc: number, count: number): number;
}

function overPostings(
  { size, vocabularySize }: Corpus,
  postings: Postings,
  { weights, term }: SharedWordSum,
): SharedWordSimilarity {
  const { starts, docs, counts } = postings;
  const similarity = new Float64Array(size);
  return (query) => {
    similarity.fill(0);
    const weight = weights(query);
    query.ids.forEach((word, i) => {
      if (word >= vocabularySize) return;
      for (let p = starts[word]; p < starts[word + 1]; p++) similarity[docs[p]] += term(weight[i], word, docs[p], counts[p]);
    });
    return similarity;
  };
}

/** Divided by their sum. */
function partsOf(weights: Float64Array): Float64Array {
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
