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
 * and what the codes leave out, each with a lower bound of its distance. Half a panel and four rows at a time: eight sums, two
 * words, a broadcast.
 */
export function sift(
  dim: i32,
  query: usize,
  rows: i32,
  panel: usize,
  words: i32,
  leastDot: f32,
  threshold: f32,
  firstWord: i32,
  counts: usize,
  out: usize,
  capacity: i32,
): void {
  const pairs = <usize>((dim + 1) >> 1);
  const querySize = pairs * QUERY_STEP + QUERY_TAIL;
  const listSize = (<usize>capacity) << 3;
  const square = threshold * threshold;
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
        siftFour(pairs, from, querySize, at, scales, leastDot, square, first, count, list, listSize);
        from += querySize << 2;
        list += listSize << 2;
        count += 16;
      }
      for (; row < rows; row++) {
        siftOne(pairs, from, at, scales, leastDot, square, first, count, list, listSize);
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
  square: f32,
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
  append(a0, a1, a, scales, leastDot, square, firstWord, counts, list, listSize);
  append(b0, b1, b, scales, leastDot, square, firstWord, counts + 4, list + listSize, listSize);
  append(c0, c1, c, scales, leastDot, square, firstWord, counts + 8, list + 2 * listSize, listSize);
  append(d0, d1, d, scales, leastDot, square, firstWord, counts + 12, list + 3 * listSize, listSize);
}

function siftOne(
  pairs: usize,
  query: usize,
  panel: usize,
  scales: usize,
  leastDot: f32,
  square: f32,
  firstWord: i32,
  count: usize,
  list: usize,
  listSize: usize,
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
  append(a0, a1, query, scales, leastDot, square, firstWord, count, list, listSize);
}

/**
 * Appends the candidates among eight words; `query` points to the scale and the error that end the row's code. A dot product that
 * exceeds the least one by x at most leaves a squared distance of threshold^2 - 2 x at least.
 */
function append(
  low: v128,
  high: v128,
  query: usize,
  scales: usize,
  leastDot: f32,
  square: f32,
  firstWord: i32,
  count: usize,
  list: usize,
  listSize: usize,
): void {
  const scale = v128.load_splat<f32>(query);
  const least = f32x4.splat(leastDot - load<f32>(query, 4));
  const lowExcess = excess(low, scale, scales, least);
  const highExcess = excess(high, scale, scales + 16, least);
  const zero = f32x4.splat(0);
  let hits = i32x4.bitmask(f32x4.ge(lowExcess, zero)) | (i32x4.bitmask(f32x4.ge(highExcess, zero)) << 4);
  if (hits === 0) return;
  let n = load<i32>(count);
  let word = list + ((<usize>n) << 2);
  // All eight bounds go where the next are to be, and each that stays moves down.
  const bounds = word + (listSize >> 1);
  v128.store(bounds, distanceBounds(lowExcess, square));
  v128.store(bounds, distanceBounds(highExcess, square), 16);
  let to = bounds;
  while (hits !== 0) {
    const lane = ctz(hits);
    store<i32>(word, firstWord + lane);
    store<f32>(to, load<f32>(bounds + ((<usize>lane) << 2)));
    word += 4;
    to += 4;
    n++;
    hits &= hits - 1;
  }
  store<i32>(count, n);
}

/** By how much the dot products may exceed the least one. */
function excess(dot: v128, scale: v128, scales: usize, least: v128): v128 {
  const coarse = f32x4.mul(f32x4.mul(f32x4.convert_i32x4_s(dot), v128.load(scales)), scale);
  return f32x4.sub(f32x4.add(coarse, v128.load(scales, PANEL_ERRORS)), least);
}

function distanceBounds(excess: v128, square: f32): v128 {
  const squared = f32x4.sub(f32x4.splat(square), f32x4.add(excess, excess));
  return f32x4.sqrt(f32x4.pmax(f32x4.splat(0), squared));
}
