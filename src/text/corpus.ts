/**
 * All documents, row-compressed in SharedArrayBuffers: document d has words (ascending ids) and counts in
 * [offsets[d], offsets[d + 1]). Both weightings follow from counts, idf and lengths, so adding documents never
 * rewrites old postings. Arrays may be longer than what is used: `size` documents, offsets[size] postings.
 * A plain object: posted to a worker, it shares its memory.
 */
export interface Corpus {
  readonly size: number;
  readonly offsets: Uint32Array;
  readonly words: Uint32Array;
  /** Two bytes each while every count is an integer up to 65,535; else floats. */
  readonly counts: Uint16Array | Float32Array;
  /** Sum of counts, per document. */
  readonly lengths: Float32Array;
  /** 1 where the document was removed; its postings stay until the corpus is compacted. */
  readonly removed: Uint8Array;
  /** Number of live documents that hold the word, per word. */
  readonly df: Uint32Array;
  /** Number of words of the vocabulary: ids are below it. */
  readonly vocabularySize: number;
  /** Number of live documents. */
  readonly live: number;
  /** A large corpus lies where kernels can read it. */
  readonly memory?: CorpusMemory;
}

/** A memory that arrays lie in, at their own byte offsets and all before `end`. */
export interface CorpusMemory {
  readonly memory: WebAssembly.Memory;
  /** The first page and all from here on are free: room for the threads that read the corpus. */
  readonly end: number;
}
