/** Bytes of one coordinate in a panel of sixteen words, and in a query row. */
const PANEL_STEP: usize = 64;
const QUERY_STEP: usize = 4;

/**
 * Distances of two consecutive query rows to the sixteen words of a panel, to out[row * 16 + lane]. Eight accumulators, four
 * panel registers, two broadcasts and a product fit the sixteen vector registers. One coordinate a turn: in an unrolled body
 * V8 moves all loads to the front and spills them (measured: a tenth slower by two, a sixth by four).
 */
export function pairDistances(dim: i32, query: usize, panel: usize, missing: f32, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let b3 = f32x4.splat(0);
  const end = query + ((<usize>dim) << 2);
  let other = end + 4;
  while (query < end) {
    const p0 = v128.load(panel);
    const p1 = v128.load(panel, 16);
    const p2 = v128.load(panel, 32);
    const p3 = v128.load(panel, 48);
    const x = v128.load_splat<f32>(query);
    const y = v128.load_splat<f32>(other);
    a0 = f32x4.add(a0, f32x4.mul(x, p0));
    a1 = f32x4.add(a1, f32x4.mul(x, p1));
    a2 = f32x4.add(a2, f32x4.mul(x, p2));
    a3 = f32x4.add(a3, f32x4.mul(x, p3));
    b0 = f32x4.add(b0, f32x4.mul(y, p0));
    b1 = f32x4.add(b1, f32x4.mul(y, p1));
    b2 = f32x4.add(b2, f32x4.mul(y, p2));
    b3 = f32x4.add(b3, f32x4.mul(y, p3));
    query += QUERY_STEP;
    other += QUERY_STEP;
    panel += PANEL_STEP;
  }
  storeDistances(query, panel, a0, a1, a2, a3, missing, out);
  storeDistances(other, panel, b0, b1, b2, b3, missing, out + 64);
}

/** The same for one query row: what an odd batch ends with. */
export function rowDistances(dim: i32, query: usize, panel: usize, missing: f32, out: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let a3 = f32x4.splat(0);
  const end = query + ((<usize>dim) << 2);
  while (query < end) {
    const x = v128.load_splat<f32>(query);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(panel)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(panel, 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, v128.load(panel, 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, v128.load(panel, 48)));
    query += QUERY_STEP;
    panel += PANEL_STEP;
  }
  storeDistances(query, panel, a0, a1, a2, a3, missing, out);
}

/** From dot products to distances; `query` and `panel` point to the squared norms that end them. */
function storeDistances(
  query: usize,
  panel: usize,
  dot0: v128,
  dot1: v128,
  dot2: v128,
  dot3: v128,
  missing: f32,
  out: usize,
): void {
  const norm = v128.load_splat<f32>(query);
  v128.store(out, distances(norm, v128.load(panel), dot0, missing));
  v128.store(out, distances(norm, v128.load(panel, 16), dot1, missing), 16);
  v128.store(out, distances(norm, v128.load(panel, 32), dot2, missing), 32);
  v128.store(out, distances(norm, v128.load(panel, 48), dot3, missing), 48);
}

/** sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)); `missing` where a norm is Infinity. */
function distances(normA: v128, normB: v128, dot: v128, missing: f32): v128 {
  const squared = f32x4.sub(f32x4.add(normA, normB), f32x4.add(dot, dot));
  const distance = f32x4.sqrt(f32x4.pmax(f32x4.splat(0), squared));
  return v128.bitselect(f32x4.splat(missing), distance, f32x4.eq(squared, f32x4.splat(Infinity)));
}
