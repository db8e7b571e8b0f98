// The loops of ../kernels.ts, in AssemblyScript. All arguments are byte offsets into the shared heap; `scratch` is 128 bytes
// of the calling thread's own, because static memory would be common to all threads. ../plain.ts is the readable twin.
import { pairDistances, rowDistances } from './tile';

export { combineRows } from './combine';

const PANEL_WORDS: i32 = 16;
const PANEL_ROW_BYTES: usize = 64;

export function distances(
  dim: i32,
  query: usize,
  rows: i32,
  points: usize,
  panels: i32,
  scratch: usize,
  missing: f32,
  out: usize,
  stride: i32,
): void {
  for (let p = 0; p < panels; p++) {
    for (let row = 0; row < rows; row += 2) {
      const count = tileDistances(dim, query, row, rows, points, scratch, missing);
      const to = out + ((<usize>row * <usize>stride) << 2);
      memory.copy(to, scratch, PANEL_ROW_BYTES);
      if (count === 2) memory.copy(to + ((<usize>stride) << 2), scratch + PANEL_ROW_BYTES, PANEL_ROW_BYTES);
    }
    out += PANEL_ROW_BYTES;
    points += panelBytes(dim);
  }
}

export function near(
  dim: i32,
  query: usize,
  rows: i32,
  points: usize,
  panels: i32,
  scratch: usize,
  threshold: f32,
  firstWord: i32,
  counts: usize,
  out: usize,
  capacity: i32,
): void {
  const listBytes = (<usize>capacity) << 3;
  for (let p = 0; p < panels; p++) {
    for (let row = 0; row < rows; row += 2) {
      const count = tileDistances(dim, query, row, rows, points, scratch, Infinity);
      for (let r = 0; r < count; r++) {
        const list = out + <usize>(row + r) * listBytes;
        appendNear(scratch + ((<usize>r) << 6), threshold, firstWord, counts + ((<usize>(row + r)) << 2), list, capacity);
      }
    }
    firstWord += PANEL_WORDS;
    points += panelBytes(dim);
  }
}

/** Distances of rows `row` and, if there is one, `row + 1`; returns how many rows there are. */
function tileDistances(dim: i32, query: usize, row: i32, rows: i32, panel: usize, out: usize, missing: f32): i32 {
  const start = query + <usize>row * rowBytes(dim);
  if (row + 1 < rows) {
    pairDistances(dim, start, panel, missing, out);
    return 2;
  }
  rowDistances(dim, start, panel, missing, out);
  return 1;
}

/** Appends the words of one row of a tile that are under the threshold: most rows have none. */
function appendNear(row: usize, threshold: f32, firstWord: i32, count: usize, list: usize, capacity: i32): void {
  const limit = f32x4.splat(threshold);
  const low = nearMask(row, 0, limit) | (nearMask(row, 16, limit) << 4);
  const high = nearMask(row, 32, limit) | (nearMask(row, 48, limit) << 4);
  let hits = low | (high << 8);
  if (hits === 0) return;
  let n = load<i32>(count);
  while (hits !== 0) {
    const lane = ctz(hits);
    const to = list + ((<usize>n) << 2);
    store<i32>(to, firstWord + lane);
    store<f32>(to + ((<usize>capacity) << 2), load<f32>(row + ((<usize>lane) << 2)));
    n++;
    hits &= hits - 1;
  }
  store<i32>(count, n);
}

function nearMask(row: usize, offset: usize, limit: v128): i32 {
  return i32x4.bitmask(f32x4.lt(v128.load(row + offset), limit));
}

function panelBytes(dim: i32): usize {
  return (<usize>(dim + 1)) << 6;
}

function rowBytes(dim: i32): usize {
  return (<usize>(dim + 1)) << 2;
}
