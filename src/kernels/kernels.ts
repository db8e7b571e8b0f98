/** Words whose coarse codes lie interleaved in one panel; kernels visit whole panels. */
export const PANEL_WORDS = 16;

/** Bytes of a row, of a query or of a word: `dim` coordinates, zeros up to a multiple of four, the squared norm, three unused. */
export function rowBytes(dim: number): number {
  return 16 * Math.ceil(dim / 4) + 16;
}

/** Query rows and rows of words, both one after the other, by byte offset into the heap. Every 16 words there is room for count. */
export interface Operands {
  readonly dim: number;
  readonly query: number;
  readonly rows: number;
  readonly points: number;
  readonly words: number;
}

/** Where near words are appended, row by row. */
export interface NearLists {
  /** Id of the first word. */
  readonly firstWord: number;
  /** Length of each row's list (i32), continued from call to call. */
  readonly counts: number;
  /** Row r's list at out + r * 8 * capacity: `capacity` word ids (u32), ascending, then `capacity` distances (f32). */
  readonly out: number;
  /** With room for every word of the panels and eight more. */
  readonly capacity: number;
  /** Four bytes a row, of the calling thread's own. */
  readonly scratch: number;
}

/** The same in coarse codes (see coarse.ts): kernels may read them to pass over what cannot be near. */
export interface CoarseOperands {
  readonly query: number;
  /** Panels, that of the first word first. */
  readonly points: number;
}

/** Documents one after the other, by byte offset: that of document d's postings at offsets[d] (u32), from 0 to `documents`. */
export interface PostingOperands {
  readonly offsets: number;
  /** Word ids (u32) and counts (u16 or f32) of all postings. */
  readonly words: number;
  readonly counts: number;
  readonly countBytes: number;
  readonly documents: number;
}

/** Lists of documents by word, by byte offset (see list-entries.ts); those of a word at [offsets[word], offsets[word + 1]). */
export interface ListOperands {
  /** Entry numbers (u32). */
  readonly offsets: number;
  /** u16. */
  readonly entries: number;
  /** What the codes of counts stand for (f64). */
  readonly values: number;
  /** There are lists of words below this id. */
  readonly known: number;
  /** Ids (u32) of the words whose lists are wanted, and their number. */
  readonly words: number;
  readonly count: number;
}

/**
 * The loops over query x vocabulary, those over all postings, and one for products of matrices, in single precision. A squared norm of Infinity marks a
 * point that does not exist. The distance of two points is sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)). A dot product is summed in four
 * parts, coordinate k in part k mod 4, added as (0 + 2) + (1 + 3): so every kernel, every batch and the plain twin give the
 * same bits, and equal vectors are at exactly 0. All offsets are in bytes; those of points and results on 16-byte boundaries.
 */
export interface Kernels {
  readonly name: 'simd' | 'plain';
  /** Distance of row r to word w, `missing` where one of them has no point, to out[r * stride + w] (f32; stride in elements). */
  distances(operands: Operands, missing: number, out: number, stride: number): void;
  /** Appends every pair under `threshold`, a single-precision number, to its row's list. */
  near(operands: Operands, coarse: CoarseOperands, threshold: number, lists: NearLists): void;
  /** The same with what may be under the threshold too, and a lower bound of the distance in place of it: reads codes only. */
  nearBounds(operands: Operands, coarse: CoarseOperands, threshold: number, lists: NearLists): void;
  /**
   * Distances of the row at byte offset `point` to `count` rows whose offsets lie at `others` (u32), Infinity where one has no
   * point, to out (f32), which has room for a multiple of four.
   */
  distancesTo(dim: number, point: number, others: number, count: number, out: number): void;
  /**
   * A weighted sum of rows of a dense matrix, to out (f32): values[0] row columns[0] + values[1] row columns[1] + ..., summed in
   * that order. columns (u32) and values (f32) have `count` entries; rows lie `stride` elements apart, of which `width` are read.
   */
  combineRows(columns: number, values: number, count: number, rows: number, stride: number, width: number, out: number): void;
  /** Sum of count * gain[word] over each document's postings, to out (f32); gain (f32) by word. Added in double precision. */
  addCounts(postings: PostingOperands, gain: number, out: number): void;
  /** Sum of count / (count + norm) * gain[word], with a norm (f32) for each document at `norms`. */
  addSaturated(postings: PostingOperands, norms: number, gain: number, out: number): void;
  /** Adds value * gain[word] for every document of the wanted lists to its sum (f64). */
  addListedCounts(lists: ListOperands, gain: number, sums: number): void;
  /** Adds value / (value + norm) * gain[word]. */
  addListedSaturated(lists: ListOperands, norms: number, gain: number, sums: number): void;
}
