/** Bag of words: word ids ascending, positive weights (TF-IDF summing to one, or BM25 demands). */
export interface Nbow {
  readonly words: Uint32Array;
  readonly weights: Float32Array;
}
