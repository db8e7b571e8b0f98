import { seededRandom } from '../embeddings/seeded-random';
import type { Corpus } from '../text/corpus';
import { GrowingCorpus } from '../text/growing-corpus';
import { type SearchTimes, timeSearches } from './bench-search';
import { collectGarbage } from './garbage';
import { SearchWorkload } from './search-workload';

export interface BenchGrowthOptions {
  /** Numbers of documents, drawn from the workload's with replacement. */
  readonly sizes: readonly number[];
  readonly queries: number;
  readonly topK: number;
  readonly threshold: number;
  /** Keep only the heaviest words of each query. */
  readonly queryWords?: number;
  readonly seed: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface GrowthPoint extends SearchTimes {
  readonly documents: number;
  readonly postings: number;
  readonly rss_mb: number;
}

/** Whole counts take two bytes a posting where weights take four: the workload's weights as parts of so many a document. */
const PARTS = 2000;
const CACHE_BYTES = 2 ** 27;

/** Time and memory of a warm query as the collection grows: documents drawn from the workload, every one with its own counts. */
export async function benchGrowth(folder: string, options: BenchGrowthOptions): Promise<GrowthPoint[]> {
  const { sizes, seed, onProgress } = options;
  const workload = await SearchWorkload.load(folder);
  const queries = await Promise.all(
    Array.from({ length: options.queries }, (_, i) => workload.words(workload.query(i), options.queryWords)),
  );
  return sizes.map((size, k) => {
    collectGarbage();
    const corpus = resample(workload.corpus, size, seededRandom(seed));
    const times = timeSearches(workload, queries, { ...options, cacheBytes: CACHE_BYTES }, corpus);
    onProgress?.(k + 1, sizes.length);
    return { documents: size, postings: corpus.offsets[size], rss_mb: process.memoryUsage().rss / 2 ** 20, ...times };
  });
}

/** Documents drawn with replacement; each count is varied by up to a fifth, so that no two are copies. */
function resample(from: Corpus, size: number, random: () => number): Corpus {
  const drawn = Uint32Array.from({ length: size }, () => Math.floor(random() * from.size));
  const corpus = new GrowingCorpus();
  corpus.reserve(
    size,
    drawn.reduce((sum, doc) => sum + from.offsets[doc + 1] - from.offsets[doc], 0),
  );
  corpus.growVocabulary(from.vocabularySize);
  for (const doc of drawn) {
    const [start, end] = [from.offsets[doc], from.offsets[doc + 1]];
    const counts = Uint16Array.from({ length: end - start }, (_, k) =>
      Math.max(1, Math.round(PARTS * from.counts[start + k] * (0.8 + 0.4 * random()))),
    );
    corpus.append(from.words.subarray(start, end), counts);
  }
  return corpus.view();
}
