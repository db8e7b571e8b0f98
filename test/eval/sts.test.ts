/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pearson } from '../../src/eval/pearson';
import { evalSts, parseSts, stsTable } from '../../src/eval/sts';
import { contextDistance } from '../../src/distances/context-distance';
import { tokenize } from '../../src/text/tokenize';
import { contextVectors } from '../../src/vectors/transformer/context-vectors';
import { vectorFile } from '../../src/vectors/vector-file';
import { describeWithTransformers } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';
import { itWithData } from '../shared-data';
import { angleVectors } from './angle-vectors';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sts-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const line = (score: number, first: string, second: string): string => `g\tf\t2012\t0\t${score}\t${first}\t${second}`;

function write(...lines: string[]): string {
  const file = join(folder, 'sts.csv');
  writeFileSync(file, lines.join('\n'));
  return file;
}

test('Pearson: 1 on a line, 0 for a parabola, null for a constant', () => {
  expect(pearson([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12);
  expect(pearson([-1, 0, 1], [1, 0, 1])).toBeCloseTo(0, 12);
  expect(pearson([1, 2], [3, 3])).toBeNull();
});

test('fields are taken as they stand, a lone quotation mark included', () => {
  expect(parseSts(`${line(2.5, '"Yes, he said', 'No"')}\tsource\r\n\r\n`, 'sts.csv')).toEqual([
    { score: 2.5, first: '"Yes, he said', second: 'No"' },
  ]);
});

test.each([
  ['too few columns', 'a\tb\tc'],
  ['a score that is none', line(NaN, 'a', 'b')],
])('%s: file and line are named', (_, bad) => {
  expect(() => parseSts(`${line(1, 'a', 'b')}\n${bad}`, 'sts.csv')).toThrow(/sts\.csv, line 2/);
});

test('a missing file is INVALID_INPUT', async () => {
  const vectors = angleVectors({});
  await expect(evalSts(join(folder, 'none.csv'), { vectors })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('one word a side: the distance is the chord between the angles, so the correlations follow from the definition', async () => {
  const angles = { car: 0, auto: 0.1, bus: 0.6, tree: 1.5 };
  const file = write(
    line(5, 'car', 'auto'),
    line(3, 'car', 'bus'),
    line(0.5, 'car', 'tree'),
    line(0, 'car', 'unseen'),
    line(1, '', 'car'),
  );
  const report = await evalSts(file, { vectors: angleVectors(angles), distances: ['wmd', 'rwmd'] });
  const chords = [0.1, 0.6, 1.5].map((angle) => -2 * Math.sin(angle / 2));
  const expected = pearson([...chords, -Math.SQRT2], [5, 3, 0.5, 0]);
  expect(report).toMatchObject({ pairs: 4, leftOut: 1, threshold: Infinity, coverage: 4 / 5 });
  for (const { spearman, pearson: linear } of report.results) {
    expect(spearman.value).toBeCloseTo(1, 12);
    expect(linear.value).toBeCloseTo(expected!, 6);
  }
  expect(stsTable(report)).toContain('4 pairs (1 without words left out)');
});

itWithData(
  'a slice of the development pairs: exact transport agrees with people, and better than centroids',
  'sts/sts-dev.csv',
  async (dev) => {
    const lines = readFileSync(dev, 'utf8').split('\n');
    const file = write(...lines.filter((_, at) => at % 8 === 0));
    const vectors = await vectorFile(join(dev, '../../vectors-glove-20k-50d/glove-20002.50d.bin.gz'));
    const { results } = await evalSts(file, { vectors, distances: ['wmd', 'rwmd', 'wcd'] });
    const [wmd, rwmd, wcd] = results.map(({ spearman }) => spearman.value!);
    expect(wmd).toBeGreaterThan(0.6);
    expect(Math.abs(wmd - rwmd)).toBeLessThan(0.03);
    expect(wmd).toBeGreaterThan(wcd);
  },
);

describeWithTransformers('with a sentence model', () => {
  const PAIRS: readonly (readonly [number, string, string])[] = [
    [5, 'river bank', 'bank river'],
    [3, 'money bank', 'river bank'],
    [1, 'boat water', 'loan money'],
    [0, 'walk talk', 'loan'],
  ];

  test('context is transport between occurrences of equal weight where idf has no power, sentence the cosine of whole texts', async () => {
    const model = await contextVectors({ modelDir: writeTinyModel(folder) });
    const file = write(...PAIRS.map(([score, a, b]) => line(score, a, b)));
    const { results } = await evalSts(file, {
      vectors: angleVectors({}),
      model,
      distances: ['context', 'sentence'],
      pipeline: { lemmatize: false },
      tfidf: { idfPower: 0 },
    });
    const embed = async (text: string) => {
      const tokens = tokenize(text);
      const { sentence, ...rows } = await model.embed(text, tokens);
      const terms = tokens.map(({ term }) => term);
      return { ...rows, terms, masses: new Float64Array(terms.length).fill(1), sentence: sentence! };
    };
    const setting = { dim: model.dim, threshold: Infinity, transport: 'balanced' } as const;
    const expected = { context: [] as number[], sentence: [] as number[] };
    for (const [, a, b] of PAIRS) {
      const [from, to] = [await embed(a), await embed(b)];
      expected.context.push(-contextDistance(from, to, setting).distance);
      expected.sentence.push(from.sentence.reduce((sum, x, k) => sum + x * to.sentence[k], -1));
    }
    const gold = PAIRS.map(([score]) => score);
    for (const { distance, pearson: linear } of results) {
      expect(linear.value).toBeCloseTo(pearson(expected[distance as 'context' | 'sentence'], gold)!, 6);
    }
    expect(results.map(({ bound }) => bound)).toEqual(['exact', 'none']);
  });

  test('a model is needed for them, and by default they come with one', async () => {
    const file = write(...PAIRS.map(([score, a, b]) => line(score, a, b)));
    const vectors = angleVectors({});
    await expect(evalSts(file, { vectors, distances: ['context'] })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const model = await contextVectors({ modelDir: writeTinyModel(folder) });
    const { results } = await evalSts(file, { vectors, model });
    expect(results.map(({ distance }) => distance)).toEqual(expect.arrayContaining(['wmd', 'context', 'sentence']));
  });
});
