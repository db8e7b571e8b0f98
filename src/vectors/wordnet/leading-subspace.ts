import type { BuildCrew } from './build-crew';
import { denseRows, valuesOf, type DenseRows } from './matrix-products';
import { transpose, type SparseRows } from './sparse-rows';
import { symmetricEigen, type SymmetricEigen } from './symmetric-eigen';

export interface SubspaceOptions {
  readonly dim: number;
  /** Random columns that the search starts from, and how often it applies the matrix to what it found last. */
  readonly block: number;
  readonly steps: number;
  readonly singularPower: number;
  readonly taper: number;
  readonly seed: number;
}

/** Squared length of a direction, as a share of the longest one's, under which in single precision it is rounding alone. */
const ROUNDING = 1e-8;
/** Directions of a block that was made orthonormal once have length 0 or 1. */
const HALF = 0.5;

/**
 * The `dim` leading right singular vectors of a sparse matrix as columns of the result (columnCount x dim), each times
 * s^(singularPower - 1) (1 - (c / s)^2)^taper, where s is its singular value and c the first one that is left out. So
 * vectors at the cut, where singular values are close and may change places, count for little. `image`
 * (rows x dim) is set to matrix x result.
 *
 * Block Lanczos with full orthogonalisation on M M^T (Golub, Underwood 1977; as a randomised method: Musco, Musco 2015). The
 * spectrum is flat, and a Krylov space of 20 blocks of 64 finds it five times as exactly as subspace iteration that costs the same.
 */
export async function leadingSubspace(
  matrix: SparseRows,
  options: SubspaceOptions,
  image: DenseRows,
  crew: BuildCrew,
  onStep: (done: number) => void = () => {},
): Promise<DenseRows> {
  const across = transpose(matrix);
  const krylov = await krylovSpace(matrix, across, options, crew, onStep);
  const eigen = symmetricEigen(krylov.projection, options.block * options.steps, options.dim + 1);
  const weights = columnWeights(eigen, options);
  const right = smallMatrix(eigen.vectors, eigen.values.length, options.dim, weights, crew);
  await crew.run('timesBlocks', { blocks: krylov.blocks, right, product: image }, image.rowCount);
  const basis = denseRows(crew.heap, matrix.columnCount, options.dim);
  await crew.run('timesDense', { left: across, right: image, product: basis }, matrix.columnCount);
  scaleColumns(valuesOf(crew.heap, image), options.dim, eigen.values);
  return basis;
}

interface KrylovSpace {
  /** Orthonormal columns, block by block. */
  readonly blocks: readonly DenseRows[];
  /** Upper triangle of blocks^T M M^T blocks. */
  readonly projection: Float64Array;
}

async function krylovSpace(
  matrix: SparseRows,
  across: SparseRows,
  { block: width, steps, seed }: SubspaceOptions,
  crew: BuildCrew,
  onStep: (done: number) => void,
): Promise<KrylovSpace> {
  const rowCount = matrix.starts.length - 1;
  const size = width * steps;
  const image = denseRows(crew.heap, rowCount, width);
  const back = denseRows(crew.heap, matrix.columnCount, width);
  const projection = new Float64Array(size * size);
  fillRandom(valuesOf(crew.heap, image), seed);
  const blocks = [await orthonormal(image, 0, crew)];
  let floor = 0;
  for (let step = 0; step < steps; step++) {
    await crew.run('timesDense', { left: across, right: blocks[step], product: back }, matrix.columnCount);
    await crew.run('timesDense', { left: matrix, right: back, product: image }, rowCount);
    const coefficients = await crossProducts(blocks, image, crew);
    for (let i = 0; i < (step + 1) * width; i++) {
      for (let c = 0; c < width; c++) projection[i * size + step * width + c] = coefficients[i * width + c];
    }
    onStep(step + 1);
    if (step + 1 === steps) break;
    if (step === 0) floor = ROUNDING * symmetricEigen(await crossProducts([image], image, crew), width).values[0];
    const right = fromNumbers(coefficients, width, crew);
    await crew.run('lessBlocks', { blocks, right, product: image }, rowCount);
    blocks.push(await orthonormal(image, floor, crew));
  }
  return { blocks, projection };
}

/**
 * The same space in orthonormal columns, twice over, since once is exact only for columns that are far from parallel.
 * Directions of a squared length under `floor` become zeros.
 */
async function orthonormal(columns: DenseRows, floor: number, crew: BuildCrew): Promise<DenseRows> {
  const once = denseRows(crew.heap, columns.rowCount, columns.columnCount);
  await orthonormalise(columns, once, floor, crew);
  await orthonormalise(once, columns, HALF, crew);
  valuesOf(crew.heap, once).set(valuesOf(crew.heap, columns));
  return once;
}

async function orthonormalise(from: DenseRows, to: DenseRows, floor: number, crew: BuildCrew): Promise<void> {
  const width = from.columnCount;
  const { values, vectors } = symmetricEigen(await crossProducts([from], from, crew), width);
  const scales = Float64Array.from(values, (value) => (value > floor ? 1 / Math.sqrt(value) : 0));
  const right = smallMatrix(vectors, width, width, scales, crew);
  await crew.run('timesBlocks', { blocks: [from], right, product: to }, from.rowCount);
}

/** blocks^T right, a row for every column of the blocks. */
async function crossProducts(blocks: readonly DenseRows[], right: DenseRows, crew: BuildCrew): Promise<Float64Array> {
  const parts = await crew.run('cross', { blocks, right }, right.rowCount);
  const sum = new Float64Array(parts[0].length);
  for (const part of parts) for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  return sum;
}

/** s^(singularPower - 2) (1 - (c / s)^2)^taper for each singular value s, the roots of the eigenvalues. */
function columnWeights({ values }: SymmetricEigen, { dim, singularPower, taper }: SubspaceOptions): Float64Array {
  const cut = Math.max(0, values[dim] ?? 0);
  const smallest = values[0] * ROUNDING;
  return values
    .slice(0, dim)
    .map((value) => (value > smallest ? value ** (singularPower / 2 - 1) * (1 - cut / value) ** taper : 0));
}

/** Column c times scales[c]; columns that lack a scale are zeros. */
function scaleColumns(values: Float32Array, width: number, scales: Float64Array): void {
  const kept = Math.min(width, scales.length);
  for (let row = 0; row < values.length; row += width) {
    for (let c = 0; c < kept; c++) values[row + c] *= scales[c];
  }
}

/** The first columns of `vectors` (size x any number of columns, row-major), each times its scale; zeros where there are too few. */
function smallMatrix(vectors: Float64Array, size: number, keep: number, scales: Float64Array, crew: BuildCrew): DenseRows {
  const width = vectors.length / size;
  const matrix = denseRows(crew.heap, size, keep);
  const values = valuesOf(crew.heap, matrix);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < Math.min(keep, width); c++) values[i * keep + c] = scales[c] * vectors[i * width + c];
  }
  return matrix;
}

function fromNumbers(numbers: Float64Array, columnCount: number, crew: BuildCrew): DenseRows {
  const matrix = denseRows(crew.heap, numbers.length / columnCount, columnCount);
  valuesOf(crew.heap, matrix).set(numbers);
  return matrix;
}

/** Uniform in (-0.5, 0.5): the minimal standard generator (Park, Miller 1988), whose products are exact in a double. */
function fillRandom(values: Float32Array, seed: number): void {
  let state = 1 + (Math.abs(Math.trunc(seed)) % 2147483646);
  for (let i = 0; i < values.length; i++) {
    state = (state * 48271) % 2147483647;
    values[i] = state / 2147483647 - 0.5;
  }
}
