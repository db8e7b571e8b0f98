/** Words that lie interleaved in one panel: panel[k * PANEL_WORDS + lane]. */
export const PANEL_WORDS = 16;
/** Bytes that a kernel may scribble on: the distances of two rows to a panel. */
export const SCRATCH_BYTES = 2 * PANEL_WORDS * 4;

/** Bytes of a panel: `dim` coordinates and the squared norm of each of its words. */
export function panelBytes(dim: number): number {
  return (dim + 1) * PANEL_WORDS * 4;
}

/** Bytes of a query row: `dim` coordinates and their squared norm. */
export function rowBytes(dim: number): number {
  return (dim + 1) * 4;
}

/** Query rows, one after the other, and panels, by byte offset into the heap. */
export interface Operands {
  readonly dim: number;
  readonly query: number;
  readonly rows: number;
  readonly points: number;
  readonly panels: number;
  /** SCRATCH_BYTES of the calling thread's own. */
  readonly scratch: number;
}

/**
 * The loops over query x vocabulary, and one for products of matrices, in single precision. A squared norm of Infinity marks a point that does not exist.
 * The distance of two points is sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)), each dot product summed in the order of the
 * coordinates: so every kernel, every batch and the plain twin give the same bits, and equal vectors are at exactly 0.
 * All offsets are in bytes; those of points, scratch and results on 16-byte boundaries.
 */
export interface Kernels {
  readonly name: 'simd' | 'plain';
  /** Distance of row r to word w, `missing` where one of them has no point, to out[r * stride + w] (f32; stride in elements). */
  distances(operands: Operands, missing: number, out: number, stride: number): void;
  /**
   * Appends every pair under `threshold` (a single-precision number) to its row's list at out + r * 8 * capacity:
   * `capacity` word ids (u32, the first word is `firstWord`), then `capacity` distances (f32). counts[r] (i32) is the list's
   * length, continued from call to call; the caller leaves room for every word of the panels.
   */
  near(operands: Operands, threshold: number, firstWord: number, counts: number, out: number, capacity: number): void;
  /**
   * A weighted sum of rows of a dense matrix, to out (f32): values[0] row columns[0] + values[1] row columns[1] + ..., summed in
   * that order. columns (u32) and values (f32) have `count` entries; rows lie `stride` elements apart, of which `width` are read.
   */
  combineRows(columns: number, values: number, count: number, rows: number, stride: number, width: number, out: number): void;
}
