import { spreadInBatches, spreadWords, weighRows, type SpreadInput, type Weights } from './features';
import type { DenseRows, MatrixProducts } from './matrix-products';
import type { SparseRows } from './sparse-rows';

/** Work on rows [from, to) of something large: arrays in shared memory go in, results are written there or come back. */
type Task<I, O> = (input: I, from: number, to: number, products: MatrixProducts) => O;

interface BlockProduct {
  readonly blocks: readonly DenseRows[];
  readonly right: DenseRows;
  readonly product: DenseRows;
}

interface ProjectInput extends SpreadInput {
  readonly weights: Weights;
  readonly basis: DenseRows;
  /** Takes the rows of all words, from this one on those that are projected. */
  readonly rows: DenseRows;
  readonly firstRow: number;
}

/** Spread, weigh and project without ever holding all features. */
function projectWords(input: ProjectInput, from: number, to: number, products: MatrixProducts): void {
  const { weights, basis, rows, firstRow } = input;
  for (const { features, first } of spreadInBatches(input, from, to)) {
    const rowCount = features.starts.length - 1;
    weighRows(features, weights, 0, rowCount);
    const start = rows.start + 4 * (firstRow + first) * rows.columnCount;
    products.multiplySparse(features, basis, { ...rows, start, rowCount }, 0, rowCount);
  }
}

const spread: Task<SpreadInput, SparseRows> = spreadWords;
const weigh: Task<{ rows: SparseRows; weights: Weights }, void> = (input, from, to) =>
  weighRows(input.rows, input.weights, from, to);
const timesDense: Task<{ left: SparseRows; right: DenseRows; product: DenseRows }, void> = (input, from, to, products) =>
  products.multiplySparse(input.left, input.right, input.product, from, to);
const timesBlocks: Task<BlockProduct, void> = (input, from, to, products) =>
  products.multiplyBlocks(input.blocks, input.right, input.product, from, to);
const lessBlocks: Task<BlockProduct, void> = (input, from, to, products) =>
  products.subtractBlocks(input.blocks, input.right, input.product, from, to);
const cross: Task<Omit<BlockProduct, 'product'>, Float32Array> = (input, from, to, products) =>
  products.crossProducts(input.blocks, input.right, from, to);
const project: Task<ProjectInput, void> = projectWords;

export const BUILD_TASKS = { spread, weigh, timesDense, timesBlocks, lessBlocks, cross, project };
export type BuildTasks = typeof BUILD_TASKS;
