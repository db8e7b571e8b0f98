import fc from 'fast-check';
import { bm25, bm25Capacities, bm25Capacity, bm25Demands, bm25Score } from '../../src/text/bm25';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { idfValue } from '../../src/text/idf';
import { documentNbow, tfidf, tfidfWeights } from '../../src/text/tfidf';

/** a: in all three documents; b: in two; c, d: in one. */
const [a, b, c, d] = [0, 1, 2, 3];
const texts = [
  [
    [a, 1],
    [b, 2],
  ],
  [
    [a, 3],
    [b, 1],
    [c, 1],
  ],
  [
    [a, 1],
    [d, 4],
  ],
];
const corpusOf = (documents: number[][][]) => {
  const corpus = new GrowingCorpus();
  for (const document of documents)
    corpus.append(
      Uint32Array.from(document, ([word]) => word),
      document.map(([, count]) => count),
    );
  return corpus;
};
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

describe('tfidf', () => {
  it('is the textbook formula on three documents', () => {
    const weighting = tfidf(corpusOf(texts).view(), { idf: 'plain' });
    expect(weighting.idf[b]).toBeCloseTo(Math.log(3 / 2), 6);
    expect(weighting.idf[d]).toBeCloseTo(Math.log(3), 6);
    expect(weighting.norms[2]).toBeCloseTo(4 * Math.log(3), 4);
    const logarithmic = tfidf(corpusOf(texts).view(), { idf: 'none', tf: 'log' });
    expect(logarithmic.norms[1]).toBeCloseTo(1 + Math.log(3) + 1 + 1, 6);
    expect(tfidf(corpusOf(texts).view(), { idfPower: 2 }).idf[c]).toBeCloseTo(Math.log(4 / 1.5) ** 2, 6);
  });

  it('never weighs a word or a document nothing, and rarer words more', () => {
    for (const form of ['smooth', 'plain', 'none'] as const) {
      for (const documents of [1, 2, 3, 1e6]) {
        let before = Infinity;
        for (const df of [0, 1, 2, 3, 1e6].filter((n) => n <= documents)) {
          const idf = idfValue(form, documents, df);
          expect(Math.fround(idf)).toBeGreaterThan(0);
          expect(idf).toBeLessThanOrEqual(before);
          before = idf;
        }
        expect(idfValue(form, documents, 0)).toBeLessThan(Infinity);
      }
      expect(idfValue(form, 0, 0)).toBeGreaterThan(0);
    }
  });

  it('gives every document weights that are positive and sum to one', () => {
    const count = fc.constantFrom(1, 2, 3, 0.1, 500);
    const document = fc
      .uniqueArray(fc.nat(20), { minLength: 1 })
      .chain((words) =>
        fc.tuple(fc.constant(words.sort((x, y) => x - y)), fc.array(count, { minLength: words.length, maxLength: words.length })),
      );
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('raw', 'log'),
        fc.constantFrom('smooth', 'plain', 'none'),
        fc.constantFrom(0, 1, 2, 4),
        (documents, tf, idf, idfPower) => {
          const corpus = corpusOf(documents.map(([words, counts]) => words.map((word, i) => [word, counts[i]]))).view();
          const weighting = tfidf(corpus, { tf, idf, idfPower });
          for (let doc = 0; doc < corpus.size; doc++) {
            const { words, weights } = documentNbow(corpus, weighting, doc);
            expect(sum(weights)).toBeCloseTo(1, 5);
            for (let i = 0; i < words.length; i++) {
              const p = corpus.offsets[doc] + i;
              const tfValue = tf === 'raw' || corpus.counts[p] < 1 ? corpus.counts[p] : 1 + Math.log(corpus.counts[p]);
              expect(weights[i]).toBeGreaterThan(0);
              expect(weights[i]).toBeCloseTo((tfValue * weighting.idf[words[i]]) / weighting.norms[doc], 5);
            }
          }
        },
      ),
    );
  });

  it('weighs query words that no document holds as the rarest of all', () => {
    const weighting = tfidf(corpusOf(texts).view());
    const weights = tfidfWeights(weighting, { ids: Uint32Array.of(a, d, 900), counts: [1, 1, 1] });
    expect(weights[2]).toBeGreaterThan(weights[1]);
    expect(weights[1]).toBeGreaterThan(weights[0]);
    const empty = tfidfWeights(tfidf(new GrowingCorpus().view()), { ids: Uint32Array.of(0), counts: [2] });
    expect(empty[0]).toBeGreaterThan(0);
    expect(tfidfWeights(weighting, { ids: new Uint32Array(0), counts: [] })).toHaveLength(0);
  });

  it('weighs a query word outside the vocabulary as one inside that as many documents hold', () => {
    const inside = tfidfWeights(tfidf(corpusOf(texts).view(), { idfPower: 2 }), { ids: Uint32Array.of(c), counts: [3] });
    const outside = tfidfWeights(tfidf(corpusOf(texts).view(), { idfPower: 2 }), {
      ids: Uint32Array.of(900),
      counts: [3],
      background: [1],
    });
    expect(outside[0]).toBeCloseTo(inside[0], 5);
  });

  it('adds the document frequencies of a background', () => {
    const background = { documents: 1000, df: (word: number) => (word === d ? 900 : 0) };
    const weighting = tfidf(corpusOf(texts).view(), { background });
    expect(weighting.idf[d]).toBeCloseTo(Math.log(1004 / 901.5), 5);
    expect(weighting.idf[d]).toBeLessThan(weighting.idf[a]);
  });

  it('leaves removed documents out of account', () => {
    const corpus = corpusOf(texts);
    corpus.remove(2);
    const weighting = tfidf(corpus.view());
    expect(weighting.idf[b]).toBeCloseTo(Math.log(3 / 2.5), 6);
    expect(weighting.idf[d]).toBeCloseTo(weighting.unseenIdf, 6);
  });

  it('refuses exponents that would lose words', () => {
    for (const idfPower of [-1, 5, NaN, Infinity]) expect(() => tfidf(corpusOf(texts).view(), { idfPower })).toThrow(/idfPower/);
  });
});

