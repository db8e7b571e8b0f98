import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { Collection } from './collection';
import type { CollectionPlace } from './collection-index';
import { sameSettings, type CollectionSettings } from './collection-settings';

/** Folders of names that begin so are removed at the next start. */
const SWEPT = '.deleted-';

/** A name for the folder of a collection that is not whole yet, or no longer wanted. */
export function sweptName(): string {
  return `${SWEPT}${randomBytes(6).toString('hex')}`;
}

/** The caller's own collections, each in a folder named after it. */
export class CollectionShelf {
  readonly #open = new Map<string, Collection>();
  readonly #broken = new Map<string, WordmoverError>();

  constructor(
    private readonly folder: string,
    /** What all collections share. */
    private readonly place: Omit<CollectionPlace, 'name' | 'folder'>,
  ) {}

  /** Opens what is there. One collection that is damaged keeps no other from being served. */
  async load(): Promise<void> {
    fs.mkdirSync(this.folder, { recursive: true });
    for (const name of fs.readdirSync(this.folder)) {
      if (name.startsWith(SWEPT)) fs.rmSync(this.#folderOf(name), { recursive: true, force: true });
      else if (Collection.isIn(this.#folderOf(name))) await this.#load(name);
    }
  }

  get size(): number {
    return this.#open.size;
  }

  /** Bytes of all stores on disk. */
  get storeBytes(): number {
    return this.#sorted().reduce((sum, { storeBytes }) => sum + storeBytes, 0);
  }

  /** In the order of their names. */
  [Symbol.iterator](): IterableIterator<Collection> {
    return this.#sorted().values();
  }

  /** Throws UNKNOWN_COLLECTION, and for a damaged one what is wrong with it. */
  get(name: string): Collection {
    const collection = this.#open.get(name);
    if (collection) return collection;
    const broken = this.#broken.get(name);
    if (broken) throw broken;
    throw new WordmoverError('UNKNOWN_COLLECTION', `there is no collection ${JSON.stringify(name.slice(0, 63))}`);
  }

  /** Makes the collection, or confirms it when it exists with these settings; CONFLICT when they differ. */
  async put(name: string, settings: CollectionSettings): Promise<{ readonly created: boolean; readonly collection: Collection }> {
    const known = this.#broken.has(name) ? this.get(name) : this.#open.get(name);
    if (known && !sameSettings(known.settings, settings)) {
      throw new WordmoverError(
        'CONFLICT',
        `the collection ${name} exists with other settings: delete it, or choose another name`,
      );
    }
    const collection = known ?? (await Collection.create(this.#placeOf(name), settings));
    this.#open.set(name, collection);
    return { created: !known, collection };
  }

  /** Throws UNKNOWN_COLLECTION. */
  async delete(name: string): Promise<void> {
    if (!this.#broken.delete(name)) await this.get(name).close();
    this.#open.delete(name);
    const gone = this.#folderOf(sweptName());
    fs.renameSync(this.#folderOf(name), gone);
    fs.rmSync(gone, { recursive: true, force: true });
  }

  /** Saves what has changed. */
  async close(): Promise<void> {
    for (const collection of this.#open.values()) await collection.close();
  }

  async #load(name: string): Promise<void> {
    try {
      this.#open.set(name, await Collection.open(this.#placeOf(name)));
    } catch (error) {
      if (!(error instanceof WordmoverError)) throw error;
      this.#broken.set(name, error);
      const fields = { collection: name, code: error.code, reason: error.message };
      this.place.onEvent('a collection could not be opened', fields);
    }
  }

  #sorted(): Collection[] {
    return [...this.#open.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #placeOf(name: string): CollectionPlace {
    return { ...this.place, name, folder: this.#folderOf(name) };
  }

  #folderOf(name: string): string {
    return path.join(this.folder, name);
  }
}
