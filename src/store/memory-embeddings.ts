import { EMBEDDING_KINDS, type EmbeddingKind, type EmbeddingStore } from './embedding-store';

/** Bytes that an entry takes beside its content, roughly. */
const ENTRY_BYTES = 200;
/** Sentence vectors are small, and a search reads all of them: they have a part of their own, which words cannot push out. */
const SENTENCE_SHARE = 0.25;

/** Embeddings in memory: where there is no more room, those go that were not asked for longest. */
export class MemoryEmbeddings implements EmbeddingStore {
  private readonly kinds: Readonly<Record<EmbeddingKind, RecentEntries>>;

  /** @param budget bytes for all entries together. */
  constructor(budget: number) {
    const sentence = budget * SENTENCE_SHARE;
    this.kinds = { words: new RecentEntries(budget - sentence), sentence: new RecentEntries(sentence) };
  }

  has(kind: EmbeddingKind, key: string): boolean {
    return this.kinds[kind].has(key);
  }

  get(kind: EmbeddingKind, key: string): Uint8Array | undefined {
    return this.kinds[kind].get(key);
  }

  put(kind: EmbeddingKind, key: string, bytes: Uint8Array): Promise<void> {
    this.kinds[kind].put(key, bytes);
    return Promise.resolve();
  }

  size(kind: EmbeddingKind): number {
    return this.kinds[kind].size;
  }

  retain(keys: ReadonlySet<string>): Promise<void> {
    for (const kind of EMBEDDING_KINDS) this.kinds[kind].retain(keys);
    return Promise.resolve();
  }

  bytes(): number {
    return EMBEDDING_KINDS.reduce((sum, kind) => sum + this.kinds[kind].bytes, 0);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Entries in the order they were last asked for. */
class RecentEntries {
  bytes = 0;
  private readonly entries = new Map<string, Uint8Array>();

  constructor(private readonly budget: number) {}

  get size(): number {
    return this.entries.size;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  put(key: string, bytes: Uint8Array): void {
    this.remove(key);
    if (bytes.length + ENTRY_BYTES > this.budget) return;
    this.entries.set(key, bytes);
    this.bytes += bytes.length + ENTRY_BYTES;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.budget) break;
      this.remove(oldest);
    }
  }

  retain(keys: ReadonlySet<string>): void {
    for (const key of this.entries.keys()) if (!keys.has(key)) this.remove(key);
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.bytes -= entry.length + ENTRY_BYTES;
  }
}
