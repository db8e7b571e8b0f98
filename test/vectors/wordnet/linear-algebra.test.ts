import { BuildCrew } from '../../../src/vectors/wordnet/build-crew';
import { denseRows, gram, multiplyDense, multiplySparse } from '../../../src/vectors/wordnet/dense-products';
import { leadingSubspace } from '../../../src/vectors/wordnet/leading-subspace';
import { mixRows, SparseRowsBuilder, transpose, type SparseRows } from '../../../src/vectors/wordnet/sparse-rows';
import { symmetricEigen } from '../../../src/vectors/wordnet/symmetric-eigen';

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

function fill(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = random() - 0.5;
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
    const left = randomSparse(11, 23, 0.7);
    const right = denseRows(23, width);
    fill(right.values);
    const product = denseRows(11, width);
    multiplySparse(left, right, product, 0, 11);
    const asDense = { columnCount: 23, values: Float32Array.from(toDense(left).flat()) };
    const same = denseRows(11, width);
    multiplyDense(asDense, right, same, 0, 11);
    toDense(left).forEach((row, r) => {
      for (let c = 0; c < width; c++) {
        const expected = row.reduce((sum, x, k) => sum + x * right.values[k * width + c], 0);
        expect(product.values[r * width + c]).toBeCloseTo(expected, 5);
        expect(same.values[r * width + c]).toBeCloseTo(expected, 5);
      }
    });
  });

  it('sums the products of columns over rows', () => {
    const dense = denseRows(10, 4);
    fill(dense.values);
    const sums = gram(dense, 1, 10);
    for (let i = 0; i < 4; i++) {
      for (let j = i; j < 4; j++) {
        let expected = 0;
        for (let r = 1; r < 10; r++) expected += dense.values[r * 4 + i] * dense.values[r * 4 + j];
        expect(sums[i * 4 + j]).toBeCloseTo(expected, 10);
      }
    }
  });

  it.each([1, 2, 3, 10, 60])('finds eigenvalues and unit vectors, n = %i', (n) => {
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = i; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = random() - 0.5;
    expectEigen(matrix, n);
  });

  it.each([
    ['zero', new Float64Array(9)],
    ['identity', Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)],
    ['rank one', Float64Array.of(1, 2, 3, 2, 4, 6, 3, 6, 9)],
    ['diagonal', Float64Array.of(-1, 0, 0, 0, 5, 0, 0, 0, 2)],
  ])('finds them for degenerate matrices: %s', (_, matrix) => expectEigen(matrix, 3));

  it('finds the leading subspace: products in it keep the largest singular values', async () => {
    const [rowCount, columnCount, dim] = [60, 40, 5];
    const matrix = randomSparse(rowCount, columnCount, 0.5);
    const dense = toDense(matrix);
    const product = new Float64Array(columnCount ** 2);
    for (let i = 0; i < columnCount; i++) {
      for (let j = 0; j < columnCount; j++) product[i * columnCount + j] = dense.reduce((s, row) => s + row[i] * row[j], 0);
    }
    const { values } = symmetricEigen(product, columnCount);
    const options = { dim, oversampling: 10, iterations: 30, singularPower: 1.5, seed: 7 };
    const basis = await leadingSubspace(matrix, options, new BuildCrew(0));
    const image = denseRows(rowCount, dim);
    multiplySparse(matrix, basis, image, 0, rowCount);
    const sums = gram(image, 0, rowCount);
    for (let i = 0; i < dim; i++) {
      // U S^p has orthogonal columns of squared length s^2p.
      expect(sums[i * dim + i] / values[i] ** options.singularPower).toBeCloseTo(1, 4);
      for (let j = i + 1; j < dim; j++) expect(Math.abs(sums[i * dim + j])).toBeLessThan(1e-3 * values[0]);
    }
  });
});

function expectEigen(matrix: Float64Array, n: number): void {
  const { values, vectors } = symmetricEigen(matrix, n);
  for (let c = 0; c < n; c++) {
    if (c > 0) expect(values[c]).toBeLessThanOrEqual(values[c - 1]);
    let square = 0;
    for (let i = 0; i < n; i++) {
      square += vectors[i * n + c] ** 2;
      let image = 0;
      for (let j = 0; j < n; j++) image += matrix[i * n + j] * vectors[j * n + c];
      expect(image).toBeCloseTo(values[c] * vectors[i * n + c], 10);
    }
    expect(square).toBeCloseTo(1, 10);
  }
}
