import { coordinateSample } from './coordinate-sample';
import { requireNumbered, requireRate, requireSeed, type Reduction } from './reduction';
import { seededRandom, seededSubset } from './seeded-random';

/**
 * A fixed random share of all coordinates, L1 over them times 1 / rate: an unbiased estimate of the L1 distance, poor on
 * heavy-tailed vectors, whose few large coordinates it mostly misses. rate in (0, 1]; at least one coordinate.
 */
export function sampling(rate: number, seed: number): Reduction {
  requireRate(rate);
  requireSeed(seed);
  return {
    name: 'sampling',
    prepare(space) {
      requireNumbered(space, 'sampling');
      const count = Math.max(1, Math.round(rate * space.size));
      const picks = seededSubset(space.size, count, seededRandom(seed));
      const scale = space.size / count;
      return coordinateSample(
        space,
        picks,
        picks.map(() => scale),
      );
    },
  };
}
