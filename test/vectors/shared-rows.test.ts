import path from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DistanceRows } from '../../src/vectors/distance-rows';
import { NearWords } from '../../src/vectors/near-words';
import type { PointTable } from '../../src/vectors/point-table';
import { direction, randomPoints, seeded } from './seeded-points';
import { checkRows } from './shared-rows-worker';
import type { RowsAnswer, RowsTask } from './shared-rows-worker';

const WORDS = 40;

function task(points: PointTable, near: NearWords, rows: DistanceRows, seed: number): RowsTask {
  return { points: points.share(), near: near.share(), full: rows.share(), words: WORDS, queries: 1500, seed };
}

async function inThread(workerData: RowsTask): Promise<RowsAnswer> {
  const script = path.join(__dirname, 'shared-rows-worker.ts');
  const rootDir = path.join(__dirname, '../..');
  const env = { ...process.env, TS_NODE_COMPILER_OPTIONS: JSON.stringify({ rootDir }) };
  const worker = new Worker(script, { execArgv: ['--require', 'ts-node/register/transpile-only'], env, workerData });
  const [answer] = (await once(worker, 'message')) as [RowsAnswer];
  await worker.terminate();
  return answer;
}

describe('rows shared by threads', () => {
  test('views of one cache serve each other, also when they know vocabularies of different sizes', () => {
    const points = randomPoints(600, 6, 1, { gap: 1000 });
    const near = new NearWords(points, 0.8);
    const rows = new DistanceRows(points);
    const early = task(points, near, rows, 1);
    const random = seeded(2);
    for (let i = 0; i < 700; i++) points.append(direction(6, random));
    const late = task(points, near, rows, 1);
    for (const one of [early, late, early]) {
      const answer = checkRows(one);
      expect(answer).toMatchObject({ size: one.points.size, wrong: 0 });
      expect(answer.hits).toBeGreaterThan(0);
    }
  });

  test('rows stay whole while threads push each other out of a small cache and the vocabulary grows', async () => {
    const points = randomPoints(300, 6, 5, { gap: 9 });
    const budget = { budgetBytes: 12_000 };
    const near = new NearWords(points, 0.9, budget);
    const rows = new DistanceRows(points, budget);
    const first = inThread(task(points, near, rows, 11));
    const random = seeded(3);
    for (let i = 0; i < 300; i++) points.append(direction(6, random));
    const second = inThread(task(points, near, rows, 12));
    const here = checkRows({ ...task(points, near, rows, 13), words: 10, queries: 100 });
    for (const answer of [...(await Promise.all([first, second])), here]) expect(answer.wrong).toBe(0);
  }, 60_000);
});
