/** Bytes of the four coordinates that one turn reads of each row. */
const STEP: usize = 16;

/**
 * Distances of two consecutive query rows to four consecutive words, to out and outOther. Eight accumulators, two query
 * registers, a word and a product fit the sixteen vector registers. Four coordinates a turn: in an unrolled body V8 moves all
 * loads to the front and spills them.
 */
export function pairDistances(rowSize: usize, query: usize, p0: usize, missing: f32, out: usize, outOther: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const end = query + rowSize - STEP;
  let other = query + rowSize;
  let p1 = p0 + rowSize;
  let p2 = p1 + rowSize;
  let p3 = p2 + rowSize;
  while (query < end) {
    const x = v128.load(query);
    const y = v128.load(other);
    const w0 = v128.load(p0);
    const w1 = v128.load(p1);
    const w2 = v128.load(p2);
    const w3 = v128.load(p3);
    a0 = f32x4.add(a0, f32x4.mul(x, w0));
    a1 = f32x4.add(a1, f32x4.mul(x, w1));
    a2 = f32x4.add(a2, f32x4.mul(x, w2));
    a3 = f32x4.add(a3, f32x4.mul(x, w3));
    b0 = f32x4.add(b0, f32x4.mul(y, w0));
    b1 = f32x4.add(b1, f32x4.mul(y, w1));
    b2 = f32x4.add(b2, f32x4.mul(y, w2));
    b3 = f32x4.add(b3, f32x4.mul(y, w3));
    query += STEP;
    other += STEP;
    p0 += STEP;
    p1 += STEP;
    p2 += STEP;
    p3 += STEP;
  }
  const norms = normsAt(p0, p1, p2, p3);
  v128.store(out, distances(v128.load_splat<f32>(query), norms, sums(a0, a1, a2, a3), missing));
  v128.store(outOther, distances(v128.load_splat<f32>(other), norms, sums(b0, b1, b2, b3), missing));
}

/** The same for one query row: what an odd batch ends with. */
export function rowDistances(rowSize: usize, query: usize, p0: usize, missing: f32, out: usize): void {
  const p1 = p0 + rowSize;
  const p2 = p1 + rowSize;
  v128.store(out, distancesOfRow(rowSize, query, p0, p1, p2, p2 + rowSize, missing));
}

/** Distances of a query row to any four words; Infinity where one has no point. */
export function fourDistances(rowSize: usize, query: usize, p0: usize, p1: usize, p2: usize, p3: usize): v128 {
  return distancesOfRow(rowSize, query, p0, p1, p2, p3, Infinity);
}

function distancesOfRow(rowSize: usize, query: usize, p0: usize, p1: usize, p2: usize, p3: usize, missing: f32): v128 {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  const end = query + rowSize - STEP;
  while (query < end) {
    const x = v128.load(query);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(p0)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(p1)));
    a2 = f32x4.add(a2, f32x4.mul(x, v128.load(p2)));
    a3 = f32x4.add(a3, f32x4.mul(x, v128.load(p3)));
    query += STEP;
    p0 += STEP;
    p1 += STEP;
    p2 += STEP;
    p3 += STEP;
  }
  return distances(v128.load_splat<f32>(query), normsAt(p0, p1, p2, p3), sums(a0, a1, a2, a3), missing);
}

function normsAt(p0: usize, p1: usize, p2: usize, p3: usize): v128 {
  const two = v128.load_lane<f32>(p1, v128.load_zero<f32>(p0), 1);
  return v128.load_lane<f32>(p3, v128.load_lane<f32>(p2, two, 2), 3);
}

/** The four lanes of each, added as (0 + 2) + (1 + 3). */
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)); `missing` where a norm is Infinity. */
function distances(normA: v128, normB: v128, dot: v128, missing: f32): v128 {
  const squared = f32x4.sub(f32x4.add(normA, normB), f32x4.add(dot, dot));
  const distance = f32x4.sqrt(f32x4.pmax(f32x4.splat(0), squared));
  return v128.bitselect(f32x4.splat(missing), distance, f32x4.eq(squared, f32x4.splat(Infinity)));
}
