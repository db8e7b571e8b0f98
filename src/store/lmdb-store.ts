import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { open, type Database, type RootDatabase } from 'lmdb';
import { WordmoverError } from '../errors';
import type { Change, DocumentStore } from './document-store';
import { storageFailed, unreadable } from './storage-failed';
import { checkStoreFile, STORE_FILE } from './store-file';
import type { StoredDocument } from './stored-document';

/** LMDB takes keys of up to 1,978 bytes; half of that leaves room for its own encoding. */
export const MAX_ID_BYTES = 900;

/** Bytes of the checksum before each document. */
const CHECKSUM = 4;

type LoggedChange = readonly [kind: Change['kind'], id: string];

/** Name, in the `state` table, of the highest change no longer in the log. */
const FORGOTTEN = 'forgotten';

/**
 * Documents in an LMDB environment: a memory-mapped B+ tree with ACID transactions (Chu 2011). A crash at any moment
 * leaves the last flushed transaction. One process writes at a time.
 */
export class LmdbStore implements DocumentStore {
  readonly #folder: string;
  readonly #root: RootDatabase;
  readonly #documents: Database<Buffer, string>;
  readonly #log: Database<LoggedChange, number>;
  readonly #state: Database<number, string>;
  #sequence: number;
  #lastWriteFailed = false;

  private constructor(folder: string, root: RootDatabase) {
    this.#folder = folder;
    this.#root = root;
    this.#documents = root.openDB({ name: 'documents', encoding: 'binary' });
    this.#log = root.openDB({ name: 'log', encoding: 'json' });
    this.#state = root.openDB({ name: 'state', encoding: 'json' });
    this.#sequence = this.#read(() => this.#lastSequence());
  }

  /**
   * Opens the store in `folder`, or makes it where there is none. `expected`: there must be one, of at least so many bytes.
   * Throws STORAGE_FAILED, and CORRUPT_INDEX for a file that is damaged or lost.
   */
  static open(folder: string, expected?: { readonly bytes: number }): LmdbStore {
    return guard(folder, () => {
      if (expected || fs.existsSync(path.join(folder, STORE_FILE))) checkStoreFile(folder, expected?.bytes ?? 0);
      fs.mkdirSync(folder, { recursive: true });
      // Batching by event turn makes promises that nobody holds: a full disk would end the process.
      return new LmdbStore(folder, open({ path: folder, noSubdir: false, maxDbs: 3, eventTurnBatching: false }));
    });
  }

  get sequence(): number {
    return this.#sequence;
  }

  get size(): number {
    const { entryCount } = this.#read(() => this.#documents.getStats()) as { entryCount: number };
    return entryCount;
  }

  has(id: string): boolean {
    return this.#read(() => this.#documents.doesExist(id));
  }

  get(id: string): StoredDocument | undefined {
    const bytes = this.#read(() => this.#documents.get(id));
    return bytes && unpack(bytes, id, this.#folder);
  }

  *ids(after?: string): Iterable<string> {
    yield* this.#walk(() => this.#documents.getKeys(range(after)));
  }

  *documents(after?: string): Iterable<StoredDocument> {
    for (const { key, value } of this.#walk(() => this.#documents.getRange(range(after)))) {
      yield unpack(value, key, this.#folder);
    }
  }

  async putMany(documents: readonly StoredDocument[]): Promise<void> {
    for (const { id } of documents) checkId(id);
    await this.#write(() => {
      for (const document of documents) {
        settled(this.#documents.put(document.id, pack(document)));
        this.#append('put', document.id);
      }
    });
  }

  async delete(id: string): Promise<boolean> {
    return this.#write(() => {
      const existed = this.#documents.doesExist(id);
      if (existed) {
        settled(this.#documents.remove(id));
        this.#append('delete', id);
      }
      return existed;
    });
  }