describe('bm25', () => {
  const corpus = corpusOf(texts).view();
  const weighting = bm25(corpus);

  it('is the textbook formula', () => {
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    const average = (3 + 5 + 5) / 3;
    const expected = (idf * 2 * 2.2) / (2 + 1.2 * (0.25 + (0.75 * 3) / average));
    expect(weighting.averageLength).toBeCloseTo(average, 6);
    expect(bm25Capacity(weighting, 0, b, 2)).toBeCloseTo(expected, 6);
    expect(bm25Score(corpus, weighting, 0, Uint32Array.of(b, c))).toBeCloseTo(expected, 6);
  });

  it('sums the capacities of the words that query and document share', () => {
    for (let doc = 0; doc < corpus.size; doc++) {
      const { words, weights } = bm25Capacities(corpus, weighting, doc);
      const query = Uint32Array.of(b, d, 77);
      const shared = Array.from(weights).filter((_, i) => query.includes(words[i]));
      expect(bm25Score(corpus, weighting, doc, query)).toBeCloseTo(sum(shared), 6);
    }
  });

  it('never gives a word more than one occurrence of it demands', () => {
    const weights = bm25Demands(weighting, { ids: Uint32Array.of(a, b, c, d, 99), counts: [1, 1, 1, 1, 1] });
    for (let doc = 0; doc < corpus.size; doc++) {
      const { words, weights: capacities } = bm25Capacities(corpus, weighting, doc);
      words.forEach((word, i) => expect(capacities[i]).toBeLessThanOrEqual(weights[word]));
    }
    expect(weights[4]).toBeGreaterThan(weights[3]);
    expect(bm25Demands(weighting, { ids: Uint32Array.of(b), counts: [2] })[0]).toBeCloseTo(2 * weights[1], 5);
    const outside = bm25Demands(weighting, { ids: Uint32Array.of(99), counts: [1], background: [2] });
    expect(outside[0]).toBeCloseTo(weights[b], 5);
  });

  it('has an answer for a corpus without words', () => {
    const empty = new GrowingCorpus();
    empty.append(new Uint32Array(0), []);
    const nothing = bm25(empty.view());
    expect(nothing.averageLength).toBe(1);
    expect(bm25Score(empty.view(), nothing, 0, Uint32Array.of(1))).toBe(0);
    expect(bm25Demands(nothing, { ids: Uint32Array.of(1), counts: [1] })[0]).toBeGreaterThan(0);
  });

  it('refuses parameters out of range', () => {
    expect(() => bm25(corpus, { k1: -1 })).toThrow(/k1 is -1/);
    expect(() => bm25(corpus, { b: 1.1 })).toThrow(/from 0 to 1/);
  });
});
