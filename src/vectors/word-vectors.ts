/** Rows asked for, in the order asked: `rows` holds terms.length x dim unit vectors, zero where `known` is 0. */
export interface TermRows {
  readonly rows: Float32Array;
  readonly known: Uint8Array;
}

/** A source of unit vectors for words: WordNet, a word2vec or GloVe file, a transformer. */
export interface WordVectors {
  /** Short name for people, e.g. "wordnet". */
  readonly label: string;
  readonly dim: number;
  /** Changes whenever any vector would: stored with an index and compared on open. */
  readonly fingerprint: string;
  lookup(terms: readonly string[]): Promise<TermRows>;
}
