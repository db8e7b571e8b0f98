import { RIGHT_ANGLE_DISTANCE } from './point-table';
import type { PointTable } from './point-table';
import { checkThreshold } from './threshold';

/** Distance between two words by id, and what is true of it. */
export interface GroundDistance {
  readonly label: string;
  /** Cap of the distance; Infinity for none. */
  readonly threshold: number;
  readonly isMetric: boolean;
  between(a: number, b: number): number;
}

/**
 * Thresholded Euclidean distance of unit vectors (ground distance of Pele, Werman 2009): 0 for the same word,
 * min(threshold, |x_a - x_b|) for words with vectors, the threshold where one has none; without a threshold such words
 * sit at a right angle, sqrt 2, from all others. Single-precision values, the same that near words and distance rows hold.
 */
export function euclidean(points: PointTable, threshold: number): GroundDistance {
  checkThreshold(threshold);
  const missing = missingDistance(threshold);
  return {
    label: threshold === Infinity ? 'euclidean' : `euclidean, threshold ${threshold}`,
    threshold,
    isMetric: true,
    between: (a, b) => Math.min(threshold, points.between(a, b, missing)),
  };
}

/** Distance of a word without a vector from every other word. */
export function missingDistance(threshold: number): number {
  return threshold === Infinity ? RIGHT_ANGLE_DISTANCE : threshold;
}