  changesAfter(sequence: number): Iterable<Change> | undefined {
    if (sequence < (this.#read(() => this.#state.get(FORGOTTEN)) ?? 0) || sequence > this.#sequence) return undefined;
    return this.#changes(sequence);
  }

  async forgetChanges(sequence: number): Promise<void> {
    const last = Math.min(sequence, this.#sequence);
    if (last <= (this.#state.get(FORGOTTEN) ?? 0)) return;
    await this.#write(() => {
      for (const key of this.#log.getKeys({ end: last + 1 })) settled(this.#log.remove(key));
      settled(this.#state.put(FORGOTTEN, last));
    });
  }

  bytes(): number {
    return fs.statSync(path.join(this.#folder, STORE_FILE), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** After a failed write LMDB waits for its flush, which never comes: then it is left to the end of the process. */
  async close(): Promise<void> {
    const closed = this.#root.close();
    if (!this.#lastWriteFailed) await closed;
  }

  *#changes(sequence: number): Iterable<Change> {
    for (const { key, value } of this.#walk(() => this.#log.getRange({ start: sequence + 1 }))) {
      yield { sequence: key, kind: value[0], id: value[1] };
    }
  }

  #read<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      throw unreadable(this.#folder, error);
    }
  }

  *#walk<T>(look: () => Iterable<T>): Iterable<T> {
    const entries = this.#read(() => look()[Symbol.iterator]());
    try {
      for (;;) {
        const { done, value } = this.#read(() => entries.next());
        if (done) return;
        yield value;
      }
    } finally {
      entries.return?.();
    }
  }

  /** The sequence grows only inside the transaction, so that a failed write leaves no gap. */
  #append(kind: Change['kind'], id: string): void {
    this.#sequence += 1;
    settled(this.#log.put(this.#sequence, [kind, id]));
  }

  async #write<T>(action: () => T): Promise<T> {
    try {
      const result = await this.#root.transaction(action);
      await this.#root.flushed;
      this.#lastWriteFailed = false;
      return result;
    } catch (error) {
      this.#lastWriteFailed = true;
      this.#sequence = this.#lastSequence();
      throw storageFailed(this.#folder, await commitError(error));
    }
  }

  #lastSequence(): number {
    for (const key of this.#log.getKeys({ reverse: true, limit: 1 })) return key;
    return this.#state.get(FORGOTTEN) ?? 0;
  }
}

/** A document as JSON behind its CRC-32: LMDB itself would not notice a bit turned on the disk. */
function pack(document: StoredDocument): Buffer {
  const json = Buffer.from(JSON.stringify(document));
  const bytes = Buffer.allocUnsafe(CHECKSUM + json.length);
  bytes.writeUInt32LE(crc32(json), 0);
  json.copy(bytes, CHECKSUM);
  return bytes;
}

function unpack(bytes: Buffer, id: string, folder: string): StoredDocument {
  const json = bytes.subarray(CHECKSUM);
  if (bytes.length > CHECKSUM && crc32(json) === bytes.readUInt32LE(0)) {
    const document = JSON.parse(json.toString()) as StoredDocument;
    // A bit may have turned in the key.
    if (document.id === id) return document;
  }
  throw new WordmoverError(
    'CORRUPT_INDEX',
    `the document ${JSON.stringify(id)} in the store ${folder} does not match its checksum: write it again, or restore the store from a backup`,
  );
}

const range = (after?: string) => (after === undefined ? {} : { start: after, exclusiveStart: true });

function checkId(id: string): void {
  const bytes = Buffer.byteLength(id);
  if (bytes > 0 && bytes <= MAX_ID_BYTES) return;
  throw new WordmoverError(
    'INVALID_INPUT',
    `A document's id takes 1 to ${MAX_ID_BYTES} bytes in UTF-8; ${JSON.stringify(id.slice(0, 40))} takes ${bytes}.`,
  );
}

/** A write within a transaction shares its fate, which the transaction's own promise tells. */
function settled(write: Promise<boolean>): void {
  write.then(undefined, () => undefined);
}

/** LMDB tells why a commit failed in a promise of its own, which rejects a little later. */
async function commitError(error: unknown): Promise<unknown> {
  const { commitError: reason } = (error ?? {}) as { commitError?: Promise<unknown> };
  return reason === undefined
    ? error
    : reason.then(
        () => error,
        (cause: unknown) => cause,
      );
}

function guard<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw storageFailed(folder, error);
  }
}
