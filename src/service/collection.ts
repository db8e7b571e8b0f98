import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { WordmoverError } from '../errors';
import { LmdbStore } from '../store/lmdb-store';
import { checkDocument } from './check-document';
import { follow, openCollectionIndex, savedStoreBytes, type CollectionPlace } from './collection-index';
import { indexOptionsOf, type CollectionSettings } from './collection-settings';
import type { InputDocument, StoredDocument } from './document';
import { Index } from './document-index';
import { EMBEDDINGS } from './index-embeddings';

/** What became of one document of a batch. */
export interface DocumentFault {
  /** Position in the batch. */
  readonly index: number;
  readonly id?: string;
  readonly code: string;
  readonly message: string;
}

export interface DocumentPage {
  readonly documents: readonly StoredDocument[];
  /** Id to ask the next page after; null on the last page. */
  readonly next: string | null;
}

/** The file, in a collection's folder, of its settings. */
export const SETTINGS = 'settings.json';
/** The index is saved after so many changes, or a tenth of the documents if that is more. */
const SAVE_AFTER = 5000;

/**
 * Documents on disk and their index. The store is the truth: a write is answered once it is durable there and the index
 * has followed. The index is saved now and then, and catches up from the store's log of changes when it is opened.
 */
export class Collection {
  #writes: Promise<unknown> = Promise.resolve();
  #saved: number;

  private constructor(
    private readonly place: CollectionPlace,
    readonly settings: CollectionSettings,
    private readonly store: LmdbStore,
    readonly index: Index,
    private applied: number,
    saved: number,
  ) {
    this.#saved = saved;
  }

  /** Makes the folder of a new collection. Throws INVALID_OPTION for settings that mean nothing. */
  static async create(place: CollectionPlace, settings: CollectionSettings): Promise<Collection> {
    await (await Index.create({ ...indexOptionsOf(settings, place.vectorsFolder), solver: place.solver })).close();
    // The settings come last: where they are, the store must be.
    await LmdbStore.open(path.join(place.folder, 'store')).close();
    const file = path.join(place.folder, SETTINGS);
    fs.writeFileSync(`${file}.new`, JSON.stringify(settings), { flush: true });
    fs.renameSync(`${file}.new`, file);
    return Collection.open(place);
  }

  /** False for a folder whose making was interrupted. */
  static isIn(folder: string): boolean {
    return fs.existsSync(path.join(folder, SETTINGS));
  }

  /** Throws CORRUPT_INDEX, STORAGE_FAILED, INVALID_OPTION. */
  static async open(place: CollectionPlace): Promise<Collection> {
    const settings = readSettings(path.join(place.folder, SETTINGS));
    const store = LmdbStore.open(path.join(place.folder, 'store'), { bytes: await savedStoreBytes(place.folder) });
    const { solver, model } = place;
    const embeddings = model && { ...model, embeddingsDir: path.join(place.folder, EMBEDDINGS) };
    const options = { ...indexOptionsOf(settings, place.vectorsFolder), solver, model: embeddings };
    const index = await openCollectionIndex(place, store, options);
    return new Collection(place, settings, store, index, store.sequence, Number(index.note.sequence ?? 0));
  }

  get name(): string {
    return this.place.name;
  }

  get storeBytes(): number {
    return this.store.bytes();
  }

  get(id: string): StoredDocument | undefined {
    return this.store.get(id);
  }

  page(after: string | undefined, limit: number): DocumentPage {
    return pageOf(this.store.documents(after), limit);
  }

  /** Adds or replaces; faulty documents are told, the others stored. */
  async upsert(documents: readonly InputDocument[]): Promise<readonly DocumentFault[]> {
    const faults: DocumentFault[] = [];
    const sound = documents.flatMap((input, index) => {
      try {
        return [checkDocument(input, randomUUID)];
      } catch (error) {
        if (!(error instanceof WordmoverError)) throw error;
        faults.push({ index, id: input?.id, code: error.code, message: error.message });
        return [];
      }
    });
    if (sound.length > 0) await this.#exclusively(() => this.#change(() => this.store.putMany(sound)));
    return faults;
  }

  /** False when there is no such document. */
  delete(id: string): Promise<boolean> {
    return this.#exclusively(() => this.#change(() => this.store.delete(id)));
  }

  async close(): Promise<void> {
    await this.#exclusively(async () => {
      if (this.applied > this.#saved) await this.#save();
      await this.index.close();
      await this.store.close();
    });
  }

  async #change<T>(write: () => Promise<T>): Promise<T> {
    const result = await write();
    await this.#catchUp();
    const due = Math.max(SAVE_AFTER, this.index.size / 10);
    if (this.applied - this.#saved >= due) await this.#save();
    return result;
  }

  async #catchUp(): Promise<void> {
    const target = this.store.sequence;
    await follow(this.index, this.store, this.applied);
    this.applied = target;
  }

  /** A failure costs time at the next start, no data. */
  async #save(): Promise<void> {
    try {
      await this.index.save(path.join(this.place.folder, 'index'), { sequence: this.applied, storeBytes: this.store.bytes() });
      await this.store.forgetChanges(this.applied);
      this.#saved = this.applied;
    } catch (error) {
      this.place.onEvent('the index could not be saved', { collection: this.name, reason: (error as Error).message });
    }
  }

  #exclusively<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#writes.then(write);
    this.#writes = turn.catch(() => undefined);
    return turn;
  }
}

/** The first `limit` documents and where to go on. */
export function pageOf(documents: Iterable<StoredDocument>, limit: number): DocumentPage {
  const page: StoredDocument[] = [];
  for (const document of documents) {
    if (page.length === limit) return { documents: page, next: page[limit - 1].id };
    page.push(document);
  }
  return { documents: page, next: null };
}

function readSettings(file: string): CollectionSettings {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as CollectionSettings;
  } catch (error) {
    throw new WordmoverError('CORRUPT_INDEX', `${file} can't be read: restore it from a copy`, { cause: error });
  }
}
