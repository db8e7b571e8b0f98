// One thread of shared-rows.test.ts: asks the shared cache for random words again and again and compares every row with the
// ground distance. Answers with the number of rows that differ.
import { parentPort, workerData } from 'node:worker_threads';
import { DistanceRows } from '../../src/vectors/distance-rows';
import { euclidean } from '../../src/vectors/ground-distance';
import { NearWords } from '../../src/vectors/near-words';
import type { SharedNearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';
import type { SharedPoints } from '../../src/vectors/point-table';
import type { SharedRowCache } from '../../src/vectors/row-cache';
import { seeded } from './seeded-points';

export interface RowsTask {
  readonly points: SharedPoints;
  readonly near: SharedNearWords;
  readonly full: SharedRowCache;
  readonly words: number;
  readonly queries: number;
  readonly seed: number;
}

export interface RowsAnswer {
  readonly size: number;
  readonly wrong: number;
  readonly hits: number;
}

export function checkRows({ points: shared, near: sharedNear, full, words, queries, seed }: RowsTask): RowsAnswer {
  const points = PointTable.fromShared(shared);
  const near = NearWords.fromShared(points, sharedNear);
  const rows = DistanceRows.fromShared(points, full);
  const under = euclidean(points, sharedNear.threshold);
  const plain = euclidean(points, Infinity);
  const distances = Array.from({ length: words }, (_, a) =>
    Float32Array.from({ length: points.size }, (_, b) => plain.between(a, b)),
  );
  const nearOf = distances.map((_, a) =>
    Array.from({ length: points.size }, (_, b) => b).filter((b) => under.between(a, b) < under.threshold),
  );
  const random = seeded(seed);
  let wrong = 0;
  for (let query = 0; query < queries; query++) {
    const ids = Uint32Array.from({ length: 6 }, () => Math.floor(random() * words));
    const asked = { ids, rows: new Float32Array(0), known: new Uint8Array(ids.length) };
    near.rows(asked).forEach((row, i) => {
      const expected = nearOf[ids[i]];
      const same =
        row.words.length === expected.length &&
        expected.every((b, k) => row.words[k] === b && row.distances[k] === distances[ids[i]][b]);
      if (!same) wrong++;
    });
    rows.rows(asked).forEach((row, i) => {
      const expected = distances[ids[i]];
      if (row.length !== expected.length || !expected.every((d, b) => d === row[b])) wrong++;
    });
  }
  return { size: points.size, wrong, hits: near.stats.hits + rows.stats.hits };
}

parentPort?.postMessage(checkRows(workerData as RowsTask));
