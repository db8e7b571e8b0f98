import fs from 'node:fs';
import path from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { WordmoverError } from '../errors';
import { EMBEDDING_KINDS, type EmbeddingKind, type EmbeddingStore } from './embedding-store';
import { checkStoreFile, STORE_FILE } from './store-file';

const LOCK_FILE = 'lock.mdb';
/** How large the store was when it was last opened or closed: LMDB's file never shrinks, so a smaller one was cut off. */
const SIZE_FILE = 'size';

/** Embeddings in an LMDB environment of their own: memory-mapped, safe in a crash, shared by processes. */
export class LmdbEmbeddings implements EmbeddingStore {
  readonly #root: RootDatabase;
  readonly #kinds: Readonly<Record<EmbeddingKind, Database<Buffer, string>>>;
  #lastWriteFailed = false;

  private constructor(readonly folder: string) {
    // Batching by event turn makes promises that nobody holds: a full disk would end the process.
    this.#root = open({ path: folder, noSubdir: false, maxDbs: 2, eventTurnBatching: false });
    const kind = (name: string): Database<Buffer, string> => this.#root.openDB({ name, encoding: 'binary' });
    this.#kinds = { words: kind('words'), sentence: kind('sentence') };
    this.#noteSize();
  }

  /** Opens the store in `folder`, or makes it. A damaged one is thrown away: all in it can be computed. Throws STORAGE_FAILED. */
  static open(folder: string): LmdbEmbeddings {
    return guard(folder, () => {
      fs.mkdirSync(folder, { recursive: true });
      if (!isWhole(folder))
        for (const file of [STORE_FILE, LOCK_FILE, SIZE_FILE]) fs.rmSync(path.join(folder, file), { force: true });
      return new LmdbEmbeddings(folder);
    });
  }

  has(kind: EmbeddingKind, key: string): boolean {
    return this.#kinds[kind].doesExist(key);
  }

  get(kind: EmbeddingKind, key: string): Uint8Array | undefined {
    return this.#kinds[kind].get(key);
  }

  async put(kind: EmbeddingKind, key: string, bytes: Uint8Array): Promise<void> {
    await this.#write(() => this.#kinds[kind].put(key, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
  }

  size(kind: EmbeddingKind): number {
    return (this.#kinds[kind].getStats() as { entryCount: number }).entryCount;
  }

  async retain(keys: ReadonlySet<string>): Promise<void> {
    await this.#write(() =>
      this.#root.transaction(() => {
        for (const kind of EMBEDDING_KINDS) {
          const table = this.#kinds[kind];
          const gone = [...table.getKeys()].filter((key) => !keys.has(key));
          for (const key of gone) table.remove(key).catch(() => undefined);
        }
      }),
    );
  }

  bytes(): number {
    return fs.statSync(path.join(this.folder, STORE_FILE), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** After a failed write LMDB waits for its flush, which never comes: then it is left to the end of the process. */
  async close(): Promise<void> {
    const closed = this.#root.close();
    if (this.#lastWriteFailed) return;
    await closed;
    this.#noteSize();
  }

  async #write(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
      this.#lastWriteFailed = false;
    } catch (error) {
      this.#lastWriteFailed = true;
      const { commitError } = (error ?? {}) as { commitError?: Promise<unknown> };
      throw failed(this.folder, commitError ? await commitError.catch((cause: unknown) => cause) : error);
    }
  }

  /** Only makes the check of the next opening sharper: nothing is lost where it can't be written. */
  #noteSize(): void {
    try {
      fs.writeFileSync(path.join(this.folder, SIZE_FILE), String(this.bytes()));
    } catch {
      // See above.
    }
  }
}

/** True also where there is none yet. */
function isWhole(folder: string): boolean {
  if (!fs.existsSync(path.join(folder, STORE_FILE))) return true;
  try {
    const noted = path.join(folder, SIZE_FILE);
    checkStoreFile(folder, fs.existsSync(noted) ? Number(fs.readFileSync(noted, 'utf8')) || 0 : 0);
    return true;
  } catch (error) {
    if (error instanceof WordmoverError && error.code === 'CORRUPT_INDEX') return false;
    throw error;
  }
}

function guard<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failed(folder, error);
  }
}

function failed(folder: string, error: unknown): WordmoverError {
  if (error instanceof WordmoverError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new WordmoverError(
    'STORAGE_FAILED',
    `the vectors kept in ${folder} can't be read or written: ${reason}. Free some disk space, or give another folder`,
    { cause: error },
  );
}
