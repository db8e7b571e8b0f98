import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { emd } from '../../src/distances/emd';
import { benchBatch } from '../../src/eval/bench-batch';
import { benchGrowth } from '../../src/eval/bench-growth';
import { benchIndex } from '../../src/eval/bench-index';
import { benchSearch } from '../../src/eval/bench-search';
import type { Bag } from '../../src/eval/search-workload';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { direction, seeded } from '../vectors/seeded-points';

const WORDS = 60;
const DIM = 6;
const DOCUMENTS = 40;
const QUERIES = 6;

const random = seededRandom(11);
const rows = Array.from({ length: WORDS }, (_, i) => unit(direction(DIM, seeded(i + 1))));
const docs = Array.from({ length: DOCUMENTS }, (_, i) => bag(`d${i}`));
const queries = Array.from({ length: QUERIES }, (_, i) => bag(`q${i}`));

let folder: string;

function bag(id: string): Bag {
  const words = new Set(Array.from({ length: 4 + Math.floor(8 * random()) }, () => Math.floor(WORDS * random())));
  const weights = Array.from(words, () => 0.1 + random());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { id, terms: Object.fromEntries(Array.from(words, (word, i) => [`w${word}`, weights[i] / sum])) };
}

function lines(bags: readonly Bag[]): string {
  return bags.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** The definition: exact EMD over distances capped at the threshold. */
function bruteForce(query: Bag, doc: Bag, threshold: number): number {
  const [a, b] = [query, doc].map(({ terms }) => Object.keys(terms));
  const cost = a.flatMap((x) =>
    b.map((y) => Math.min(threshold, distanceOf(rows[Number(x.slice(1))], rows[Number(y.slice(1))]))),
  );
  return emd(Object.values(query.terms), Object.values(doc.terms), cost).cost;
}

function unit(row: Float32Array): Float32Array {
  const length = Math.hypot(...row);
  return row.map((x) => x / length);
}

function distanceOf(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]) ** 2, 0));
}

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-bench-'));
  fs.writeFileSync(path.join(folder, 'docs.jsonl'), lines(docs));
  fs.writeFileSync(path.join(folder, 'queries.jsonl'), lines(queries));
  const records = rows.map((row, i) => Buffer.concat([Buffer.from(`w${i} `), Buffer.from(row.buffer), Buffer.from('\n')]));
  fs.writeFileSync(path.join(folder, 'vectors.bin'), Buffer.concat([Buffer.from(`${WORDS} ${DIM}\n`), ...records]));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('benchmarks on a small workload', () => {
  test.each([
    [1.1, false],
    [1.1, true],
    [Infinity, false],
    [Infinity, true],
  ])('search under %d, cold %p: times, and the answers of brute force', async (threshold, cold) => {
    const report = await benchSearch(folder, { queries: QUERIES, topK: 5, threshold, cold });
    expect(report.ms_per_query.median).toBeGreaterThan(0);
    expect(report.stages).toMatchObject({ documents: DOCUMENTS, bounded: DOCUMENTS });
    report.answers.forEach((answer, i) => {
      const query = queries.find(({ id }) => id === report.queries[i])!;
      const nearest = docs.map((doc) => bruteForce(query, doc, threshold)).sort((a, b) => a - b);
      answer.forEach(([, distance], rank) => expect(distance).toBeCloseTo(nearest[rank], 5));
    });
  });

  test('fewer words a query', async () => {
    const report = await benchSearch(folder, { queries: 2, topK: 3, threshold: 1.1, queryWords: 2 });
    expect(report.answers.map((answer) => answer.length)).toEqual([3, 3]);
  });

  test('batch', async () => {
    const report = await benchBatch(folder, { topK: 3, threshold: 1.1, threads: 1 });
    expect(report).toMatchObject({ queries: QUERIES, documents: DOCUMENTS, threads: 1 });
    expect(report.solved).toBeGreaterThanOrEqual(3);
  });

  test('growth', async () => {
    const points = await benchGrowth(folder, { sizes: [50, 120], queries: 3, topK: 3, threshold: 1.1, seed: 1 });
    expect(points.map(({ documents }) => documents)).toEqual([50, 120]);
    expect(points[1].postings).toBeGreaterThan(points[0].postings);
  });

  test('index, of bags and of texts', async () => {
    const vectors = { file: path.join(folder, 'vectors.bin') };
    const texts = docs.map(({ id, terms }) => ({ id, text: Object.keys(terms).join(' ') }));
    expect(await benchIndex(docs, { vectors })).toMatchObject({ documents: DOCUMENTS, from: 'bags' });
    const report = await benchIndex(texts, { vectors });
    expect(report).toMatchObject({ documents: DOCUMENTS, from: 'text' });
    expect(report.documents_per_second).toBeGreaterThan(0);
    await expect(benchIndex([], { vectors })).rejects.toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
