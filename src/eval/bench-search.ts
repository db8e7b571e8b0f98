import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import { PointTable } from '../vectors/point-table';
import { vectorFile } from '../vectors/vector-file';
import type { WordVectors } from '../vectors/word-vectors';
import { fullArcs, nearArcs } from '../distances/near-arcs';
import type { QueryWords, StageCounts } from '../search/ranking';
import { Searcher } from '../search/searcher';
import { bm25 } from '../text/bm25';
import { GrowingCorpus } from '../text/growing-corpus';
import { tfidf } from '../text/tfidf';
import { Vocabulary } from '../text/vocabulary';

export interface BenchSearchOptions {
  readonly queries: number;
  readonly topK: number;
  /** Infinity for none. */
  readonly threshold: number;
  /** Empty the near-word cache before every query. */
  readonly cold?: boolean;
  /** Keep only the heaviest words of each query. */
  readonly queryWords?: number;
  /** Bytes for cached rows. */
  readonly cacheBytes?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface BenchSearchReport {
  readonly ms_per_query: { readonly median: number; readonly mean: number; readonly p95: number };
  /** Processor time of the process, all its threads: steadier than the wall on a shared machine. */
  readonly cpu_ms_per_query: { readonly median: number; readonly mean: number; readonly p95: number };
  readonly stages: StageCounts;
  readonly queries: readonly string[];
  readonly answers: readonly (readonly [string, number][])[];
  readonly index_ms: number;
  readonly rss_mb: number;
}

interface Bag {
  readonly id: string;
  readonly terms: Readonly<Record<string, number>>;
}

/** Times exact balanced search on a workload folder (docs.jsonl, queries.jsonl, vectors.bin), one thread, after one warm-up pass. */
export async function benchSearch(folder: string, options: BenchSearchOptions): Promise<BenchSearchReport> {
  const docs = await readBags(path.join(folder, 'docs.jsonl'));
  const all = (await readBags(path.join(folder, 'queries.jsonl'))).filter((bag) => Object.keys(bag.terms).length > 2);
  const queries = Array.from({ length: options.queries }, (_, i) => all[(7919 * i) % all.length]);

  const started = performance.now();
  const bench = await SearchBench.create(docs, path.join(folder, 'vectors.bin'), options);
  const index_ms = performance.now() - started;
  const words = await Promise.all(queries.map((bag) => bench.words(bag.terms, options.queryWords ?? Infinity)));
  if (!options.cold) words.forEach((query) => bench.search(query));
  else bench.search(words[0]);

  const times: number[] = [];
  const cpuTimes: number[] = [];
  const answers: [string, number][][] = [];
  const stages = { documents: 0, bounded: 0, refined: 0, solved: 0 };
  words.forEach((query, i) => {
    if (options.cold) bench.forget();
    const cpu = process.cpuUsage();
    const start = performance.now();
    const ranking = bench.search(query);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    cpuTimes.push((user + system) / 1000);
    answers.push(Array.from(ranking.docs, (doc, rank) => [docs[doc].id, ranking.distances[rank]]));
    for (const stage of Object.keys(stages) as (keyof StageCounts)[]) stages[stage] += ranking.stages[stage] / queries.length;
    options.onProgress?.(i + 1, queries.length);
  });
  return {
    ms_per_query: spread(times),
    cpu_ms_per_query: spread(cpuTimes),
    stages,
    queries: queries.map(({ id }) => id),
    answers,
    index_ms,
    rss_mb: process.memoryUsage().rss / 2 ** 20,
  };
}

class SearchBench {
  private searcher!: Searcher;

  private constructor(
    private readonly corpus: GrowingCorpus,
    private readonly vocabulary: Vocabulary,
    private readonly vectors: WordVectors,
    private readonly points: PointTable,
    private readonly options: BenchSearchOptions,
  ) {
    this.forget();
  }

  static async create(docs: readonly Bag[], vectorPath: string, options: BenchSearchOptions): Promise<SearchBench> {
    const vocabulary = new Vocabulary();
    const corpus = new GrowingCorpus();
    for (const { terms } of docs) {
      const entries = Object.entries(terms)
        .map(([term, weight]) => [vocabulary.add(term), weight] as const)
        .sort((a, b) => a[0] - b[0]);
      corpus.append(
        Uint32Array.from(entries, ([id]) => id),
        entries.map(([, weight]) => weight),
      );
    }
    const vectors = await vectorFile(vectorPath);
    const terms = Array.from(vocabulary);
    const { rows, known } = await vectors.lookup(terms);
    const points = new PointTable(vectors.dim);
    terms.forEach((_, i) => points.append(known[i] ? rows.subarray(i * vectors.dim, (i + 1) * vectors.dim) : null));
    return new SearchBench(corpus, vocabulary, vectors, points, options);
  }

  /** Starts over with no row cached. */
  forget(): void {
    const { points, options } = this;
    const { threshold, cacheBytes = 2 ** 30 } = options;
    const corpus = this.corpus.view();
    const cache = { budgetBytes: cacheBytes };
    const source =
      threshold === Infinity ? fullArcs(new DistanceRows(points, cache)) : nearArcs(new NearWords(points, threshold, cache));
    this.searcher = new Searcher({ corpus, tfidf: tfidf(corpus, { idf: 'none' }), bm25: bm25(corpus) }, source);
  }

  /** The heaviest words of a bag; those that no document holds bring their vectors along. */
  async words(terms: Readonly<Record<string, number>>, most: number): Promise<QueryWords> {
    const { vocabulary, vectors } = this;
    let outside = vocabulary.size;
    const entries = Object.entries(terms)
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([term, weight]) => ({ term, weight, id: vocabulary.id(term) ?? outside++ }))
      .sort((a, b) => a.id - b.id);
    const { rows, known } = await vectors.lookup(entries.map(({ term }) => term));
    return {
      ids: Uint32Array.from(entries, ({ id }) => id),
      counts: Float32Array.from(entries, ({ weight }) => weight),
      rows,
      known,
    };
  }

  search(words: QueryWords) {
    return this.searcher.search(words, { topK: this.options.topK, transport: 'balanced' });
  }
}

async function readBags(file: string): Promise<Bag[]> {
  const bags: Bag[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim()) bags.push(JSON.parse(line) as Bag);
  }
  return bags;
}

function spread(times: readonly number[]): BenchSearchReport['ms_per_query'] {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), mean: times.reduce((sum, t) => sum + t, 0) / times.length, p95: at(0.95) };
}
