import path from 'node:path';
import { EMBEDDING_KINDS, type EmbeddingStore } from '../store/embedding-store';
import { LmdbEmbeddings } from '../store/lmdb-embeddings';
import { MemoryEmbeddings } from '../store/memory-embeddings';
import type { Pipeline } from '../text/pipeline';
import type { DocumentTable } from './document-table';
import { KeptVectors } from './kept-vectors';
import { openSentenceModel, type ModelLocation } from './sentence-models';
import { SentenceTable } from './sentence-table';

export interface IndexModel extends ModelLocation {
  /**
   * Folder for what the model makes of the documents; default `embeddings` in the folder that the index was opened from, and
   * memory for one that was not.
   */
  readonly embeddingsDir?: string;
  /** Bytes for that in memory; default 256 MiB. */
  readonly embeddingsBytes?: number;
}

/** Where a saved index keeps what a sentence model made of its documents. */
export const EMBEDDINGS = 'embeddings';

const DEFAULT_BYTES = 256 * 2 ** 20;
/** Entries of texts that are gone are dropped once there are so many more than documents. */
const SPARE_ENTRIES = 100;
const SPARE_SHARE = 0.25;

/** A write that is waited for alone costs a flush of the disk. */
export const PUTS_TOGETHER = 64;

/** The sentence model of an index, opened when it is first needed, and what it made of the documents. */
export class IndexEmbeddings {
  #vectors: Promise<KeptVectors> | undefined;
  #store: EmbeddingStore | undefined;
  readonly #tables = new WeakMap<DocumentTable, SentenceTable>();
  readonly #folder: string | undefined;

  /** @param indexFolder that the index was opened from. */
  constructor(
    private readonly model: IndexModel | undefined,
    private readonly pipeline: Pipeline,
    indexFolder?: string,
  ) {
    this.#folder = model?.embeddingsDir ?? (indexFolder && path.join(indexFolder, EMBEDDINGS));
  }

  /** Throws VECTORS_UNAVAILABLE, STORAGE_FAILED. */
  vectors(): Promise<KeptVectors> {
    this.#vectors ??= this.#open();
    return this.#vectors;
  }

  /** The table of these documents, which grows by `follow`. */
  sentences(documents: DocumentTable, { dim }: KeptVectors): SentenceTable {
    let table = this.#tables.get(documents);
    if (!table) this.#tables.set(documents, (table = new SentenceTable(dim)));
    return table;
  }

  /** Brings what was made of the documents to the folder that the index is saved in, and drops what is of no use any more. */
  async save(indexFolder: string, documents: DocumentTable): Promise<void> {
    if (!this.#store || !this.#vectors) return;
    const vectors = await this.#vectors;
    const folder = this.model?.embeddingsDir ?? path.join(indexFolder, EMBEDDINGS);
    if (this.#folder !== undefined && path.resolve(folder) === path.resolve(this.#folder)) await this.#tidy(vectors, documents);
    else await this.#copy(vectors, documents, folder);
  }

  async close(): Promise<void> {
    await this.#vectors?.catch(() => undefined);
    await this.#store?.close();
    this.#store = undefined;
    this.#vectors = undefined;
  }

  async #open(): Promise<KeptVectors> {
    try {
      const model = await openSentenceModel(this.model);
      this.#store ??=
        this.#folder === undefined
          ? new MemoryEmbeddings(this.model?.embeddingsBytes ?? DEFAULT_BYTES)
          : LmdbEmbeddings.open(this.#folder);
      return new KeptVectors(model, this.pipeline, this.#store);
    } catch (error) {
      this.#vectors = undefined;
      throw error;
    }
  }

  async #tidy(vectors: KeptVectors, documents: DocumentTable): Promise<void> {
    const { store } = vectors;
    const most = documents.size * (1 + SPARE_SHARE) + SPARE_ENTRIES;
    if (EMBEDDING_KINDS.every((kind) => store.size(kind) <= most)) return;
    const keys = new Set<string>();
    for (const text of textsOf(documents)) keys.add(vectors.key(text));
    await store.retain(keys);
  }

  async #copy(vectors: KeptVectors, documents: DocumentTable, folder: string): Promise<void> {
    const { store } = vectors;
    if (EMBEDDING_KINDS.every((kind) => store.size(kind) === 0)) return;
    const target = LmdbEmbeddings.open(folder);
    try {
      let puts: Promise<void>[] = [];
      for (const text of textsOf(documents)) {
        const key = vectors.key(text);
        for (const kind of EMBEDDING_KINDS) {
          const bytes = store.get(kind, key);
          if (bytes) puts.push(target.put(kind, key, bytes));
        }
        if (puts.length < PUTS_TOGETHER) continue;
        await Promise.all(puts);
        puts = [];
      }
      await Promise.all(puts);
    } finally {
      await target.close();
    }
  }
}

/** The texts of documents, in the order they came. */
export function* textsOf(documents: DocumentTable): Iterable<string> {
  for (const id of documents.ids()) {
    const text = documents.get(id)?.text;
    if (text) yield text;
  }
}
