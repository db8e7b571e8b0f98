import { WordmoverError } from '../errors';
import type { CoordinateSpace, Embedding } from './embedding';

/** A way to shorten embeddings, independent of what they embed. */
export interface Reduction {
  readonly name: string;
  /** Draws the coordinates or the matrix for one space, once. Throws INVALID_OPTION for a space too large to draw from. */
  prepare(space: CoordinateSpace): Reducer;
}

/** Shortens the embeddings of one space to dense vectors of `size` numbers. */
export interface Reducer {
  readonly size: number;
  reduce(embedding: Embedding): Float64Array;
  /** Estimate of the L1 distance between two embeddings from their short vectors. Allocates nothing. */
  distance(a: Float64Array, b: Float64Array): number;
}

/** Sum of |a - b|; four sums at once, because one would wait for each addition. */
export function vectorL1(a: Float64Array, b: Float64Array): number {
  const size = a.length;
  const even = size - (size % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < even; i += 4) {
    s0 += Math.abs(a[i] - b[i]);
    s1 += Math.abs(a[i + 1] - b[i + 1]);
    s2 += Math.abs(a[i + 2] - b[i + 2]);
    s3 += Math.abs(a[i + 3] - b[i + 3]);
  }
  for (let i = even; i < size; i++) s0 += Math.abs(a[i] - b[i]);
  return s0 + s1 + (s2 + s3);
}

/** Refuses spaces whose coordinates are not numbered: nothing could be drawn from them evenly. */
export function requireNumbered(space: CoordinateSpace, name: string): void {
  if (space.stride === 1) return;
  throw new WordmoverError(
    'INVALID_OPTION',
    `${name} needs numbered coordinates, but this space has over 2^32; use fewer levels or dimensions.`,
  );
}

export function requireRate(rate: number): void {
  if (rate > 0 && rate <= 1) return;
  throw new WordmoverError('INVALID_OPTION', `rate is ${rate}; it must be in (0, 1].`);
}

export function requireSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return;
  throw new WordmoverError('INVALID_OPTION', `seed is ${seed}; it must be an integer from 0 to ${0xffffffff}.`);
}
