import { tridiagonalValues, tridiagonalVectors } from './tridiagonal-eigen';

/** Eigenvalues, largest first, and unit vectors of the first of them: column c of `vectors` (n rows, row-major) belongs to values[c]. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues and `keep` vectors of a symmetric n x n matrix, of which the upper triangle is read: Householder reduction to
 * tridiagonal form, QL for the values, inverse iteration for the vectors (Wilkinson, Reinsch 1971; Golub, Van Loan, chapter 8).
 */
export function symmetricEigen(upper: Float64Array, n: number, keep = n): SymmetricEigen {
  const rows = Array.from({ length: n }, (_, i) => upper.slice(i * n, (i + 1) * n));
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const reflectors = tridiagonalize(rows, diagonal, beside, n);
  const values = tridiagonalValues(diagonal, beside);
  const width = Math.min(keep, n);
  const vectors = new Float64Array(n * width);
  tridiagonalVectors(diagonal, beside, values.subarray(0, width)).forEach((vector, column) => {
    reflect(vector, reflectors);
    for (let i = 0; i < n; i++) vectors[i * width + column] = vector[i];
  });
  return { values, vectors };
}

/** Householder reflections applied from both sides; answers their unit vectors, the first reflection first. */
function tridiagonalize(a: Float64Array[], diagonal: Float64Array, beside: Float64Array, n: number): Float64Array[] {
  const reflectors: Float64Array[] = [];
  const image = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    const reflector = householder(a[k], k + 1, n);
    beside[k] = reflector.length;
    reflectors.push(reflector.unit);
    reflectBothSides(a, reflector.unit, image, k + 1, n);
  }
  for (let k = 0; k < n; k++) diagonal[k] = a[k][k];
  if (n > 1) beside[n - 2] = a[n - 2][n - 1];
  return reflectors;
}

/** Unit vector v with (1 - 2 v v^T) x = length e_first, where x = row[first..n). */
function householder(row: Float64Array, first: number, n: number): { unit: Float64Array; length: number } {
  const unit = new Float64Array(n);
  let square = 0;
  for (let i = first; i < n; i++) square += row[i] * row[i];
  const length = row[first] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
  for (let i = first; i < n; i++) unit[i] = row[i];
  unit[first] -= length;
  let unitSquare = 0;
  for (let i = first; i < n; i++) unitSquare += unit[i] * unit[i];
  if (unitSquare > 0) for (let i = first; i < n; i++) unit[i] /= Math.sqrt(unitSquare);
  return { unit, length };
}

/** A <- (1 - 2 v v^T) A (1 - 2 v v^T) on the upper triangle of the trailing block: a rank-two update with w = A v - (v^T A v) v. */
function reflectBothSides(a: Float64Array[], v: Float64Array, w: Float64Array, first: number, n: number): void {
  multiplyUpper(a, v, w, first, n);
  let middle = 0;
  for (let i = first; i < n; i++) middle += w[i] * v[i];
  for (let i = first; i < n; i++) w[i] -= middle * v[i];
  for (let i = first; i < n; i += 2) {
    const row = a[i];
    const below = i + 1 < n ? a[i + 1] : row.slice();
    const [vRow, vBelow] = [2 * v[i], 2 * v[i + 1]];
    const [wRow, wBelow] = [2 * w[i], 2 * w[i + 1]];
    for (let j = i; j < n; j++) {
      row[j] -= vRow * w[j] + wRow * v[j];
      below[j] -= vBelow * w[j] + wBelow * v[j];
    }
  }
}

/**
 * w = A v from the upper triangle, each number of which is read once for both products that it is part of. Two rows at a time, so
 * that v and w are read half as often.
 */
function multiplyUpper(a: Float64Array[], v: Float64Array, w: Float64Array, first: number, n: number): void {
  w.fill(0, first);
  let i = first;
  for (; i + 1 < n; i += 2) {
    const [row, below] = [a[i], a[i + 1]];
    const [vRow, vBelow] = [v[i], v[i + 1]];
    let sumRow = row[i] * vRow + row[i + 1] * vBelow;
    let sumBelow = row[i + 1] * vRow + below[i + 1] * vBelow;
    for (let j = i + 2; j < n; j++) {
      sumRow += row[j] * v[j];
      sumBelow += below[j] * v[j];
      w[j] += row[j] * vRow + below[j] * vBelow;
    }
    w[i] += sumRow;
    w[i + 1] += sumBelow;
  }
  if (i < n) w[i] += a[i][i] * v[i];
}

/** From an eigenvector of the tridiagonal matrix to one of the matrix it was made from. */
function reflect(vector: Float64Array, reflectors: readonly Float64Array[]): void {
  for (let k = reflectors.length - 1; k >= 0; k--) {
    const v = reflectors[k];
    let dot = 0;
    for (let i = k + 1; i < vector.length; i++) dot += v[i] * vector[i];
    if (dot !== 0) for (let i = k + 1; i < vector.length; i++) vector[i] -= 2 * dot * v[i];
  }
}
