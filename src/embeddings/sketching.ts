import { WordmoverError } from '../errors';
import { assertSameSpace, type CoordinateSpace, type Embedding } from './embedding';
import { requireNumbered, requireSeed, vectorL1, type Reducer, type Reduction } from './reduction';
import { seededRandom } from './seeded-random';

const MAX_MATRIX_WORDS = 2 ** 28;

/**
 * Products with a fixed random 0/1 matrix (size x coordinates); the distance is the mean over the rows of the absolute
 * difference of two products. For histograms of equal total an entry of 0 or 1 measures what -1/2 or 1/2 would. It orders
 * pairs like the L2 distance of their embeddings rather than L1: no unbiased estimate.
 * size >= 1. Throws INVALID_OPTION when the matrix would exceed 1 GiB.
 */
export function sketching(size: number, seed: number): Reduction {
  if (!Number.isInteger(size) || size < 1)
    throw new WordmoverError('INVALID_OPTION', `size is ${size}; it must be a positive integer.`);
  requireSeed(seed);
  return {
    name: 'sketching',
    prepare(space) {
      requireNumbered(space, 'sketching');
      return new Sketcher(space, size, seed);
    },
  };
}

class Sketcher implements Reducer {
  readonly size: number;
  readonly #space: CoordinateSpace;
  /** Column of coordinate c: the `#columnWords` words from c * #columnWords, one bit per row of the matrix. */
  readonly #bits: Uint32Array;
  readonly #columnWords: number;

  constructor(space: CoordinateSpace, size: number, seed: number) {
    this.size = size;
    this.#space = space;
    this.#columnWords = Math.ceil(size / 32);
    const words = this.#columnWords * space.size;
    if (words > MAX_MATRIX_WORDS) {
      throw new WordmoverError(
        'INVALID_OPTION',
        `A matrix of ${size} x ${space.size} bits is too large; use a smaller size or fewer levels.`,
      );
    }
    const random = seededRandom(seed);
    this.#bits = Uint32Array.from({ length: words }, () => random() * 4294967296);
  }

  reduce(embedding: Embedding): Float64Array {
    assertSameSpace(this.#space, embedding.space);
    const short = new Float64Array(this.size);
    embedding.ids.forEach((id, i) => this.#addColumn(id, embedding.values[i] / this.size, short));
    return short;
  }

  distance(a: Float64Array, b: Float64Array): number {
    return vectorL1(a, b);
  }

  #addColumn(id: number, value: number, short: Float64Array): void {
    for (let row = 0; row < this.size; row++) {
      const word = this.#bits[id * this.#columnWords + (row >>> 5)];
      if ((word >>> (row & 31)) & 1) short[row] += value;
    }
  }
}
