/** Eigenvalues, largest first, and their unit vectors: column c of `vectors` (n x n, row-major) belongs to values[c]. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 60;

/**
 * All eigenvalues and vectors of a symmetric n x n matrix, of which the upper triangle is read: Householder
 * reduction to tridiagonal form, then implicit QL (Wilkinson, Reinsch 1971; Golub, Van Loan, chapter 8).
 */
export function symmetricEigen(upper: Float64Array, n: number): SymmetricEigen {
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => (i <= j ? upper[i * n + j] : upper[j * n + i])),
  );
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const basis = tridiagonalize(rows, diagonal, beside, n);
  iterateQl(diagonal, beside, basis, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, column) => {
    for (let i = 0; i < n; i++) vectors[i * n + column] = basis[from][i];
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/** Householder reflections applied from both sides; answers the rows of Q^T, with A = Q tridiagonal Q^T. */
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
  return basisOf(reflectors, n);
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

/** A <- (1 - 2 v v^T) A (1 - 2 v v^T) on the trailing block, by the rank-two update with w = A v - (v^T A v) v. */
function reflectBothSides(a: Float64Array[], v: Float64Array, w: Float64Array, first: number, n: number): void {
  let middle = 0;
  for (let i = first; i < n; i++) {
    let sum = 0;
    for (let j = first; j < n; j++) sum += a[i][j] * v[j];
    w[i] = sum;
    middle += sum * v[i];
  }
  for (let i = first; i < n; i++) w[i] -= middle * v[i];
  for (let i = first; i < n; i++) {
    const row = a[i];
    const vi = 2 * v[i];
    const wi = 2 * w[i];
    for (let j = first; j < n; j++) row[j] -= vi * w[j] + wi * v[j];
  }
}

function basisOf(reflectors: readonly Float64Array[], n: number): Float64Array[] {
  const rows = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    row[i] = 1;
    return row;
  });
  for (const row of rows) {
    for (let k = reflectors.length - 1; k >= 0; k--) {
      const v = reflectors[k];
      let dot = 0;
      for (let i = k + 1; i < n; i++) dot += v[i] * row[i];
      if (dot !== 0) for (let i = k + 1; i < n; i++) row[i] -= 2 * dot * v[i];
    }
  }
  return rows;
}

/** Implicit QL with Wilkinson shifts on the tridiagonal matrix; the rows of `basis` are rotated along. */
function iterateQl(d: Float64Array, e: Float64Array, basis: Float64Array[], n: number): void {
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      const m = endOfBlock(d, e, l, n);
      if (m === l) break;
      if (sweep === MAX_SWEEPS) throw new Error(`No convergence of eigenvalue ${l} in ${MAX_SWEEPS} sweeps`);
      qlSweep(d, e, basis, l, m);
    }
  }
}

/** The first m >= l whose coupling to m + 1 is nothing beside the diagonal. */
function endOfBlock(d: Float64Array, e: Float64Array, l: number, n: number): number {
  let m = l;
  while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
  return m;
}

function qlSweep(d: Float64Array, e: Float64Array, basis: Float64Array[], l: number, m: number): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  const hypotenuse = Math.sqrt(half * half + 1);
  let g = d[m] - d[l] + e[l] / (half + (half >= 0 ? hypotenuse : -hypotenuse));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const r = Math.sqrt(f * f + g * g);
    if (i + 1 < m) e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= shift;
      e[m] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - shift;
    const t = (d[i] - g) * sine + 2 * cosine * b;
    shift = sine * t;
    d[i + 1] = g + shift;
    g = cosine * t - b;
    rotate(basis[i], basis[i + 1], sine, cosine);
  }
  d[l] -= shift;
  e[l] = g;
  e[m] = 0;
}

function rotate(a: Float64Array, b: Float64Array, sine: number, cosine: number): void {
  for (let k = 0; k < a.length; k++) {
    const f = b[k];
    b[k] = sine * a[k] + cosine * f;
    a[k] = cosine * a[k] - sine * f;
  }
}
