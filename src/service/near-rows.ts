import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import type { PointTable } from '../vectors/point-table';
import type { Edition } from '../workers/search-task';

/** The rows that searches over these points under this threshold share, in every thread. */
export function sharedRows(points: PointTable, threshold: number, cacheBytes?: number): Edition['rows'] {
  const options = { budgetBytes: cacheBytes };
  if (threshold === Infinity) return { full: new DistanceRows(points, options).share() };
  return { near: new NearWords(points, threshold, options).share() };
}
