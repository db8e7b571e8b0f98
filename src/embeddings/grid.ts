import { WordmoverError } from '../errors';
import { numberedSpace, type CoordinateSpace, type Embedding } from './embedding';
import { seededRandom } from './seeded-random';

export interface GridOptions {
  /** Dimensions of a point. */
  readonly dim: number;
  /** Side of the box; the points lie in its lower half, [low, low + box / 2] in every dimension. */
  readonly box: number;
  /** Lower corner of the points; default the origin. */
  readonly low?: ArrayLike<number>;
  /** Levels of cells, from the whole box down to cells of side box / 2^(levels - 1). */
  readonly levels: number;
  /** Decides the random shifts. */
  readonly seed?: number;
  /** Independent shifts, whose distances are averaged; default 1. */
  readonly shifts?: number;
  /** Multiply a cell's mass by the side of the cell (Indyk, Thaper); default true. False gives the plain pyramid of masses. */
  readonly sideWeights?: boolean;
}

const MAX_LEVELS = 31;

/**
 * Grid pyramid of Indyk and Thaper (2003). The histogram is placed in a box of twice its side, shifted at random by up to
 * one side; level l has cells of side 2^l finest cells, and a coordinate is the mass in a cell times the cell's side:
 *
 *     level 0  . : | .   level 1  :: ||   level 2 (box)  all mass
 *
 * One Grid serves every histogram that is to be compared: prepared once, the shift included.
 */
export class Grid {
  readonly space: CoordinateSpace;
  readonly #dim: number;
  readonly #box: number;
  readonly #low: Float64Array;
  readonly #levels: number;
  readonly #sideWeights: boolean;
  /** shifts x dim, in units of the points. */
  readonly #shifts: Float64Array;

  constructor(options: GridOptions) {
    const { dim, box, levels, seed = 0, shifts = 1, sideWeights = true } = options;
    requireInteger('dim', dim, 1, 4096);
    requireInteger('levels', levels, 1, MAX_LEVELS);
    requireInteger('shifts', shifts, 1, 65536);
    requireInteger('seed', seed, 0, 0xffffffff);
    if (!(box > 0 && Number.isFinite(box)))
      throw new WordmoverError('INVALID_OPTION', `box is ${box}; it must be a positive number.`);
    this.#dim = dim;
    this.#box = box;
    this.#levels = levels;
    this.#sideWeights = sideWeights;
    this.#low = lowerCorner(options.low, dim);
    const random = seededRandom(seed);
    this.#shifts = Float64Array.from({ length: shifts * dim }, () => (random() * box) / 2);
    const key = `grid:${dim}:${box}:${this.#low.join(',')}:${levels}:${seed}:${shifts}:${sideWeights}`;
    this.space = gridSpace(key, dim, levels, shifts);
  }

