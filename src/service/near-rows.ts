import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import type { PointTable } from '../vectors/point-table';
import { RowCache, type CacheStats } from '../vectors/row-cache';
import type { Edition } from '../workers/search-task';

/** How well the cached rows of an edition have served all threads. */
export function rowStats(rows: Edition['rows']): CacheStats {
  return RowCache.fromShared('near' in rows ? rows.near.cache : rows.full).stats;
}

/** The rows that searches over these points under this threshold share, in every thread. */
export function sharedRows(points: PointTable, threshold: number, cacheBytes?: number): Edition['rows'] {
  const options = { budgetBytes: cacheBytes };
  if (threshold === Infinity) return { full: new DistanceRows(points, options).share() };
  return { near: new NearWords(points, threshold, options).share() };
}

export function sumOfRows(all: readonly CacheStats[]): CacheStats {
  const sum = { hits: 0, misses: 0, bytes: 0 };
  for (const { hits, misses, bytes } of all) {
    sum.hits += hits;
    sum.misses += misses;
    sum.bytes += bytes;
  }
  return sum;
}
