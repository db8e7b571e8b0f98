import type { QueryWords, Ranking, StageCounts } from '../search/ranking';
import { Searcher } from '../search/searcher';
import type { Corpus } from '../text/corpus';
import { arcSource } from '../workers/edition-searchers';
import { cpuMs } from './cpu-time';
import { SearchWorkload } from './search-workload';
import { type Spread, spread } from './spread';

export interface BenchSearchOptions {
  readonly queries: number;
  readonly topK: number;
  /** Infinity for none. */
  readonly threshold: number;
  /** Empty the near-word cache before every query. */
  readonly cold?: boolean;
  /** Keep only the heaviest words of each query. */
  readonly queryWords?: number;
  /** Bytes for cached rows; default 1 GiB. */
  readonly cacheBytes?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface SearchTimes {
  readonly ms_per_query: Spread;
  /** Processor time of the process, all its threads: steadier than the wall on a shared machine. */
  readonly cpu_ms_per_query: Spread;
  /** Means over the queries. */
  readonly stages: StageCounts;
}

export interface BenchSearchReport extends SearchTimes {
  readonly queries: readonly string[];
  readonly answers: readonly (readonly [string, number][])[];
  readonly index_ms: number;
  readonly rss_mb: number;
}

const CACHE_BYTES = 2 ** 30;

/** Passes over the queries before the timed one, and searches in them: what is timed has then been compiled as well as it will be. */
const WARM_UP_PASSES = 3;
const WARM_UP_SEARCHES = 100;

/** Times exact balanced search on a workload folder, one thread, after warm-up passes. */
export async function benchSearch(folder: string, options: BenchSearchOptions): Promise<BenchSearchReport> {
  const started = performance.now();
  const workload = await SearchWorkload.load(folder);
  const index_ms = performance.now() - started;
  const bags = Array.from({ length: options.queries }, (_, i) => workload.query(i));
  const queries = await Promise.all(bags.map((bag) => workload.words(bag, options.queryWords)));
  const answers: [string, number][][] = [];
  const times = timeSearches(workload, queries, options, workload.corpus, ({ docs, distances }) => {
    answers.push(Array.from(docs, (doc, rank) => [workload.ids[doc], distances[rank]]));
    options.onProgress?.(answers.length, queries.length);
  });
  return { ...times, queries: bags.map(({ id }) => id), answers, index_ms, rss_mb: process.memoryUsage().rss / 2 ** 20 };
}

/** Warm-up passes over the queries, then one that is timed. `onAnswer` is outside the time. */
export function timeSearches(
  workload: SearchWorkload,
  queries: readonly QueryWords[],
  { threshold, topK, cold = false, cacheBytes = CACHE_BYTES }: Omit<BenchSearchOptions, 'queries'>,
  corpus: Corpus,
  onAnswer: (ranking: Ranking) => void = () => undefined,
): SearchTimes {
  const edition = workload.edition({ threshold, cacheBytes }, corpus);
  const source = arcSource(edition);
  const searcher = new Searcher(edition.space, source);
  // A query of its own every time: the same object would be taken for the query before, whose arcs are there.
  const search = (words: QueryWords): Ranking => searcher.search({ ...words }, { topK, transport: 'balanced' });
  const chill = (): void => {
    if (cold) source.forget();
  };
  for (let pass = 0; pass < WARM_UP_PASSES || pass * queries.length < WARM_UP_SEARCHES; pass++) {
    for (const words of queries) {
      chill();
      search(words);
    }
  }

  const wall: number[] = [];
  const cpu: number[] = [];
  const stages = { documents: 0, bounded: 0, refined: 0, solved: 0 };
  for (const words of queries) {
    chill();
    const cpuStart = cpuMs();
    const start = performance.now();
    const ranking = search(words);
    wall.push(performance.now() - start);
    cpu.push(cpuMs() - cpuStart);
    for (const stage of Object.keys(stages) as (keyof StageCounts)[]) stages[stage] += ranking.stages[stage] / queries.length;
    onAnswer(ranking);
  }
  return { ms_per_query: spread(wall), cpu_ms_per_query: spread(cpu), stages };
}
