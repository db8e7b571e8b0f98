import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evalKnownItem } from '../../src/eval/known-item';
import { knownItemTable } from '../../src/eval/known-item-report';
import { ndcg, reciprocalRank, standardError } from '../../src/eval/retrieval-measures';
import { vectorFile } from '../../src/vectors/vector-file';
import { itWithData } from '../shared-data';
import { angleVectors } from './angle-vectors';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'known-item-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function writeMessages(split: string, messages: readonly (readonly [subject: string, body: string])[]): void {
  const lines = messages.map(([subject, body], at) =>
    JSON.stringify({ id: `${split}/g/${at}`, label: 'g', text: `Subject: ${subject}\n\n${body}\n` }),
  );
  writeFileSync(join(folder, `20news-bydate-${split}.jsonl.gz`), lines.join('\n'));
}

test('nDCG discounts places by their logarithm, and knows what could be had', () => {
  expect(ndcg([true, true], 2, 10)).toBe(1);
  expect(ndcg([false, true], 1, 10)).toBeCloseTo(1 / Math.log2(3), 12);
  expect(ndcg([false, false, true], 5, 2)).toBe(0);
  expect(ndcg([], 0, 10)).toBe(0);
});

test('reciprocal rank and standard error', () => {
  expect(reciprocalRank([false, true, true])).toBe(0.5);
  expect(reciprocalRank([false])).toBe(0);
  expect(standardError([0, 1, 0, 1])).toBeCloseTo(Math.sqrt(1 / 3) / 2, 12);
});

test('near words find what shared words miss; the run and the judgements are written for other programs', async () => {
  writeMessages('train', [
    ['car repair', 'tree flower'],
    ['tree flower', 'car repair'],
  ]);
  writeMessages('test', [
    ['Re: car repair', 'auto mend'],
    ['hello', 'tree tree'],
    ['CAR REPAIR', '> car repair'],
  ]);
  const vectors = angleVectors({ car: 0, auto: 0.05, repair: 1, mend: 1.05, tree: 2, flower: 2.05 });
  const report = await evalKnownItem(folder, {
    vectors,
    methods: ['bm25', 'partial'],
    threshold: 0.5,
    trec: join(folder, 'trec'),
  });
  expect(report).toMatchObject({ queries: 1, documents: 4, threshold: 0.5 });
  const [bm25, partial] = report.results;
  expect(bm25.ndcg10.mean).toBe(0);
  expect(partial.mrr.mean).toBe(0.5);
  expect(partial.over.bm25!.mean).toBeCloseTo(partial.ndcg10.mean, 12);
  expect(knownItemTable(report)).toContain('1 subjects, 4 bodies');
  expect(readdirSync(join(folder, 'trec')).sort()).toEqual(['bm25.run', 'partial.run', 'qrels.txt']);
  expect(readFileSync(join(folder, 'trec/qrels.txt'), 'utf8')).toBe('test/g/0 0 train/g/0 1\ntest/g/0 0 test/g/0 1\n');
  const run = readFileSync(join(folder, 'trec/partial.run'), 'utf8').trim().split('\n');
  expect(run[0]).toMatch(/^test\/g\/0 Q0 train\/g\/1 1 -\S+ partial$/);
  expect(run[1]).toMatch(/^test\/g\/0 Q0 test\/g\/0 2 -\S+ partial$/);
});

test('no subject to ask is INVALID_INPUT', async () => {
  writeMessages('train', [['hello', 'tree']]);
  writeMessages('test', [['the', 'car']]);
  await expect(evalKnownItem(folder, { vectors: angleVectors({}) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

itWithData(
  'a slice of 20 Newsgroups: every method finds some, centroids fewer than words',
  '20newsgroups',
  async (data) => {
    const vectors = await vectorFile(join(data, '../vectors-glove-20k-50d/glove-20002.50d.bin.gz'));
    const report = await evalKnownItem(data, { vectors, documents: 800, queries: 40, threshold: { quantile: 0.01 }, seed: 3 });
    const found = Object.fromEntries(report.results.map(({ method, ndcg10 }) => [method, ndcg10.mean]));
    expect(Object.keys(found)).toEqual(['bm25', 'cosine', 'partial', 'balanced', 'wcd']);
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0);
    expect(found.wcd).toBeLessThan(found.bm25);
    expect(found.partial).toBeGreaterThan(found.bm25 - 0.1);
  },
  60_000,
);
