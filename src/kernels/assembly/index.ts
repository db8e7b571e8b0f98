// The loops of ../kernels.ts, in AssemblyScript. All arguments are byte offsets into the shared heap; `scratch` is of the calling
// thread's own, because static memory would be common to all threads. ../plain.ts is the readable twin.
import { sift } from './coarse';
import { addCounts, addSaturated } from './postings';
import { fourDistances, pairDistances, rowDistances } from './rows';

export { sift } from './coarse';
export { combineRows } from './combine';
export { addListedCounts, addListedSaturated } from './lists';

const TILE_WORDS: i32 = 4;
const TILE_ROW_BYTES: usize = 16;

export function distances(
  dim: i32,
  query: usize,
  rows: i32,
  points: usize,
  words: i32,
  missing: f32,
  out: usize,
  stride: i32,
): void {
  const rowSize = rowBytes(dim);
  const strideBytes = (<usize>stride) << 2;
  for (let word = 0; word < words; word += TILE_WORDS) {
    let from = query;
    let to = out;
    let row = 0;
    for (; row + 1 < rows; row += 2) {
      pairDistances(rowSize, from, points, missing, to, to + strideBytes);
      from += rowSize << 1;
      to += strideBytes << 1;
    }
    if (row < rows) rowDistances(rowSize, from, points, missing, to);
    points += rowSize * TILE_WORDS;
    out += TILE_ROW_BYTES;
  }
}

/** Candidates by their coarse codes first, appended to the lists; then their true distances, and who is under the threshold. */
export function near(
  dim: i32,
  query: usize,
  rows: i32,
  points: usize,
  words: i32,
  threshold: f32,
  coarseQuery: usize,
  coarsePoints: usize,
  leastDot: f32,
  firstWord: i32,
  counts: usize,
  out: usize,
  capacity: i32,
  scratch: usize,
): void {
  memory.copy(scratch, counts, (<usize>rows) << 2);
  sift(dim, coarseQuery, rows, coarsePoints, words, leastDot, threshold, firstWord, counts, out, capacity);
  const rowSize = rowBytes(dim);
  for (let row = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    const first = load<i32>(scratch + at);
    const list = out + ((<usize>row * <usize>capacity) << 3);
    const end = load<i32>(counts + at);
    const zero = points - <usize>firstWord * rowSize;
    store<i32>(counts + at, settle(rowSize, query, zero, threshold, list, first, end, capacity));
    query += rowSize;
  }
}

/** Distances of the row at byte offset `point` to rows at the given offsets (u32), Infinity where one has no point, to out (f32). */
export function distancesTo(dim: i32, point: usize, others: usize, count: i32, out: usize): void {
  const rowSize = rowBytes(dim);
  const last = others + ((<usize>count) << 2) - 4;
  for (let from = others; from <= last; from += TILE_ROW_BYTES) {
    const a = load<u32>(from);
    const b = load<u32>(min(from + 4, last));
    const c = load<u32>(min(from + 8, last));
    const d = load<u32>(min(from + 12, last));
    v128.store(out, fourDistances(rowSize, point, a, b, c, d));
    out += TILE_ROW_BYTES;
  }
}

/**
 * Keeps of a list's candidates [first, end) those under the threshold, with their distances; returns the list's new length.
 * `zero` is where word 0 would lie. Four at a time, without a branch on who stays: each is written where the next is to be.
 */
function settle(
  rowSize: usize,
  query: usize,
  zero: usize,
  threshold: f32,
  list: usize,
  first: i32,
  end: i32,
  capacity: i32,
): i32 {
  const distances = (<usize>capacity) << 2;
  const limit = f32x4.splat(threshold);
  const last = list + ((<usize>end) << 2) - 4;
  let from = list + ((<usize>first) << 2);
  let to = from;
  while (from <= last) {
    const a = load<i32>(from);
    const b = load<i32>(min(from + 4, last));
    const c = load<i32>(min(from + 8, last));
    const d = load<i32>(min(from + 12, last));
    const found = fourDistances(
      rowSize,
      query,
      zero + <usize>a * rowSize,
      zero + <usize>b * rowSize,
      zero + <usize>c * rowSize,
      zero + <usize>d * rowSize,
    );
    const there = (1 << (<i32>min<usize>(4, ((last - from) >> 2) + 1))) - 1;
    const hits = i32x4.bitmask(f32x4.lt(found, limit)) & there;
    keep(to, distances, a, f32x4.extract_lane(found, 0));
    to += (<usize>(hits & 1)) << 2;
    keep(to, distances, b, f32x4.extract_lane(found, 1));
    to += (<usize>(hits & 2)) << 1;
    keep(to, distances, c, f32x4.extract_lane(found, 2));
    to += <usize>(hits & 4);
    keep(to, distances, d, f32x4.extract_lane(found, 3));
    to += (<usize>(hits & 8)) >> 1;
    from += TILE_ROW_BYTES;
  }
  return <i32>((to - list) >> 2);
}

function keep(to: usize, distances: usize, word: i32, distance: f32): void {
  store<i32>(to, word);
  store<f32>(to + distances, distance);
}

function rowBytes(dim: i32): usize {
  return ((<usize>((dim + 3) >> 2)) << 4) + 16;
}

export function addWholeCounts(offsets: usize, words: usize, counts: usize, documents: i32, gain: usize, out: usize): void {
  addCounts<u16>(offsets, words, counts, documents, gain, out);
}

export function addRealCounts(offsets: usize, words: usize, counts: usize, documents: i32, gain: usize, out: usize): void {
  addCounts<f32>(offsets, words, counts, documents, gain, out);
}

export function addWholeSaturated(
  offsets: usize,
  words: usize,
  counts: usize,
  documents: i32,
  norms: usize,
  gain: usize,
  out: usize,
): void {
  addSaturated<u16>(offsets, words, counts, documents, norms, gain, out);
}

export function addRealSaturated(
  offsets: usize,
  words: usize,
  counts: usize,
  documents: i32,
  norms: usize,
  gain: usize,
  out: usize,
): void {
  addSaturated<f32>(offsets, words, counts, documents, norms, gain, out);
}
