import { SharedHeap } from '../../../src/kernels/shared-heap';
import { denseRows, MatrixProducts, valuesOf, type DenseRows } from '../../../src/vectors/wordnet/matrix-products';
import { mixRows, SparseRowsBuilder, transpose, type SparseRows } from '../../../src/vectors/wordnet/sparse-rows';

const SEED = 20_261_121;
let state = SEED;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;

function randomSparse(rowCount: number, columnCount: number, density: number): SparseRows {
  const rows = new SparseRowsBuilder();
  for (let r = 0; r < rowCount; r++) {
    const row = new Map<number, number>();
    for (let c = 0; c < columnCount; c++) if (random() < density) row.set(c, random() - 0.3);
    rows.appendMap(row);
  }
  return rows.build(columnCount);
}

function toDense(matrix: SparseRows): number[][] {
  return Array.from({ length: matrix.starts.length - 1 }, (_, r) => {
    const row = new Array<number>(matrix.columnCount).fill(0);
    for (let e = matrix.starts[r]; e < matrix.starts[r + 1]; e++) row[matrix.columns[e]] = matrix.values[e];
    return row;
  });
}

function filled(heap: SharedHeap, rowCount: number, columnCount: number): DenseRows {
  const rows = denseRows(heap, rowCount, columnCount);
  valuesOf(heap, rows).forEach((_, i, values) => (values[i] = random() - 0.5));
  return rows;
}

function expectProduct(left: number[][], right: DenseRows, found: Float32Array, heap: SharedHeap, digits = 5): void {
  const values = valuesOf(heap, right);
  const width = right.columnCount;
  left.forEach((row, r) => {
    for (let c = 0; c < width; c++) {
      const expected = row.reduce((sum, x, k) => sum + x * values[k * width + c], 0);
      expect(found[r * width + c]).toBeCloseTo(expected, digits);
    }
  });
}

describe(`seed ${SEED}`, () => {
  it('transposes', () => {
    const matrix = randomSparse(13, 29, 0.3);
    const dense = toDense(matrix);
    expect(toDense(transpose(matrix))).toEqual(dense[0].map((_, c) => dense.map((row) => row[c])));
  });

  it('mixes matrices, keeps the heaviest entries, and makes rows sum to one', () => {
    const parts = [randomSparse(9, 20, 0.6), randomSparse(9, 20, 0.6)].map((matrix) => {
      matrix.values.forEach((x, e) => (matrix.values[e] = Math.abs(x)));
      return matrix;
    });
    const mixed = toDense(
      mixRows(
        [
          { matrix: parts[0], weight: 1 },
          { matrix: parts[1], weight: 0.4 },
        ],
        5,
      ),
    );
    const [a, b] = parts.map(toDense);
    mixed.forEach((row, r) => {
      const sums = a[r].map((x, c) => x + 0.4 * b[r][c]);
      const heaviest = [...sums].sort((x, y) => y - x).slice(0, 5);
      const total = heaviest.reduce((x, y) => x + y, 0);
      sums.forEach((x, c) => expect(row[c]).toBeCloseTo(heaviest.includes(x) ? x / total : 0, 6));
    });
  });

  it.each([1, 3, 8, 37])('multiplies as the definition says, width %i', (width) => {
    const heap = SharedHeap.create();
    const products = new MatrixProducts(heap);
    const sparse = randomSparse(11, 23, 0.7);
    const right = filled(heap, 23, width);
    const product = denseRows(heap, 11, width);
    products.multiplySparse(sparse, right, product, 0, 11);
    expectProduct(toDense(sparse), right, valuesOf(heap, product), heap);

    const blocks = [filled(heap, 11, 20), filled(heap, 11, 3)];
    const left = Array.from({ length: 11 }, (_, r) => blocks.flatMap((block) => [...valuesOf(heap, block, r, r + 1)]));
    products.multiplyBlocks(blocks, right, product, 0, 4);
    products.multiplyBlocks(blocks, right, product, 4, 11);
    expectProduct(left, right, valuesOf(heap, product), heap);
    products.subtractBlocks(blocks, right, product, 0, 11);
    for (const x of valuesOf(heap, product)) expect(x).toBe(0);

    const [some, other] = [filled(heap, 11, 4), filled(heap, 11, width)];
    const sums = products.crossProducts([...blocks, some], other, 2, 11);
    const across = Array.from({ length: 27 }, (_, c) =>
      Array.from({ length: 11 }, (_, r) => (r < 2 ? 0 : c < 23 ? left[r][c] : valuesOf(heap, some)[r * 4 + c - 23])),
    );
    expectProduct(across, other, sums, heap);
  });
});
