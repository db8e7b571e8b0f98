/** Distinct words of a text and how often it says each. */
export interface WordCounts {
  /** Ids of the corpus's vocabulary; from its size on, words that no document holds. */
  readonly ids: Uint32Array;
  /** Occurrences of each word, or its weight in a pre-weighted bag. */
  readonly counts: ArrayLike<number>;
  /** Documents of the background that hold each word; read for words outside the vocabulary, 0 when absent. */
  readonly background?: ArrayLike<number>;
}
