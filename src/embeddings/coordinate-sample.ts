import { assertSameSpace, type CoordinateSpace, type Embedding } from './embedding';
import { vectorL1, type Reducer } from './reduction';

/**
 * Keeps the picked coordinates, each times its scale: with scale = 1 / probability of the pick, the L1 distance of two short
 * vectors is an unbiased estimate (Horvitz, Thompson 1952). Picks ascend.
 */
export function coordinateSample(space: CoordinateSpace, picks: readonly number[], scales: readonly number[]): Reducer {
  const picked = Uint32Array.from(picks);
  const scale = Float64Array.from(scales);
  return {
    size: picked.length,
    reduce(embedding: Embedding): Float64Array {
      assertSameSpace(space, embedding.space);
      const { ids, values } = embedding;
      const short = new Float64Array(picked.length);
      let i = 0;
      for (let k = 0; k < picked.length; k++) {
        while (i < ids.length && ids[i] < picked[k]) i++;
        if (i < ids.length && ids[i] === picked[k]) short[k] = values[i] * scale[k];
      }
      return short;
    },
    distance: vectorL1,
  };
}
