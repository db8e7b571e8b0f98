/** `words`: the vectors of all words of a text; `sentence`: the one of the whole text. */
export type EmbeddingKind = 'words' | 'sentence';

export const EMBEDDING_KINDS: readonly EmbeddingKind[] = ['words', 'sentence'];

/**
 * What a model made of texts, by a key that changes with the text and the model. Entries are bytes that know by themselves
 * whether they are whole. One that is lost costs time, nothing else: it is computed again. Reads are synchronous.
 */
export interface EmbeddingStore {
  has(kind: EmbeddingKind, key: string): boolean;
  get(kind: EmbeddingKind, key: string): Uint8Array | undefined;
  /** Settles once other readers see it. Throws STORAGE_FAILED. */
  put(kind: EmbeddingKind, key: string, bytes: Uint8Array): Promise<void>;
  /** Number of entries of a kind. */
  size(kind: EmbeddingKind): number;
  /** Drops all other entries. */
  retain(keys: ReadonlySet<string>): Promise<void>;
  /** Bytes held, in memory or on disk. */
  bytes(): number;
  close(): Promise<void>;
}
