const MAX_SWEEPS = 60;
const INVERSE_ITERATIONS = 3;
/** Eigenvalues less than this share of the matrix's norm apart: their computed vectors are not orthogonal by themselves. */
const CLOSE = 1e-3;

/** Eigenvalues, largest first, of the symmetric tridiagonal matrix with this diagonal and these numbers beside it: implicit QL with Wilkinson shifts. */
export function tridiagonalValues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  const d = diagonal.slice();
  const e = beside.slice();
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      const m = endOfBlock(d, e, l, n);
      if (m === l) break;
      if (sweep === MAX_SWEEPS) throw new Error(`No convergence of eigenvalue ${l} in ${MAX_SWEEPS} sweeps`);
      qlSweep(d, e, l, m);
    }
  }
  return d.sort().reverse();
}

/** The first m >= l whose coupling to m + 1 is nothing beside the diagonal. */
function endOfBlock(d: Float64Array, e: Float64Array, l: number, n: number): number {
  let m = l;
  while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
  return m;
}

function qlSweep(d: Float64Array, e: Float64Array, l: number, m: number): void {
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
  }
  d[l] -= shift;
  e[l] = g;
  e[m] = 0;
}

/**
 * A unit vector for each of the given eigenvalues (largest first), orthogonal to those before it: inverse iteration from a
 * vector of its own, so that equal eigenvalues get different ones. Values that are far apart have orthogonal ones anyway.
 */
export function tridiagonalVectors(diagonal: Float64Array, beside: Float64Array, values: Float64Array): Float64Array[] {
  const norm = diagonal.reduce((most, x, i) => Math.max(most, Math.abs(x) + 2 * Math.abs(beside[i])), 0);
  const smallest = Math.max(Number.EPSILON * norm, Number.MIN_VALUE / Number.EPSILON);
  const vectors: Float64Array[] = [];
  let firstClose = 0;
  let state = 1;
  for (const value of values) {
    while (values[firstClose] - value > CLOSE * norm) firstClose++;
    const close = vectors.slice(firstClose);
    const solve = shiftedSolver(diagonal, beside, value, smallest);
    const x = diagonal.map(() => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5);
    toUnit(x);
    for (let i = 0; i < INVERSE_ITERATIONS; i++) {
      solve(x);
      toUnit(x);
      for (const earlier of close) subtractAlong(x, earlier);
      toUnit(x);
    }
    for (const earlier of close) subtractAlong(x, earlier);
    toUnit(x);
    vectors.push(x);
  }
  return vectors;
}

/**
 * x <- (T - shift)^-1 x, by elimination with partial pivoting; a pivot that vanishes counts as `smallest`, which is what makes
 * the eigenvector grow.
 */
function shiftedSolver(diagonal: Float64Array, beside: Float64Array, shift: number, smallest: number) {
  const n = diagonal.length;
  // Row i of U is pivot[i], above[i], twoAbove[i] in columns i, i + 1, i + 2.
  const pivot = diagonal.map((x) => x - shift);
  const above = beside.slice();
  const twoAbove = new Float64Array(n);
  const factor = new Float64Array(n);
  const swapped = new Uint8Array(n);
  for (let i = 0; i + 1 < n; i++) {
    const below = beside[i];
    if (Math.abs(below) > Math.abs(pivot[i])) {
      swapped[i] = 1;
      factor[i] = pivot[i] / below;
      const [p, a] = [pivot[i + 1], above[i + 1]];
      pivot[i + 1] = above[i] - factor[i] * p;
      above[i + 1] = i + 2 < n ? -factor[i] * a : 0;
      [pivot[i], above[i], twoAbove[i]] = [below, p, i + 2 < n ? a : 0];
    } else {
      if (Math.abs(pivot[i]) < smallest) pivot[i] = smallest;
      factor[i] = below / pivot[i];
      pivot[i + 1] -= factor[i] * above[i];
    }
  }
  if (Math.abs(pivot[n - 1]) < smallest) pivot[n - 1] = smallest;
  return (x: Float64Array): void => {
    for (let i = 0; i + 1 < n; i++) {
      const first = swapped[i] === 1 ? x[i + 1] : x[i];
      x[i + 1] = (swapped[i] === 1 ? x[i] : x[i + 1]) - factor[i] * first;
      x[i] = first;
    }
    for (let i = n - 1; i >= 0; i--) {
      const rest = (i + 1 < n ? above[i] * x[i + 1] : 0) + (i + 2 < n ? twoAbove[i] * x[i + 2] : 0);
      x[i] = (x[i] - rest) / pivot[i];
    }
  };
}

function subtractAlong(x: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += x[i] * unit[i];
  for (let i = 0; i < x.length; i++) x[i] -= dot * unit[i];
}

/** Divides by the largest number first, so that squares do not overflow. */
function toUnit(x: Float64Array): void {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  let square = 0;
  for (let i = 0; i < x.length; i++) square += (x[i] /= largest) ** 2;
  const scale = 1 / Math.sqrt(square);
  for (let i = 0; i < x.length; i++) x[i] *= scale;
}
