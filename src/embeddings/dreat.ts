import { coordinateSample } from './coordinate-sample';
import { requireNumbered, requireRate, requireSeed, type Reduction } from './reduction';
import { seededRandom, seededSubset } from './seeded-random';

/**
 * DREAT: the same share of every level of the embedding, so that the few heavy coarse coordinates are not lost among the many
 * empty fine ones. Each level keeps round(rate * its size) coordinates, at least one, scaled so that the L1 distance is an
 * unbiased estimate. rate in (0, 1].
 */
export function dreat(rate: number, seed: number): Reduction {
  requireRate(rate);
  requireSeed(seed);
  return {
    name: 'dreat',
    prepare(space) {
      requireNumbered(space, 'dreat');
      const random = seededRandom(seed);
      const picks: number[] = [];
      const scales: number[] = [];
      let blockStart = 0;
      for (const size of space.blockSizes) {
        const count = Math.max(1, Math.round(rate * size));
        for (const cell of seededSubset(size, count, random)) {
          picks.push(blockStart + cell);
          scales.push(size / count);
        }
        blockStart += size;
      }
      return coordinateSample(space, picks, scales);
    },
  };
}
