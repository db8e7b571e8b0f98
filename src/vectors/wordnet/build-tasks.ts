import { gram, multiplyDense, multiplySparse, type DenseRows } from './dense-products';
import { spreadWords, weighRows, type SpreadInput, type Weights } from './features';
import type { SparseRows } from './sparse-rows';

/** Work on rows [from, to) of something large: arrays in shared memory go in, results are written there or come back. */
type Task<I, O> = (input: I, from: number, to: number) => O;

interface Product<A> {
  readonly left: A;
  readonly right: DenseRows;
  readonly product: DenseRows;
}

interface ProjectInput extends SpreadInput {
  readonly weights: Weights;
  readonly basis: DenseRows;
  readonly product: DenseRows;
}

/** Spread, weigh and project without ever holding all features. */
function projectWords(input: ProjectInput, from: number, to: number): void {
  const features = spreadWords(input, from, to);
  const width = input.basis.columnCount;
  const product = { columnCount: width, values: input.product.values.subarray(from * width, to * width) };
  weighRows(features, input.weights, 0, to - from);
  multiplySparse(features, input.basis, product, 0, to - from);
}

const spread: Task<SpreadInput, SparseRows> = spreadWords;
const weigh: Task<{ rows: SparseRows; weights: Weights }, void> = (input, from, to) =>
  weighRows(input.rows, input.weights, from, to);
const timesDense: Task<Product<SparseRows>, void> = ({ left, right, product }, from, to) =>
  multiplySparse(left, right, product, from, to);
const timesSmall: Task<Product<DenseRows>, void> = ({ left, right, product }, from, to) =>
  multiplyDense(left, right, product, from, to);
const gramOf: Task<DenseRows, Float64Array> = gram;
const project: Task<ProjectInput, void> = projectWords;

export const BUILD_TASKS = { spread, weigh, timesDense, timesSmall, gramOf, project };
export type BuildTasks = typeof BUILD_TASKS;
