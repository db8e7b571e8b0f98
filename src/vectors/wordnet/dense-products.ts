import type { SparseRows } from './sparse-rows';

/** A dense matrix by rows, `columnCount` values each, in shared memory. */
export interface DenseRows {
  readonly columnCount: number;
  readonly values: Float32Array;
}

export function denseRows(rowCount: number, columnCount: number): DenseRows {
  return { columnCount, values: new Float32Array(new SharedArrayBuffer(4 * rowCount * columnCount)) };
}

/** sum += sum over entries e in [from, to) of values[e] * dense[columns[e]]: eight rows of `dense` at a time, 2 GFLOP/s. */
export function addRows(
  sum: Float64Array,
  dense: DenseRows,
  columns: Uint32Array,
  values: Float32Array,
  from: number,
  to: number,
): void {
  const { columnCount: width, values: rows } = dense;
  let e = from;
  for (; e + 7 < to; e += 8) {
    const [a, b, c, d] = [columns[e] * width, columns[e + 1] * width, columns[e + 2] * width, columns[e + 3] * width];
    const [f, g, h, j] = [columns[e + 4] * width, columns[e + 5] * width, columns[e + 6] * width, columns[e + 7] * width];
    const [va, vb, vc, vd] = [values[e], values[e + 1], values[e + 2], values[e + 3]];
    const [vf, vg, vh, vj] = [values[e + 4], values[e + 5], values[e + 6], values[e + 7]];
    for (let i = 0; i < width; i++) {
      const first = va * rows[a + i] + vb * rows[b + i] + (vc * rows[c + i] + vd * rows[d + i]);
      const second = vf * rows[f + i] + vg * rows[g + i] + (vh * rows[h + i] + vj * rows[j + i]);
      sum[i] += first + second;
    }
  }
  for (; e < to; e++) {
    const a = columns[e] * width;
    const va = values[e];
    for (let i = 0; i < width; i++) sum[i] += va * rows[a + i];
  }
}

/** Rows [from, to) of the product sparse x dense, written to `product`. */
export function multiplySparse(sparse: SparseRows, dense: DenseRows, product: DenseRows, from: number, to: number): void {
  const width = dense.columnCount;
  const sum = new Float64Array(width);
  for (let r = from; r < to; r++) {
    sum.fill(0);
    addRows(sum, dense, sparse.columns, sparse.values, sparse.starts[r], sparse.starts[r + 1]);
    product.values.set(sum, r * width);
  }
}

/** Rows [from, to) of the product dense x small, written to `product`; `small` has dense.columnCount rows. */
export function multiplyDense(dense: DenseRows, small: DenseRows, product: DenseRows, from: number, to: number): void {
  const inner = dense.columnCount;
  const width = small.columnCount;
  const every = Uint32Array.from({ length: inner }, (_, i) => i);
  const sum = new Float64Array(width);
  for (let r = from; r < to; r++) {
    sum.fill(0);
    addRows(sum, small, every, dense.values.subarray(r * inner, (r + 1) * inner), 0, inner);
    product.values.set(sum, r * width);
  }
}

/** Upper triangle of the sum over rows [from, to) of row^T row: columnCount x columnCount, row-major. */
export function gram(dense: DenseRows, from: number, to: number): Float64Array {
  const width = dense.columnCount;
  const rows = dense.values;
  const sums = new Float64Array(width * width);
  let r = from;
  for (; r + 3 < to; r += 4) {
    const a = r * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    for (let i = 0; i < width; i++) {
      const va = rows[a + i];
      const vb = rows[b + i];
      const vc = rows[c + i];
      const vd = rows[d + i];
      const at = i * width;
      for (let j = i; j < width; j++) {
        sums[at + j] += va * rows[a + j] + vb * rows[b + j] + (vc * rows[c + j] + vd * rows[d + j]);
      }
    }
  }
  for (; r < to; r++) {
    for (let i = 0; i < width; i++) {
      for (let j = i; j < width; j++) sums[i * width + j] += rows[r * width + i] * rows[r * width + j];
    }
  }
  return sums;
}
