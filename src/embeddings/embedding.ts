import { WordmoverError } from '../errors';

/** The coordinates of an embedding, block after block (a level of a grid, finest first; again for every shift). */
export interface CoordinateSpace {
  /** Equal for two spaces exactly when their coordinates mean the same. */
  readonly key: string;
  /** Number of coordinates per block. */
  readonly blockSizes: readonly number[];
  /** Number of all coordinates; with many dimensions past 2^32, even past the largest double (then Infinity). */
  readonly size: number;
  /** Uint32 words of one coordinate's id: 1 when an id is the coordinate's number, else the block and its cell. */
  readonly stride: number;
}

/** A histogram as a vector whose L1 distance stands for the earth mover's; coordinates left out are zero. */
export interface Embedding {
  readonly space: CoordinateSpace;
  /** Ids of the coordinates, `space.stride` words each, ascending (lexicographically). */
  readonly ids: Uint32Array;
  readonly values: Float64Array;
}

/** Coordinates numbered from 0, so that a plain vector may be reduced like a grid's. */
export function numberedSpace(key: string, blockSizes: readonly number[]): CoordinateSpace {
  return { key, blockSizes, size: blockSizes.reduce((sum, size) => sum + size, 0), stride: 1 };
}

/**
 * A plain vector as an embedding, for `l1`, `sampling`, `sketching` and `dreat`.
 * `blockSizes` are the sizes of its levels in order; they sum to the length of the vector. Default: one level.
 * Throws INVALID_HISTOGRAM for a value that is not finite, INVALID_OPTION for block sizes of another sum.
 */
export function vectorEmbedding(values: ArrayLike<number>, blockSizes: readonly number[] = [values.length]): Embedding {
  const space = numberedSpace(`vector:${blockSizes.join(',')}`, blockSizes);
  if (space.size !== values.length || blockSizes.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `Block sizes [${blockSizes.join(', ')}] must be positive integers that sum to ${values.length}, the length of the vector.`,
    );
  }
  const ids: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new WordmoverError('INVALID_HISTOGRAM', `Value ${i} of the vector is ${values[i]}; every value must be finite.`);
    }
    if (values[i] !== 0) ids.push(i);
  }
  return { space, ids: Uint32Array.from(ids), values: Float64Array.from(ids, (id) => values[id]) };
}

/** Refuses two embeddings whose coordinates mean different things. */
export function assertSameSpace(a: CoordinateSpace, b: CoordinateSpace): void {
  if (a === b || a.key === b.key) return;
  throw new WordmoverError(
    'INVALID_HISTOGRAM',
    `Embeddings of different coordinates can't be compared (${a.key} and ${b.key}); embed both with the same options and seed.`,
  );
}