  /** Points n x dim row-major, weights n. Points without weight are left out; throws INVALID_HISTOGRAM for one outside the box. */
  embed(points: ArrayLike<number>, weights: ArrayLike<number>): Embedding {
    const ids: number[] = [];
    const values: number[] = [];
    let blockStart = 0;
    for (let shift = 0; shift * this.#dim < this.#shifts.length; shift++) {
      let cells = this.#finestCells(points, weights, shift);
      for (let level = 0; level < this.#levels; level++) {
        const block = shift * this.#levels + level;
        cells = mergeEqualCells(cells, this.#dim);
        this.#appendIds(ids, cells, level, block, blockStart);
        const scale = this.#scale(level);
        for (const mass of cells.masses) values.push(mass * scale);
        blockStart += this.space.blockSizes[block];
        halve(cells.coordinates);
      }
    }
    return { space: this.space, ids: Uint32Array.from(ids), values: Float64Array.from(values) };
  }

  #scale(level: number): number {
    const side = this.#sideWeights ? this.#box / 2 ** (this.#levels - 1 - level) : 1;
    return (side * this.#dim) / this.#shifts.length;
  }

  #finestCells(points: ArrayLike<number>, weights: ArrayLike<number>, shift: number): Cells {
    const perSide = 2 ** (this.#levels - 1);
    const kept: number[] = [];
    for (let i = 0; i < weights.length; i++) if (weights[i] > 0) kept.push(i);
    const coordinates = new Uint32Array(kept.length * this.#dim);
    kept.forEach((point, row) => {
      for (let axis = 0; axis < this.#dim; axis++) {
        const offset = points[point * this.#dim + axis] - this.#low[axis];
        if (!(offset >= 0 && offset <= this.#box / 2))
          throw outsideBox(point, axis, offset + this.#low[axis], this.#low[axis], this.#box);
        const cell = Math.floor(((offset + this.#shifts[shift * this.#dim + axis]) / this.#box) * perSide);
        coordinates[row * this.#dim + axis] = Math.min(cell, perSide - 1);
      }
    });
    return { coordinates, masses: Float64Array.from(kept, (point) => weights[point]) };
  }

  /** One number in a space of up to 2^32 coordinates; else block and cell, exact in any dimension. */
  #appendIds(ids: number[], cells: Cells, level: number, block: number, blockStart: number): void {
    const perSide = 2 ** (this.#levels - 1 - level);
    for (let row = 0; row < cells.masses.length; row++) {
      const start = row * this.#dim;
      if (this.space.stride > 1) {
        ids.push(block);
        for (let axis = 0; axis < this.#dim; axis++) ids.push(cells.coordinates[start + axis]);
        continue;
      }
      let cell = 0;
      for (let axis = 0; axis < this.#dim; axis++) cell = cell * perSide + cells.coordinates[start + axis];
      ids.push(blockStart + cell);
    }
  }
}

/** Cells of one level (n x dim, in cells from the corner of the box) and the mass in each. */
interface Cells {
  readonly coordinates: Uint32Array;
  readonly masses: Float64Array;
}

function mergeEqualCells(cells: Cells, dim: number): Cells {
  const { coordinates, masses } = cells;
  const compare = (a: number, b: number): number => {
    for (let axis = 0; axis < dim; axis++) {
      const difference = coordinates[a * dim + axis] - coordinates[b * dim + axis];
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Uint32Array.from(masses, (_, row) => row).sort((a, b) => compare(a, b) || a - b);
  const merged = { coordinates: new Uint32Array(coordinates.length), masses: new Float64Array(masses.length) };
  let size = 0;
  order.forEach((row, k) => {
    if (k === 0 || compare(order[k - 1], row) !== 0) {
      merged.coordinates.set(coordinates.subarray(row * dim, (row + 1) * dim), size * dim);
      size++;
    }
    merged.masses[size - 1] += masses[row];
  });
  return { coordinates: merged.coordinates.subarray(0, size * dim), masses: merged.masses.subarray(0, size) };
}

function halve(coordinates: Uint32Array): void {
  for (let i = 0; i < coordinates.length; i++) coordinates[i] >>>= 1;
}

function gridSpace(key: string, dim: number, levels: number, shifts: number): CoordinateSpace {
  const pyramid = Array.from({ length: levels }, (_, level) => 2 ** ((levels - 1 - level) * dim));
  const space = numberedSpace(key, Array.from({ length: shifts }, () => pyramid).flat());
  return space.size <= 2 ** 32 ? space : { ...space, stride: dim + 1 };
}

function lowerCorner(low: ArrayLike<number> | undefined, dim: number): Float64Array {
  if (low === undefined) return new Float64Array(dim);
  const corner = Float64Array.from(low);
  if (corner.length !== dim || !corner.every(Number.isFinite)) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `low is [${corner.join(', ')}]; it must hold ${dim} finite numbers, one per dimension.`,
    );
  }
  return corner;
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new WordmoverError('INVALID_OPTION', `${name} is ${value}; it must be an integer from ${least} to ${most}.`);
}

function outsideBox(point: number, axis: number, value: number, low: number, box: number): WordmoverError {
  return new WordmoverError(
    'INVALID_HISTOGRAM',
    `Point ${point} has ${value} in dimension ${axis}, outside [${low}, ${low + box / 2}]; enlarge box or move low.`,
  );
}
