import { PointTable } from '../../src/vectors/point-table';

/** Seeded uniform numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
}

/** A random direction: coordinates from the sum of uniform numbers, not yet of unit length. */
export function direction(dim: number, random: () => number): Float32Array {
  return Float32Array.from({ length: dim }, () => random() + random() + random() - 1.5);
}

/** `size` random words around `centres` random directions, so that some are near; every `gap`-th has no vector. */
export function randomPoints(size: number, dim: number, seed: number, { centres = 20, gap = 7 } = {}): PointTable {
  const random = seeded(seed);
  const middle = Array.from({ length: centres }, () => direction(dim, random));
  const points = new PointTable(dim);
  for (let id = 0; id < size; id++) {
    const noise = direction(dim, random);
    const centre = middle[Math.floor(random() * centres)];
    points.append(id % gap === gap - 1 ? null : noise.map((x, k) => 0.7 * x + centre[k]));
  }
  return points;
}

/** Distance in double precision from the stored rows: the oracle. undefined where a word has no vector. */
export function trueDistance(points: PointTable, a: number, b: number): number | undefined {
  if (!points.has(a) || !points.has(b)) return undefined;
  const x = new Float32Array(points.dim);
  const y = new Float32Array(points.dim);
  points.row(a, x);
  points.row(b, y);
  return Math.sqrt(x.reduce((sum, xk, k) => sum + (xk - y[k]) ** 2, 0));
}
