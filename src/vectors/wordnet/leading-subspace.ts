import type { BuildCrew } from './build-crew';
import { denseRows, type DenseRows } from './dense-products';
import { transpose, type SparseRows } from './sparse-rows';
import { symmetricEigen, type SymmetricEigen } from './symmetric-eigen';

export interface SubspaceOptions {
  readonly dim: number;
  readonly oversampling: number;
  readonly iterations: number;
  readonly singularPower: number;
  readonly seed: number;
}

/** Share of the largest under which an eigenvalue of a Gram matrix is rounding error. */
const SMALLEST_EIGENVALUE = 1e-12;

/**
 * The `dim` leading right singular vectors of a sparse matrix as columns (columnCount x dim), each times its singular value to
 * the power singularPower - 1, so that matrix x result = U S^singularPower. Randomised subspace iteration (Halko, Martinsson,
 * Tropp 2011) from a block of dim + oversampling random columns.
 */
export async function leadingSubspace(
  matrix: SparseRows,
  options: SubspaceOptions,
  crew: BuildCrew,
  onIteration: (done: number) => void = () => {},
): Promise<DenseRows> {
  const rowCount = matrix.starts.length - 1;
  const width = options.dim + options.oversampling;
  const across = transpose(matrix);
  const image = denseRows(rowCount, width);
  const basis = denseRows(rowCount, width);
  const back = denseRows(matrix.columnCount, width);
  fillRandom(basis.values, options.seed);
  let eigen: SymmetricEigen = { values: new Float64Array(0), vectors: new Float64Array(0) };
  for (let i = 0; i < options.iterations; i++) {
    await crew.run('timesDense', { left: across, right: basis, product: back }, matrix.columnCount);
    await crew.run('timesDense', { left: matrix, right: back, product: image }, rowCount);
    eigen = await gramEigen(image, rowCount, crew);
    await crew.run('timesSmall', { left: image, right: orthonormalizer(eigen, width), product: basis }, rowCount);
    onIteration(i + 1);
  }
  const leading = denseRows(rowCount, options.dim);
  const turn = orthonormalizer(eigen, options.dim, options.singularPower - 2);
  await crew.run('timesSmall', { left: image, right: turn, product: leading }, rowCount);
  const vectors = denseRows(matrix.columnCount, options.dim);
  await crew.run('timesDense', { left: across, right: leading, product: vectors }, matrix.columnCount);
  return vectors;
}

async function gramEigen(dense: DenseRows, rowCount: number, crew: BuildCrew): Promise<SymmetricEigen> {
  const sum = new Float64Array(dense.columnCount ** 2);
  for (const part of await crew.run('gramOf', dense, rowCount)) {
    for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  }
  return symmetricEigen(sum, dense.columnCount);
}

/**
 * W with image W orthonormal, columns in order of their singular values s: eigenvectors of the Gram matrix over the roots of
 * its eigenvalues. Columns may be stretched by s^power. The image is M M^T times orthonormal columns, so its Gram matrix
 * has eigenvalues near s^4.
 */
function orthonormalizer({ values, vectors }: SymmetricEigen, keep: number, power = 0): DenseRows {
  const size = values.length;
  const turn = denseRows(size, keep);
  const smallest = values[0] * SMALLEST_EIGENVALUE;
  for (let c = 0; c < keep; c++) {
    const scale = values[c] > smallest ? Math.pow(values[c], power / 4 - 1 / 2) : 0;
    for (let i = 0; i < size; i++) turn.values[i * keep + c] = scale * vectors[i * size + c];
  }
  return turn;
}

/** Uniform in (-0.5, 0.5): the minimal standard generator (Park, Miller 1988), whose products are exact in a double. */
function fillRandom(values: Float32Array, seed: number): void {
  let state = 1 + (Math.abs(Math.trunc(seed)) % 2147483646);
  for (let i = 0; i < values.length; i++) {
    state = (state * 48271) % 2147483647;
    values[i] = state / 2147483647 - 0.5;
  }
}
