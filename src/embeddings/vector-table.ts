/** Unit vectors of words, size x dim row-major; a word without a vector has `known` 0. */
export interface VectorTable {
  readonly dim: number;
  readonly rows: Float32Array;
  readonly known: Uint8Array;
}
