import { SolverPool } from '../workers/solver-pool';
import { SearchWorkload } from './search-workload';

export interface BenchBatchOptions {
  /** All by default. */
  readonly queries?: number;
  readonly topK: number;
  readonly threshold: number;
  readonly threads: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface BenchBatchReport {
  readonly queries: number;
  readonly documents: number;
  readonly threads: number;
  readonly seconds: number;
  readonly queries_per_second: number;
  /** Exact distances solved, a query. */
  readonly solved: number;
  readonly rss_mb: number;
}

const CACHE_BYTES = 2 ** 30;

/** Every query of a workload at once, by a pool of threads that share corpus, points and near rows. Threads start warm, the cache cold. */
export async function benchBatch(folder: string, options: BenchBatchOptions): Promise<BenchBatchReport> {
  const { topK, threshold, threads, onProgress } = options;
  const workload = await SearchWorkload.load(folder);
  const total = Math.min(options.queries ?? Infinity, workload.queryCount);
  const queries = await Promise.all(Array.from({ length: total }, (_, i) => workload.words(workload.query(i))));
  const edition = workload.edition({ threshold, cacheBytes: CACHE_BYTES });
  const pool = new SolverPool({ threads, maxQueue: total });
  try {
    const search = (i: number) =>
      pool.solve({ edition, subject: { words: queries[i] }, options: { topK, transport: 'balanced' } }, {});
    await Promise.all(Array.from({ length: threads }, () => search(0)));
    const start = performance.now();
    let done = 0;
    let solved = 0;
    await Promise.all(
      queries.map(async (_, i) => {
        const { ranking } = await search(i);
        solved += ranking.stages.solved;
        onProgress?.(++done, total);
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    return {
      queries: total,
      documents: workload.ids.length,
      threads,
      seconds,
      queries_per_second: total / seconds,
      solved: solved / total,
      rss_mb: process.memoryUsage().rss / 2 ** 20,
    };
  } finally {
    await pool.close();
  }
}
