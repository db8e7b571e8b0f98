export type GridGround = 'L1' | 'L2';

/** Bits of the words that LinearEMD keeps places in. */
const WORD = 32;

/**
 * The qualified bins of LinearEMD (Li et al. 2014): the steps on a grid that are shorter than a threshold, nearest first.
 * The same for every bin, and computed once for a grid. Bins are numbered in a padded grid, where the end of each line and the
 * start of the next share an empty margin as wide as the longest step, so that a step is one addition and never leaves the array:
 *
 *       . . . .
 *     . 0 1 2 .      position[bin] + step[k] is the bin that lies distance[k] away in a fixed direction, or a place in the margin
 *     . 3 4 5 .
 *     . . . .
 *
 * Bins in row-major order of `shape` (1 to 4 sides); distances in sides of a bin.
 */
export class QualifiedBins {
  /** Bins of the grid. */
  readonly size: number;
  readonly paddedSize: number;
  /** Place of every bin in the padded grid. */
  readonly position: Int32Array;
  /** Steps between places of the padded grid, nearest first. */
  readonly step: Int32Array;
  readonly distance: Float64Array;

  /** Throws RangeError for a shape without 1 to 4 whole sides, or a threshold that is not a positive number. */
  constructor(
    readonly shape: readonly number[],
    readonly ground: GridGround,
    readonly threshold: number,
  ) {
    if (shape.length < 1 || shape.length > 4 || !shape.every((side) => Number.isInteger(side) && side > 0)) {
      throw new RangeError(`shape must have 1 to 4 positive whole sides, got [${shape.join(', ')}]`);
    }
    if (!(threshold > 0 && threshold < Infinity)) throw new RangeError(`threshold must be a positive number, got ${threshold}`);
    const reach = shape.map((side) => Math.min(side - 1, Math.ceil(threshold) - 1));
    const stride = strides(shape.map((side, d) => (d < shape.length - 1 ? side + reach[d] : lineOf(side + reach[d]))));
    const longest = dot(reach, stride);
    const before = Math.ceil(longest / WORD) * WORD;
    this.size = shape.reduce((a, b) => a * b, 1);
    this.position = Int32Array.from(cells(shape), (cell) => before + dot(cell, stride));
    this.paddedSize = this.position[this.size - 1] + longest + 1;
    const near = cells(reach.map((r) => 2 * r + 1))
      .map((cell) => cell.map((x, d) => x - reach[d]))
      .map((cell) => ({ step: dot(cell, stride), distance: norm(cell, ground) }))
      .filter(({ distance }) => distance < threshold)
      .sort((a, b) => a.distance - b.distance);
    this.step = Int32Array.from(near, ({ step }) => step);
    this.distance = Float64Array.from(near, ({ distance }) => distance);
  }
}

/** Places of a line: where half a word or more is needed a whole one, so that LinearEMD finds no line in two words. */
function lineOf(places: number): number {
  return places > WORD / 2 && places < WORD ? WORD : places;
}

function norm(cell: readonly number[], ground: GridGround): number {
  return ground === 'L1' ? cell.reduce((a, x) => a + Math.abs(x), 0) : Math.hypot(...cell);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, d) => sum + x * b[d], 0);
}

function strides(shape: readonly number[]): number[] {
  return shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
}

/** Every cell of a grid in row-major order. */
function cells(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (prefixes, side) => prefixes.flatMap((prefix) => Array.from({ length: side }, (_, x) => [...prefix, x])),
    [[]],
  );
}
