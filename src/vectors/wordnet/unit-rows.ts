/** Vectors one after the other, `columnCount` values each. */
export interface VectorRows {
  readonly columnCount: number;
  readonly values: Float32Array;
}

/** Subtracts the mean of the first `fitCount` rows from every row, in place. */
export function centre({ values, columnCount: dim }: VectorRows, fitCount: number): void {
  const mean = new Float64Array(dim);
  for (let i = 0; i < fitCount * dim; i++) mean[i % dim] += values[i];
  for (let k = 0; k < dim; k++) mean[k] /= fitCount;
  for (let i = 0; i < values.length; i++) values[i] -= mean[i % dim];
}

/** Divides every row by its length, in place. */
export function toUnitLength({ values, columnCount: dim }: VectorRows): void {
  for (let at = 0; at < values.length; at += dim) {
    let square = 0;
    for (let k = at; k < at + dim; k++) square += values[k] * values[k];
    const length = Math.sqrt(square);
    for (let k = at; k < at + dim; k++) values[k] /= length;
  }
}
