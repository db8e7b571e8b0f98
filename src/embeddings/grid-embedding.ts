import { WordmoverError } from '../errors';
import type { Embedding } from './embedding';
import { Grid, type GridOptions } from './grid';

export interface GridEmbeddingOptions extends Omit<GridOptions, 'dim' | 'levels'> {
  /** Levels of cells; default 11: the finest cell is 1/1024 of the box. */
  readonly levels?: number;
}

export interface ImageOptions extends Pick<GridOptions, 'seed' | 'shifts' | 'sideWeights'> {
  /** Length of the image in each dimension, the last one running fastest: [height, width]. */
  readonly shape: readonly number[];
  /** Side of the box in pixels, a power of two, at least twice the longest side; default the smallest such. */
  readonly box?: number;
  /** Default: down to cells of one pixel. */
  readonly levels?: number;
}

/**
 * L1 embedding of the earth mover's distance between weighted points (Indyk, Thaper 2003): compare two by `l1`.
 * Points: n rows of equal length within [low, low + box / 2]; weights: n, not negative, of equal total for every histogram
 * that is compared. The same options and seed must be used for both. Throws INVALID_HISTOGRAM or INVALID_OPTION.
 * Many histograms on one grid: make a `Grid` once and call its `embed`.
 */
export function gridEmbedding(
  points: ArrayLike<ArrayLike<number>>,
  weights: ArrayLike<number>,
  options: GridEmbeddingOptions,
): Embedding {
  if (points.length !== weights.length) {
    throw new WordmoverError(
      'INVALID_HISTOGRAM',
      `${points.length} points have ${weights.length} weights; give one weight per point.`,
    );
  }
  requireMass(weights);
  const dim = points[0].length;
  const flat = new Float64Array(points.length * dim);
  for (let i = 0; i < points.length; i++) {
    if (points[i].length !== dim) {
      throw new WordmoverError(
        'INVALID_HISTOGRAM',
        `Point ${i} has ${points[i].length} coordinates, point 0 has ${dim}; all need the same number.`,
      );
    }
    flat.set(Array.from(points[i]), i * dim);
  }
  return new Grid({ levels: 11, ...options, dim }).embed(flat, weights);
}

/**
 * The same for an image, or any histogram over a regular grid of bins: pixels in row-major order. In a 64 x 64 box an image
 * has 64^2 + 32^2 + ... + 1 = 5,461 coordinates. Throws INVALID_HISTOGRAM or INVALID_OPTION.
 */
export function imageEmbedding(pixels: ArrayLike<number>, options: ImageOptions): Embedding {
  const points = pixelPoints(options.shape);
  if (points.length !== pixels.length * options.shape.length) {
    throw new WordmoverError(
      'INVALID_HISTOGRAM',
      `${pixels.length} pixels don't fill the shape ${options.shape.join(' x ')}; give one value per pixel.`,
    );
  }
  requireMass(pixels);
  return imageGrid(options).embed(points, pixels);
}

/** The Grid of `imageEmbedding`, to embed many images; its points are `pixelPoints(shape)`. */
export function imageGrid({ shape, box, levels, ...rest }: ImageOptions): Grid {
  const smallest = 2 * 2 ** Math.ceil(Math.log2(Math.max(...shape)));
  const side = box ?? smallest;
  if (side < smallest || !Number.isInteger(Math.log2(side))) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `box is ${side}; for the shape ${shape.join(' x ')} it must be a power of two of at least ${smallest}.`,
    );
  }
  return new Grid({ dim: shape.length, box: side, levels: levels ?? Math.log2(side) + 1, ...rest });
}

/** Coordinates of every pixel, n x dim, in the row-major order of the pixels. */
export function pixelPoints(shape: readonly number[]): Float64Array {
  if (shape.length === 0 || shape.some((length) => !Number.isInteger(length) || length < 1)) {
    throw new WordmoverError('INVALID_OPTION', `shape is [${shape.join(', ')}]; it must hold positive integers.`);
  }
  const size = shape.reduce((product, length) => product * length, 1);
  const points = new Float64Array(size * shape.length);
  for (let pixel = 0; pixel < size; pixel++) {
    let rest = pixel;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      points[pixel * shape.length + axis] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
  }
  return points;
}

function requireMass(weights: ArrayLike<number>): void {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && Number.isFinite(weights[i]))) {
      throw new WordmoverError('INVALID_HISTOGRAM', `Weight ${i} is ${weights[i]}; weights must be finite and not negative.`);
    }
    total += weights[i];
  }
  if (!(total > 0))
    throw new WordmoverError('INVALID_HISTOGRAM', 'The histogram has no mass; at least one weight must be positive.');
}
