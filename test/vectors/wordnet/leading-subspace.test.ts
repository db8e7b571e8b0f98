import { SharedHeap } from '../../../src/kernels/shared-heap';
import { BuildCrew } from '../../../src/vectors/wordnet/build-crew';
import { leadingSubspace, type SubspaceOptions } from '../../../src/vectors/wordnet/leading-subspace';
import { denseRows, valuesOf } from '../../../src/vectors/wordnet/matrix-products';
import { SparseRowsBuilder, type SparseRows } from '../../../src/vectors/wordnet/sparse-rows';

const SEED = 20_261_121;
let state = SEED;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;

/** A matrix of known singular value decomposition: left and right hold a unit vector per singular value. */
interface Decomposition {
  readonly singular: readonly number[];
  readonly left: readonly number[][];
  readonly right: readonly number[][];
}

/** Of products of rows that are as large as 9, computed in single precision. */
const TOLERANCE = 1e-3;
const OPTIONS: SubspaceOptions = { dim: 8, block: 4, steps: 8, singularPower: 1, taper: 0, seed: 7 };

/** Orthonormal vectors (Gram-Schmidt, twice). */
function orthonormal(count: number, length: number): number[][] {
  const vectors: number[][] = [];
  while (vectors.length < count) {
    let x = Array.from({ length }, random);
    for (const earlier of [...vectors, ...vectors]) {
      const along = dot(x, earlier);
      x = x.map((value, i) => value - along * earlier[i]);
    }
    const norm = Math.hypot(...x);
    vectors.push(x.map((value) => value / norm));
  }
  return vectors;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function decomposition(singular: readonly number[], rowCount: number, columnCount: number): Decomposition {
  return { singular, left: orthonormal(singular.length, rowCount), right: orthonormal(singular.length, columnCount) };
}

function toSparse({ singular, left, right }: Decomposition): SparseRows {
  const rows = new SparseRowsBuilder();
  const columnCount = right[0].length;
  for (let r = 0; r < left[0].length; r++) {
    const row = right[0].map((_, c) => singular.reduce((sum, s, k) => sum + s * left[k][r] * right[k][c], 0));
    rows.appendMap(new Map(row.entries()));
  }
  return rows.build(columnCount);
}

async function imageAndBasis(matrix: SparseRows, options: SubspaceOptions) {
  const crew = new BuildCrew(0, SharedHeap.create());
  const rowCount = matrix.starts.length - 1;
  const image = denseRows(crew.heap, rowCount, options.dim);
  const basis = await leadingSubspace(matrix, options, image, crew);
  return { image: inRows(valuesOf(crew.heap, image), options.dim), basis: inRows(valuesOf(crew.heap, basis), options.dim) };
}

function inRows(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, r) => [...values.subarray(r * width, (r + 1) * width)]);
}

/** Products of all rows with each other, which no choice of vectors within a cluster of singular values changes. */
function expectProducts(rows: number[][], expected: (a: number, b: number) => number): void {
  let most = 0;
  rows.forEach((x, a) => rows.forEach((y, b) => (most = Math.max(most, Math.abs(dot(x, y) - expected(a, b))))));
  expect(most).toBeLessThan(TOLERANCE);
}

/** Sum over the first singular values of weight(s) vector vector^T. */
function spectral(vectors: readonly number[][], { singular }: Decomposition, dim: number, weight: (s: number) => number) {
  return (a: number, b: number) =>
    singular.slice(0, dim).reduce((sum, s, k) => sum + weight(s) * vectors[k][a] * vectors[k][b], 0);
}

describe(`seed ${SEED}`, () => {
  const tail = Array.from({ length: 60 }, (_, k) => 0.5 - 0.007 * k);
  const clustered = [3, 2, 2, 2, 2 - 1e-6, 1.5, 1.5, 1.5 - 1e-5, ...tail];

  it.each([1, 1.25])('finds singular vectors of clustered values, times s^%f, and their image', async (singularPower) => {
    const known = decomposition(clustered, 90, 80);
    const { image, basis } = await imageAndBasis(toSparse(known), { ...OPTIONS, singularPower });
    expectProducts(
      image,
      spectral(known.left, known, 8, (s) => s ** (2 * singularPower)),
    );
    expectProducts(
      basis,
      spectral(known.right, known, 8, (s) => s ** (2 * singularPower - 2)),
    );
    image.forEach((row, r) => {
      const along = known.left.map((left, k) => known.singular[k] * left[r]);
      row.forEach((found, c) => {
        const expected = along.reduce((sum, x, k) => sum + x * known.right[k].reduce((t, v, i) => t + v * basis[i][c], 0), 0);
        expect(Math.abs(found - expected)).toBeLessThan(TOLERANCE);
      });
    });
  });

  it('does not depend on the seed where the cut falls between equal values: the taper leaves nothing of them', async () => {
    const matrix = toSparse(decomposition(clustered, 90, 80));
    const options = { ...OPTIONS, dim: 7, taper: 0.5 };
    const [one, other] = await Promise.all([1, 2].map((seed) => imageAndBasis(matrix, { ...options, seed })));
    expectProducts(one.image, (a, b) => dot(other.image[a], other.image[b]));
    // Without it, two of the three values at the cut are in, and which mixture of their vectors is chance.
    const sharp = await Promise.all([1, 2].map((seed) => imageAndBasis(matrix, { ...options, taper: 0, seed })));
    const difference = Math.max(...sharp[0].image.map((x, a) => Math.abs(dot(x, x) - dot(sharp[1].image[a], sharp[1].image[a]))));
    expect(difference).toBeGreaterThan(1e-3);
  });

  it('fades towards the cut as (1 - (c / s)^2)^taper', async () => {
    const known = decomposition([3, 2, 2, 2, 1, 0.5], 30, 40);
    const { image } = await imageAndBasis(toSparse(known), { ...OPTIONS, dim: 4, taper: 0.75 });
    expectProducts(
      image,
      spectral(known.left, known, 4, (s) => s ** 2 * (1 - 1 / s ** 2) ** 1.5),
    );
  });

  it('finds what there is where the matrix has few rows or a low rank, and zeros for the rest', async () => {
    const few = decomposition([5, 3, 2, 1, 0.5, 0.1], 6, 9);
    expectProducts(
      (await imageAndBasis(toSparse(few), { ...OPTIONS, steps: 5 })).image,
      spectral(few.left, few, 6, (s) => s * s),
    );
    const low = decomposition([2, 1], 30, 20);
    expectProducts(
      (await imageAndBasis(toSparse(low), OPTIONS)).image,
      spectral(low.left, low, 2, (s) => s * s),
    );
  });
});
