const PANEL_WORDS: i32 = 16;
const HALF_WORDS: i32 = 8;
/** Bytes of two coordinates: of a panel's words, of half a panel's, in a query code. */
const PANEL_STEP: usize = 32;
const HALF_STEP: usize = 16;
const QUERY_STEP: usize = 4;
/** Scales, then errors, behind a panel's coordinates; behind a query's, one of each. */
const PANEL_ERRORS: usize = 64;
const PANEL_TAIL: usize = 128;
const QUERY_TAIL: usize = 8;

/**
 * Appends to each row's list the words whose dot product with it may exceed `leastDot`, by whole-number products of their codes
 * and what the codes leave out. Half a panel and four rows at a time: eight sums, two words, a broadcast.
 */
export function sift(
  dim: i32,
  query: usize,
  rows: i32,
  panel: usize,
  words: i32,
  leastDot: f32,
  firstWord: i32,
  counts: usize,
  out: usize,
  capacity: i32,
): void {
  const pairs = <usize>((dim + 1) >> 1);
  const querySize = pairs * QUERY_STEP + QUERY_TAIL;
  const listSize = (<usize>capacity) << 3;
  for (let word = 0; word < words; word += PANEL_WORDS) {
    const tail = panel + pairs * PANEL_STEP;
    for (let half: usize = 0; half < 2; half++) {
      const at = panel + half * HALF_STEP;
      const scales = tail + half * (PANEL_ERRORS >> 1);
      const first = firstWord + word + <i32>half * HALF_WORDS;
      let from = query;
      let list = out;
      let count = counts;
      let row = 0;
      for (; row + 3 < rows; row += 4) {
        siftFour(pairs, from, querySize, at, scales, leastDot, first, count, list, listSize);
        from += querySize << 2;
        list += listSize << 2;
        count += 16;
      }
      for (; row < rows; row++) {
        siftOne(pairs, from, at, scales, leastDot, first, count, list);
        from += querySize;
        list += listSize;
        count += 4;
      }
    }
    panel = tail + PANEL_TAIL;
  }
}

function siftFour(
  pairs: usize,
  a: usize,
  querySize: usize,
  panel: usize,
  scales: usize,
  leastDot: f32,
  firstWord: i32,
  counts: usize,
  list: usize,
  listSize: usize,
): void {
  let a0 = i32x4.splat(0);
  let a1 = i32x4.splat(0);
  let b0 = i32x4.splat(0);
  let b1 = i32x4.splat(0);
  let c0 = i32x4.splat(0);
  let c1 = i32x4.splat(0);
  let d0 = i32x4.splat(0);
  let d1 = i32x4.splat(0);
  let b = a + querySize;
  let c = b + querySize;
  let d = c + querySize;
  const end = a + pairs * QUERY_STEP;
  while (a < end) {
    const w0 = v128.load8x8_s(panel);
    const w1 = v128.load8x8_s(panel, 8);
    const x = v128.load32_splat(a);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(x, w0));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(x, w1));
    const y = v128.load32_splat(b);
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(y, w0));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(y, w1));
    const z = v128.load32_splat(c);
    c0 = i32x4.add(c0, i32x4.dot_i16x8_s(z, w0));
    c1 = i32x4.add(c1, i32x4.dot_i16x8_s(z, w1));
    const u = v128.load32_splat(d);
    d0 = i32x4.add(d0, i32x4.dot_i16x8_s(u, w0));
    d1 = i32x4.add(d1, i32x4.dot_i16x8_s(u, w1));
    a += QUERY_STEP;
    b += QUERY_STEP;
    c += QUERY_STEP;
    d += QUERY_STEP;
    panel += PANEL_STEP;
  }
  append(a0, a1, a, scales, leastDot, firstWord, counts, list);
  append(b0, b1, b, scales, leastDot, firstWord, counts + 4, list + listSize);
  append(c0, c1, c, scales, leastDot, firstWord, counts + 8, list + 2 * listSize);
  append(d0, d1, d, scales, leastDot, firstWord, counts + 12, list + 3 * listSize);
}

function siftOne(
  pairs: usize,
  query: usize,
  panel: usize,
  scales: usize,
  leastDot: f32,
  firstWord: i32,
  count: usize,
  list: usize,
): void {
  let a0 = i32x4.splat(0);
  let a1 = i32x4.splat(0);
  const end = query + pairs * QUERY_STEP;
  while (query < end) {
    const x = v128.load32_splat(query);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(x, v128.load8x8_s(panel)));
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(x, v128.load8x8_s(panel, 8)));
    query += QUERY_STEP;
    panel += PANEL_STEP;
  }
  append(a0, a1, query, scales, leastDot, firstWord, count, list);
}

/** Appends the candidates among eight words; `query` points to the scale and the error that end the row's code. */
function append(
  low: v128,
  high: v128,
  query: usize,
  scales: usize,
  leastDot: f32,
  firstWord: i32,
  count: usize,
  list: usize,
): void {
  const scale = v128.load_splat<f32>(query);
  const least = f32x4.splat(leastDot - load<f32>(query, 4));
  let hits = candidates(low, scale, scales, least) | (candidates(high, scale, scales + 16, least) << 4);
  if (hits === 0) return;
  let n = load<i32>(count);
  while (hits !== 0) {
    store<i32>(list + ((<usize>n) << 2), firstWord + ctz(hits));
    n++;
    hits &= hits - 1;
  }
  store<i32>(count, n);
}

function candidates(dot: v128, scale: v128, scales: usize, least: v128): i32 {
  const coarse = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(dot), v128.load(scales)), scale);
  return i32x4.bitmask(f32x4.ge(f32x4.add(coarse, v128.load(scales, PANEL_ERRORS)), least));
}
