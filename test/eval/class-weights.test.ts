import { classWeights, reweightedTfidf } from '../../src/eval/class-weights';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { tfidf } from '../../src/text/tfidf';

function corpusOf(bags: readonly (readonly number[])[]) {
  const corpus = new GrowingCorpus();
  for (const words of bags) corpus.append(Uint32Array.from(words), new Array<number>(words.length).fill(1));
  return corpus.view();
}

test('a word of one label weighs most, one that every label uses alike nearly nothing', () => {
  const corpus = corpusOf([
    [0, 1],
    [0, 1],
    [0, 2],
    [0, 2, 3],
  ]);
  const [everywhere, first, second, once] = classWeights(corpus, ['a', 'a', 'b', 'b']);
  expect(everywhere).toBeCloseTo(0.001, 6);
  expect(first).toBe(second);
  expect(first).toBeGreaterThan(once);
  // Two holders of one label and half a document for each: 2.5 to 0.5.
  const entropy = -(2.5 / 3) * Math.log2(2.5 / 3) - (0.5 / 3) * Math.log2(0.5 / 3);
  expect(first).toBeCloseTo(1 - entropy, 6);
});

test('labels count alike, however many documents they have', () => {
  const corpus = corpusOf([[0], [0], [0], [0]]);
  expect(classWeights(corpus, ['a', 'a', 'a', 'b'])[0]).toBeCloseTo(0.001, 6);
  expect(classWeights(corpus, ['a', 'a', 'a', 'a'])[0]).toBe(1);
});

test('reweighted tf-idf still sums to one', () => {
  const corpus = corpusOf([
    [0, 1],
    [1, 2],
  ]);
  const { idf, norms } = reweightedTfidf(corpus, tfidf(corpus), Float32Array.of(0.5, 0.1, 1));
  expect((idf[0] + idf[1]) / norms[0]).toBeCloseTo(1, 6);
  expect(idf[1] / tfidf(corpus).idf[1]).toBeCloseTo(0.1, 6);
});
