/** Distinct words of a query, whether or not the corpus knows them. */
export interface QueryWords {
  /** Vocabulary id of each word; an id of corpus.vocabularySize or more (unique in the query) is a word no document holds. */
  readonly ids: Uint32Array;
  /** Occurrences of each word, or its weight in a pre-weighted bag. */
  readonly counts: Float32Array;
  /** Unit vectors, ids.length x dim row-major; ignored where `known` is 0. */
  readonly rows: Float32Array;
  readonly known: Uint8Array;
  /** Documents of the background that hold each word; read for words outside the vocabulary, 0 when absent. */
  readonly background?: Float32Array;
}
