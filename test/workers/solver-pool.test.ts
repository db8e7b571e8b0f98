import { GrowingCorpus } from '../../src/text/growing-corpus';
import { bm25 } from '../../src/text/bm25';
import { tfidf } from '../../src/text/tfidf';
import { NearWords, type SharedNearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';
import type { SearchTask } from '../../src/workers/search-task';
import { InlineSolver, type Solver } from '../../src/workers/solver';
import { SolverPool } from '../../src/workers/solver-pool';

/** Documents of random words; a long query over many of them takes the exact stage a while. */
function randomTask(documents: number, length: number, seed = 1): SearchTask {
  let state = seed;
  const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
  const words = 400;
  const points = new PointTable(8);
  for (let word = 0; word < words; word++) points.append(Float32Array.from({ length: 8 }, () => random(2000) / 1000 - 1.0005));
  const bag = () => Uint32Array.from(new Set(Array.from({ length }, () => random(words)))).sort();
  const corpus = new GrowingCorpus();
  for (let doc = 0; doc < documents; doc++) {
    const ids = bag();
    corpus.append(ids, new Float32Array(ids.length).fill(1));
  }
  const view = corpus.view();
  const ids = bag();
  const near = new NearWords(points, 1.2, { budgetBytes: 1 << 22 });
  return {
    edition: {
      key: `random ${documents} ${length}`,
      version: seed,
      space: { corpus: view, tfidf: tfidf(view), bm25: bm25(view) },
      points: points.share(),
      rows: { near: near.share() },
    },
    subject: {
      words: {
        ids,
        counts: new Float32Array(ids.length).fill(1),
        rows: new Float32Array(ids.length * 8),
        known: new Uint8Array(ids.length).fill(1),
      },
    },
    options: { topK: 5, transport: 'balanced' },
    explain: 2,
  };
}

/** Some minutes of work, to be cut short. */
const heavy = randomTask(4000, 300, 7);
const endless: SearchTask = { ...heavy, options: { ...heavy.options, topK: 4000 } };

const solvers: readonly [string, () => Solver][] = [
  ['inline', () => new InlineSolver()],
  ['pool', () => new SolverPool({ threads: 1, maxQueue: 1 })],
];

describe.each(solvers)('solver: %s', (_name, makeSolver) => {
  let solver: Solver;
  beforeAll(() => (solver = makeSolver()));
  afterAll(() => solver.close());

  test('answers, the same each time, with flows for the hits asked for', async () => {
    const task = randomTask(60, 12);
    const answer = await solver.solve(task, {});
    expect(answer.ranking.docs).toHaveLength(5);
    expect(answer.flows).toHaveLength(2);
    answer.flows.forEach((flows, i) => {
      expect(flows.reduce((sum, { mass, distance }) => sum + mass * distance, 0)).toBeCloseTo(answer.ranking.distances[i], 6);
    });
    const again = await new InlineSolver().solve(task, {});
    expect(Array.from(answer.ranking.docs)).toEqual(Array.from(again.ranking.docs));
    expect(Array.from(answer.ranking.distances)).toEqual(Array.from(again.ranking.distances));
  });

  test('a later version of an index takes the place of the one before', async () => {
    const task = randomTask(60, 12);
    await solver.solve(task, {});
    const later = randomTask(60, 12, 2);
    const edition = { ...later.edition, key: task.edition.key };
    const answer = await solver.solve({ ...later, edition }, {});
    const expected = await new InlineSolver().solve(later, {});
    expect(Array.from(answer.ranking.docs)).toEqual(Array.from(expected.ranking.docs));
  });

  test('a deadline ends the search itself', async () => {
    await expect(solver.solve(endless, { timeoutMs: 60 })).rejects.toMatchObject({
      name: 'WordmoverError',
      code: 'DEADLINE_EXCEEDED',
    });
    // The thread is free again, long before the search would have ended.
    expect((await solver.solve(randomTask(20, 5), {})).ranking.docs).toHaveLength(5);
  });

  test('refuses what is aborted already, and a timeout that means nothing', async () => {
    await expect(solver.solve(heavy, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    for (const timeoutMs of [0, -1, NaN])
      await expect(solver.solve(heavy, { timeoutMs })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  test('a bug stays a plain error', async () => {
    const broken = { ...heavy, edition: { ...heavy.edition, key: 'broken', space: undefined as never } };
    await expect(solver.solve(broken, {})).rejects.toMatchObject({ name: 'TypeError' });
  });
});

describe('solver pool', () => {
  test('refuses more than it can hold, and lets go of searches that are given up', async () => {
    const pool = new SolverPool({ threads: 1, maxQueue: 1 });
    const gone = new AbortController();
    const first = pool.solve(endless, { signal: gone.signal });
    const second = pool.solve(endless, { signal: gone.signal });
    expect(pool.queued).toBe(1);
    await expect(pool.solve(heavy, {})).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    gone.abort();
    for (const each of [first, second]) await expect(each).rejects.toMatchObject({ code: 'ABORTED' });
    while (pool.queued > 0) await new Promise(setImmediate);
    expect((await pool.solve(randomTask(20, 5), {})).ranking.docs).toHaveLength(5);
    await pool.close();
    await expect(pool.solve(heavy, {})).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('the calling thread stays free while a search runs', async () => {
    const pool = new SolverPool({ threads: 1 });
    await pool.solve(randomTask(20, 5), {});
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 1);
    await expect(pool.solve(endless, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
    await pool.close();
  });

  test('finds the near words of frequent words while it has nothing else to do', async () => {
    const task = randomTask(60, 12, 3);
    const { points, rows: shared } = task.edition;
    const all = NearWords.fromShared(PointTable.fromShared(points), (shared as { near: SharedNearWords }).near);
    const asked = new Set('words' in task.subject ? task.subject.words.ids : []);
    const { df } = task.edition.space.corpus;
    const frequent = Array.from(df.keys()).filter((word) => df[word] > 1 && !asked.has(word));
    const pool = new SolverPool({ threads: 1 });
    await pool.solve(task, {});
    const before = all.stats;
    const rows = { ids: Uint32Array.from(frequent), rows: new Float32Array(0), known: new Uint8Array(frequent.length) };
    while (all.stats.bytes < before.bytes * (1 + frequent.length / asked.size / 2)) await new Promise(setImmediate);
    await pool.close();
    all.rows(rows);
    expect(all.stats.hits).toBeGreaterThan(before.hits);
  });

  test.each([{ threads: 0 }, { threads: 1.5 }, { maxQueue: -1 }, { warmWords: -1 }])('refuses %p', (options) => {
    expect(() => new SolverPool(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }) as Error);
  });
});
