import { symmetricEigen } from '../../../src/vectors/wordnet/symmetric-eigen';
import { tridiagonalValues, tridiagonalVectors } from '../../../src/vectors/wordnet/tridiagonal-eigen';

const SEED = 20_261_121;
let state = SEED;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;

describe('tridiagonal', () => {
  it.each([1, 2, 3, 50])('finds the second difference of %i points: sines, 2 - 2 cos(k pi / (n + 1))', (n) => {
    const [diagonal, beside] = [new Float64Array(n).fill(2), new Float64Array(n).fill(-1, 0, n - 1)];
    const values = tridiagonalValues(diagonal, beside);
    const vectors = tridiagonalVectors(diagonal, beside, values);
    for (let c = 0; c < n; c++) {
      const angle = ((n - c) * Math.PI) / (n + 1);
      expect(values[c]).toBeCloseTo(2 - 2 * Math.cos(angle), 12);
      const sign = Math.sign(vectors[c][0] * Math.sin(angle));
      vectors[c].forEach((x, i) => expect(sign * x).toBeCloseTo(Math.sqrt(2 / (n + 1)) * Math.sin((i + 1) * angle), 10));
    }
  });

  it("separates Wilkinson's W21+, whose largest pairs agree to fifteen digits", () => {
    const diagonal = Float64Array.from({ length: 21 }, (_, i) => Math.abs(10 - i));
    const beside = new Float64Array(21).fill(1, 0, 20);
    const values = tridiagonalValues(diagonal, beside);
    // Wilkinson, The Algebraic Eigenvalue Problem (1965), p. 309.
    [10.746194182903393, 10.746194182903322, 9.210678647361332, 9.210678647304919].forEach((known, c) =>
      expect(Math.abs(values[c] - known)).toBeLessThan(1e-13),
    );
    expectOrthonormal(tridiagonalVectors(diagonal, beside, values));
  });

  it('gives values that are equal vectors of their own: copies of a block beside each other', () => {
    const copies = 6;
    const diagonal = Float64Array.from({ length: 3 * copies }, (_, i) => [1, 4, 2][i % 3]);
    const beside = Float64Array.from({ length: 3 * copies }, (_, i) => [0.5, -1, 0][i % 3]);
    const values = tridiagonalValues(diagonal, beside);
    const vectors = tridiagonalVectors(diagonal, beside, values);
    expectOrthonormal(vectors);
    vectors.forEach((vector, c) => {
      for (let i = 0; i < vector.length; i++) {
        const image = diagonal[i] * vector[i] + (beside[i - 1] ?? 0) * (vector[i - 1] ?? 0) + beside[i] * (vector[i + 1] ?? 0);
        expect(image).toBeCloseTo(values[c] * vector[i], 12);
      }
    });
  });
});

describe(`symmetric, seed ${SEED}`, () => {
  it.each([1, 2, 3, 10, 60])('finds values and orthonormal vectors, n = %i', (n) => {
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = i; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = random() - 0.5;
    expectEigen(matrix, n);
    const few = symmetricEigen(matrix, n, 2);
    expect(few.values).toEqual(symmetricEigen(matrix, n).values);
    expect(few.vectors.length).toBe(n * Math.min(2, n));
  });

  it.each([
    ['zero', new Float64Array(9)],
    ['identity', Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)],
    ['rank one', Float64Array.of(1, 2, 3, 2, 4, 6, 3, 6, 9)],
    ['diagonal', Float64Array.of(-1, 0, 0, 0, 5, 0, 0, 0, 2)],
  ])('finds them for degenerate matrices: %s', (_, matrix) => expectEigen(matrix, 3));
});

function expectEigen(matrix: Float64Array, n: number): void {
  const { values, vectors } = symmetricEigen(matrix, n);
  expectOrthonormal(Array.from({ length: n }, (_, c) => Float64Array.from({ length: n }, (__, i) => vectors[i * n + c])));
  for (let c = 0; c < n; c++) {
    if (c > 0) expect(values[c]).toBeLessThanOrEqual(values[c - 1]);
    for (let i = 0; i < n; i++) {
      let image = 0;
      for (let j = 0; j < n; j++) image += matrix[i * n + j] * vectors[j * n + c];
      expect(image).toBeCloseTo(values[c] * vectors[i * n + c], 10);
    }
  }
}

function expectOrthonormal(vectors: readonly Float64Array[]): void {
  vectors.forEach((a, i) =>
    vectors.slice(i).forEach((b, j) => {
      let dot = 0;
      for (let k = 0; k < a.length; k++) dot += a[k] * b[k];
      expect(dot).toBeCloseTo(j === 0 ? 1 : 0, 10);
    }),
  );
}
