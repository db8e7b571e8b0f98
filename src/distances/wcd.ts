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
    const { ground, pair, masses } = space;
    if (Number.isFinite(ground.threshold)) {
      throw new WordmoverError(
        'UNSOUND_BOUND',
        `wcd is no lower bound of a distance capped at ${ground.threshold}; use it with threshold Infinity, or use rwmd.`,
      );
    }
    const { dim } = points;
    const { words } = masses.corpus;
    const centroids = documentCentroids(space, points);
    return {
      name: 'wcd',
      bound: 'lower',
      ground,
      query(query) {
        space.enter(query);
        const centroid = queryCentroid(points, query.words, query.masses);
        const hasVector = Uint8Array.from(query.words.ids, (id, i) =>
          Number(id < points.size ? points.has(id) : query.words.known[i]),
        );
        return (doc) => {
          let squared = 0;
          for (let x = 0; x < dim; x++) squared += (centroid[x] - centroids[doc * dim + x]) ** 2;
          pair.load(doc);
          for (let i = 0; i < pair.n; i++) if (!hasVector[i]) squared += pair.rowRest[i] ** 2;
          for (let j = 0; j < pair.m; j++) {
            if (!points.has(words[pair.firstPosting + j])) squared += pair.columnRest[j] ** 2;
          }
          return Math.sqrt(squared) / query.total;
        };
      },
    };
  };

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
