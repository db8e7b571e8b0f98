import { WordmoverError } from '../errors';
import { RIGHT_ANGLE_DISTANCE } from './point-table';
import type { PointTable } from './point-table';

/** Cap of the ground distance: a distance in (0, 2], Infinity for none, or a quantile of the distances between random words. */
export type ThresholdOption = number | { readonly quantile: number };

const SAMPLE_PAIRS = 50_000;
const LARGEST_DISTANCE = 2;

/** The threshold as a number. A quantile is taken over a seeded sample of word pairs. INVALID_OPTION if it means nothing. */
export function resolveThreshold(option: ThresholdOption, points: PointTable, seed = 1): number {
  if (typeof option === 'number') return checkThreshold(option);
  const quantile = checkQuantile(option);
  const distances = sampleDistances(points, seed).filter((d) => d > 0);
  // Too few words to tell: random directions of many dimensions are at right angles.
  if (distances.length === 0) return RIGHT_ANGLE_DISTANCE;
  distances.sort();
  return Math.min(LARGEST_DISTANCE, distances[Math.min(distances.length - 1, Math.floor(quantile * distances.length))]);
}

/** Validates an option without looking at any words: INVALID_OPTION. */
export function checkThresholdOption(option: ThresholdOption): void {
  if (typeof option === 'number') checkThreshold(option);
  else checkQuantile(option);
}

/** A threshold that is a number in (0, 2], or Infinity: INVALID_OPTION otherwise. */
export function checkThreshold(threshold: number): number {
  if (threshold === Infinity || (threshold > 0 && threshold <= LARGEST_DISTANCE)) return threshold;
  throw new WordmoverError(
    'INVALID_OPTION',
    `threshold ${String(threshold)}: give a distance over 0 and up to 2 (unit vectors are no further apart), or Infinity for none`,
  );
}

function checkQuantile(option: { readonly quantile: number }): number {
  const quantile = (option as { quantile?: unknown } | null)?.quantile;
  if (typeof quantile === 'number' && quantile > 0 && quantile < 1) return quantile;
  throw new WordmoverError(
    'INVALID_OPTION',
    `threshold quantile ${String(quantile)}: give a share of word pairs over 0 and under 1, such as 0.02`,
  );
}

/** Distances of random pairs of different words that both have a vector; of all pairs where there are no more than a sample. */
function sampleDistances(points: PointTable, seed: number): Float32Array {
  const words: number[] = [];
  for (let id = 0; id < points.size; id++) if (points.has(id)) words.push(id);
  const n = words.length;
  const pairs = (n * (n - 1)) / 2;
  const distances = new Float32Array(Math.min(pairs, SAMPLE_PAIRS));
  if (pairs <= SAMPLE_PAIRS) {
    let at = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) distances[at++] = points.between(words[i], words[j]);
    return distances;
  }
  const random = mulberry32(seed);
  for (let s = 0; s < SAMPLE_PAIRS; s++) {
    const i = Math.floor(random() * n);
    const j = Math.floor(random() * (n - 1));
    distances[s] = points.between(words[i], words[j < i ? j : j + 1]);
  }
  return distances;
}

/** Uniform numbers in [0, 1) from a 32-bit seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
