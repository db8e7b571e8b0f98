import fc from 'fast-check';
import { bm25Similarity, cosineSimilarity, l1Similarity, postingsOf } from '../../src/eval/shared-words';
import { bm25, bm25Score } from '../../src/text/bm25';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { documentNbow, tfidf, tfidfWeights } from '../../src/text/tfidf';

const bag = fc.dictionary(fc.nat(11).map(String), fc.integer({ min: 1, max: 4 }), { minKeys: 1, maxKeys: 6 });
const corpora = fc.array(bag, { minLength: 2, maxLength: 8 });

function corpusOf(bags: readonly Record<string, number>[]) {
  const corpus = new GrowingCorpus();
  for (const each of bags) corpus.append(ids(each), counts(each));
  return corpus.view();
}

const sorted = (each: Record<string, number>): number[] =>
  Object.keys(each)
    .map(Number)
    .sort((a, b) => a - b);
const ids = (each: Record<string, number>): Uint32Array => Uint32Array.from(sorted(each));
const counts = (each: Record<string, number>): Float32Array => Float32Array.from(sorted(each), (id) => each[id]);
const queryOf = (each: Record<string, number>) => ({
  ids: ids(each),
  counts: counts(each),
  rows: new Float32Array(0),
  known: new Uint8Array(sorted(each).length),
});

/** Weights by word, over twelve words and a few beyond the vocabulary. */
function dense({ words, weights }: { words: Uint32Array; weights: Float32Array | Float64Array }): number[] {
  const row = new Array<number>(16).fill(0);
  words.forEach((word, i) => (row[word] = weights[i]));
  return row;
}

test.each(['raw', 'log'] as const)('L1 and cosine follow from the full vectors (tf %s)', (tf) => {
  fc.assert(
    fc.property(corpora, bag, (bags, asked) => {
      const corpus = corpusOf(bags);
      const weighting = tfidf(corpus, { tf });
      const query = queryOf(asked);
      const l1 = Array.from(l1Similarity(corpus, postingsOf(corpus), weighting)(query));
      const cosine = Array.from(cosineSimilarity(corpus, postingsOf(corpus), weighting)(query));
      const weights = tfidfWeights(weighting, query);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const q = dense({ words: query.ids, weights: weights.map((weight) => weight / total) });
      bags.forEach((_, doc) => {
        const d = dense(documentNbow(corpus, weighting, doc));
        const apart = q.reduce((sum, value, w) => sum + Math.abs(value - d[w]), 0);
        const dot = q.reduce((sum, value, w) => sum + value * d[w], 0);
        expect(l1[doc]).toBeCloseTo(1 - apart / 2, 5);
        expect(cosine[doc]).toBeCloseTo(dot / (Math.hypot(...q) * Math.hypot(...d)), 5);
      });
    }),
  );
});

test('BM25 of a query that says each word once is the plain one over its most', () => {
  fc.assert(
    fc.property(corpora, bag, (bags, asked) => {
      const corpus = corpusOf(bags);
      const weighting = bm25(corpus);
      const once = Object.fromEntries(Object.keys(asked).map((word) => [word, 1]));
      const query = queryOf(once);
      const most = query.ids.reduce((sum, word) => sum + (weighting.idf[word] ?? weighting.unseenIdf) * (weighting.k1 + 1), 0);
      const scores = bm25Similarity(corpus, postingsOf(corpus), weighting)(query);
      bags.forEach((_, doc) => expect(scores[doc] * most).toBeCloseTo(bm25Score(corpus, weighting, doc, query.ids), 5));
    }),
  );
});
