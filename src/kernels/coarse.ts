import { PANEL_WORDS } from './kernels';
import type { SharedHeap } from './shared-heap';

/** Largest whole numbers that stand for a coordinate: one byte in a panel, two in a query. */
const PANEL_LEVELS = 127;
const QUERY_LEVELS = 32767;
/** Sums of products are 32-bit whole numbers: a query's code may add up to so much, for each meets PANEL_LEVELS at most. */
const MOST_QUERY_SUM = Math.floor((2 ** 31 - 1) / PANEL_LEVELS) - 4096;
/** Errors are rounded up by this much. */
const CEIL = 1 + 2 ** -20;

/**
 * Codes of unit vectors, coarser than the vectors, with what they leave out: |a.b - a'.b'| <= |a - a'| |b'| + |b - b'| |a|. So a
 * pass over a quarter of the bytes, in whole numbers, tells which words can be near, and only theirs are read in full (the
 * vector approximation file of Weber, Schek, Blott 1998). On 300 dimensions the error is about .01, one candidate in
 * fifteen is none, and near words under a threshold that 8 % of all pairs meet take 0.75 of the time.
 *
 *     panel of 16 words  pairs of coordinates [pair][word][2] (i8) | scale of each word (f32) | error of each (f32)
 *     query row          coordinates (i16), of even number | scale (f32) | error (f32)
 *
 * A vector is about its code times its scale. Infinitely certain: a word without a vector has the error -Infinity.
 */
export function coarsePanelBytes(dim: number): number {
  return 2 * Math.ceil(dim / 2) * PANEL_WORDS + 8 * PANEL_WORDS;
}

export function coarseRowBytes(dim: number): number {
  return 4 * Math.ceil(dim / 2) + 8;
}

/** Writes the code of word `lane` of the panel at byte offset `panel`; null for a word without a vector. */
export function codeWord(heap: SharedHeap, panel: number, lane: number, row: Float32Array | null, dim: number): void {
  const tail = (panel + 2 * Math.ceil(dim / 2) * PANEL_WORDS) / 4 + lane;
  const scale = row ? largest(row) / PANEL_LEVELS : 0;
  heap.f32[tail] = scale;
  if (!row) {
    heap.f32[tail + PANEL_WORDS] = -Infinity;
    return;
  }
  const kept = heap.f32[tail];
  let squared = 0;
  for (let k = 0; k < dim; k++) {
    const code = Math.min(PANEL_LEVELS, Math.max(-PANEL_LEVELS, Math.round(row[k] / kept)));
    heap.i8[panel + 2 * (k >> 1) * PANEL_WORDS + 2 * lane + (k & 1)] = code;
    squared += (row[k] - code * kept) ** 2;
  }
  heap.f32[tail + PANEL_WORDS] = Math.sqrt(squared) * CEIL;
}

/** Writes the code of a query row at byte offset `start`; null for one without a vector, which nothing is near. */
export function codeQuery(heap: SharedHeap, start: number, row: Float32Array | null, dim: number): void {
  const tail = (start + 4 * Math.ceil(dim / 2)) / 4;
  const codes = heap.i16.fill(0, start / 2, 2 * tail);
  heap.f32[tail] = 0;
  heap.f32[tail + 1] = -Infinity;
  if (!row) return;
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += Math.abs(row[k]);
  heap.f32[tail] = Math.max(largest(row) / QUERY_LEVELS, sum / MOST_QUERY_SUM);
  const kept = heap.f32[tail];
  let squared = 0;
  for (let k = 0; k < dim; k++) {
    const code = Math.min(QUERY_LEVELS, Math.max(-QUERY_LEVELS, Math.round(row[k] / kept)));
    codes[start / 2 + k] = code;
    squared += (row[k] - code * kept) ** 2;
  }
  // The code of a word is no longer than twice the word.
  heap.f32[tail + 1] = 2 * Math.sqrt(squared) * CEIL;
}

/** Unit vectors under the threshold have at least this dot product, with room for rounding in single precision. */
export function leastDot(dim: number, threshold: number): number {
  return 1 - (threshold * threshold) / 2 - 2e-5 - dim * 2 ** -23;
}

function largest(row: Float32Array): number {
  let most = 0;
  for (let k = 0; k < row.length; k++) most = Math.max(most, Math.abs(row[k]));
  return most;
}
