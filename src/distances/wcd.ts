import { WordmoverError } from '../errors';
import type { PointTable } from '../vectors/point-table';
import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import type { QueryWords } from './query-words';

/**
 * Word Centroid Distance (Kusner et al. 2015): length of the difference of the mean vectors, centroids stored per document.
 * By Jensen's inequality a lower bound of the exact distance where the ground distance is a norm. A word without a vector
 * is at a right angle to all others, so it counts as an axis of its own. For balanced masses.
 * Throws UNSOUND_BOUND under a threshold: a capped distance is no norm, and the centroids may then lie farther apart.
 */
export const wcd =
  (points: PointTable) =>
  (space: DocumentSpace): DocumentDistance<'lower'> => {
    const { ground } = space;
    if (Number.isFinite(ground.threshold)) {
      throw new WordmoverError(
        'UNSOUND_BOUND',
        `wcd is no lower bound of a distance capped at ${ground.threshold}; use it with threshold Infinity, or use rwmd.`,
      );
    }
    const { dim } = points;
    const centroids = documentCentroids(space, points);
    const axes = wordsWithoutVector(space, points);
    return {
      name: 'wcd',
      bound: 'lower',
      ground,
      query(query) {
        const { words, masses: own, total } = query;
        const centroid = queryCentroid(points, words, own);
        const ownAxes = new Map<number, number>();
        let ownSquares = 0;
        for (let i = 0; i < own.length; i++) {
          if (words.ids[i] < points.size ? points.has(words.ids[i]) : words.known[i]) continue;
          ownAxes.set(words.ids[i], own[i]);
          ownSquares += own[i] ** 2;
        }
        return (doc) => {
          let squared = squaredDifference(centroid, centroids, doc * dim) + ownSquares;
          for (let a = axes.starts[doc]; a < axes.starts[doc + 1]; a++) {
            const mass = axes.masses[a];
            squared += mass * (mass - 2 * (ownAxes.get(axes.words[a]) ?? 0));
          }
          return Math.sqrt(Math.max(0, squared)) / total;
        };
      },
    };
  };

/** Words of the documents that have no vector, and their masses. */
interface Axes {
  /** Where those of each document begin. */
  readonly starts: Uint32Array;
  readonly words: readonly number[];
  readonly masses: readonly number[];
}

function wordsWithoutVector({ masses }: DocumentSpace, points: PointTable): Axes {
  const { offsets, words, size } = masses.corpus;
  const axes = { starts: new Uint32Array(size + 1), words: [] as number[], masses: [] as number[] };
  let weights = new Float64Array(256);
  for (let doc = 0; doc < size; doc++) {
    const m = offsets[doc + 1] - offsets[doc];
    if (m > weights.length) weights = new Float64Array(2 * m);
    masses.load(doc, weights);
    for (let j = 0; j < m; j++) {
      const word = words[offsets[doc] + j];
      if (points.has(word)) continue;
      axes.words.push(word);
      axes.masses.push(weights[j]);
    }
    axes.starts[doc + 1] = axes.words.length;
  }
  return axes;
}

/** Sums of their own for every other coordinate: one sum would wait for each addition. */
function squaredDifference(centroid: Float64Array, centroids: Float32Array, start: number): number {
  const dim = centroid.length;
  let even = 0;
  let odd = 0;
  for (let x = 0; x + 1 < dim; x += 2) {
    const a = centroid[x] - centroids[start + x];
    const b = centroid[x + 1] - centroids[start + x + 1];
    even += a * a;
    odd += b * b;
  }
  if (dim % 2 === 1) odd += (centroid[dim - 1] - centroids[start + dim - 1]) ** 2;
  return even + odd;
}

/** Sum of mass times vector, documents x dim. */
function documentCentroids({ masses }: DocumentSpace, points: PointTable): Float32Array {
  const { dim } = points;
  const { offsets, words, size } = masses.corpus;
  const centroids = new Float32Array(size * dim);
  const row = new Float32Array(dim);
  let weights = new Float64Array(256);
  for (let doc = 0; doc < size; doc++) {
    const m = offsets[doc + 1] - offsets[doc];
    if (m > weights.length) weights = new Float64Array(2 * m);
    masses.load(doc, weights);
    const centroid = centroids.subarray(doc * dim, (doc + 1) * dim);
    for (let j = 0; j < m; j++) if (points.row(words[offsets[doc] + j], row)) addScaled(centroid, row, weights[j]);
  }
  return centroids;
}

function queryCentroid(points: PointTable, { ids, rows, known }: QueryWords, masses: Float64Array): Float64Array {
  const { dim } = points;
  const centroid = new Float64Array(dim);
  const row = new Float32Array(dim);
  for (let i = 0; i < ids.length; i++) {
    const isOutside = ids[i] >= points.size;
    if (isOutside) row.set(rows.subarray(i * dim, (i + 1) * dim));
    if (isOutside ? known[i] : points.row(ids[i], row)) addScaled(centroid, row, masses[i]);
  }
  return centroid;
}

function addScaled(sum: Float32Array | Float64Array, row: Float32Array, mass: number): void {
  for (let x = 0; x < row.length; x++) sum[x] += mass * row[x];
}
