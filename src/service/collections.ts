import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { SolverPool } from '../workers/solver-pool';
import type { Solver } from '../workers/solver';
import { compare, rank } from './ad-hoc';
import type { BuiltIn } from './built-in';
import { BuiltInIndexes } from './built-in-indexes';
import { Collection, pageOf, type DocumentFault, type DocumentPage } from './collection';
import type { CollectionEvent } from './collection-index';
import { checkCollectionName, sameSettings, type CollectionSettings } from './collection-settings';
import { builtInSummary, summaryOf, type CollectionSummary } from './collection-summary';
import type { InputDocument, StoredDocument } from './document';
import type { Index } from './document-index';
import { claimFolder } from './folder-claim';
import type { RankedDocument } from './rank';
import type { SearchQuery } from './search-index';
import type { Comparison, SearchOptions, SearchResult } from './search-options';

export interface CollectionsOptions {
  /** Data folder; made when it isn't there. One process at a time. */
  readonly folder: string;
  /** Worker threads; default one a core. */
  readonly threads?: number;
  /** Searches that may wait for a thread. */
  readonly maxQueue?: number;
  /** Make the dictionary at once instead of at its first use. */
  readonly dictionary?: boolean;
  readonly onEvent?: CollectionEvent;
  /** Search here instead of in threads of its own. */
  readonly solver?: Solver;
  /** Collections that come along; default the sample, made at once, and the dictionary. */
  readonly builtIn?: readonly BuiltIn[];
}

export type { CollectionSummary };

const DELETED = '.deleted-';

/** Named collections of one data folder, and those that come with the package, searched in worker threads. */
export class Collections {
  readonly #options: CollectionsOptions;
  readonly #solver: Solver;
  readonly #release: () => void;
  readonly #open = new Map<string, Collection>();
  readonly #broken = new Map<string, WordmoverError>();
  readonly #builtIn: BuiltInIndexes;
  readonly #onEvent: CollectionEvent;
  readonly #loading: Promise<void>;
  #changes: Promise<unknown> = Promise.resolve();
  #unready: string | undefined = 'the collections are being loaded';

  private constructor(options: CollectionsOptions) {
    this.#options = options;
    this.#onEvent = options.onEvent ?? (() => undefined);
    this.#release = claimFolder(options.folder);
    this.#solver = options.solver ?? new SolverPool({ threads: options.threads || undefined, maxQueue: options.maxQueue });
    const cacheFolder = path.join(options.folder, 'cache');
    this.#builtIn = new BuiltInIndexes({ cacheFolder, solver: this.#solver, onEvent: this.#onEvent }, options.builtIn);
    this.#loading = this.#load();
    this.#loading.catch((error: Error) => (this.#unready = error.message));
  }

  /** Returns at once; what is asked meanwhile waits until the collections are loaded. Throws STORAGE_FAILED. */
  static open(options: CollectionsOptions): Collections {
    return new Collections(options);
  }

  /** Settles when all collections are loaded. */
  get ready(): Promise<void> {
    return this.#loading;
  }

  info() {
    const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as { version: string };
    return { version, vectors: 'wordnet', threshold: 1.2, collections: this.#open.size + this.#builtIn.names.length };
  }

  load() {
    const storeBytes = [...this.#open.values()].reduce((sum, { storeBytes: bytes }) => sum + bytes, 0);
    const ready = this.#unready === undefined;
    return { ready, ...(ready ? {} : { reason: this.#unready }), queued: this.#solver.queued, storeBytes };
  }

  async collections(): Promise<readonly CollectionSummary[]> {
    await this.#loading;
    const own = [...this.#open.values()].map(summaryOf).sort((a, b) => (a.name < b.name ? -1 : 1));
    const builtIn = this.#builtIn.names.map((name) => this.#builtInSummary(name));
    return [...builtIn, ...own];
  }

  async collection(name: string): Promise<CollectionSummary> {
    await this.#loading;
    return this.#builtIn.has(name) ? this.#builtInSummary(name) : summaryOf(this.#own(name));
  }

  /** Makes the collection, or confirms it when it exists with these settings; INVALID_OPTION when they differ. */
  putCollection(name: string, settings: CollectionSettings): Promise<{ created: boolean; summary: CollectionSummary }> {
    return this.#exclusively(async () => {
      checkCollectionName(name);
      if (this.#builtIn.has(name)) throw readOnly(name);
      const known = this.#broken.has(name) ? this.#own(name) : this.#open.get(name);
      if (known && !sameSettings(known.settings, settings)) {
        throw new WordmoverError(
          'INVALID_OPTION',
          `the collection ${name} exists with other settings: delete it, or choose another name`,
        );
      }
      const collection = known ?? (await Collection.create(this.#place(name), settings));
      this.#open.set(name, collection);
      return { created: !known, summary: summaryOf(collection) };
    });
  }

  deleteCollection(name: string): Promise<void> {
    return this.#exclusively(async () => {
      if (this.#builtIn.has(name)) throw readOnly(name);
      if (!this.#broken.delete(name)) await this.#own(name).close();
      this.#open.delete(name);
      const gone = path.join(this.#folder, `${DELETED}${randomBytes(6).toString('hex')}`);
      fs.renameSync(path.join(this.#folder, name), gone);
      fs.rmSync(gone, { recursive: true, force: true });
    });
  }

  /** Adds or replaces. Durable and visible to searches when the promise resolves. */
  async upsert(name: string, documents: readonly InputDocument[]): Promise<readonly DocumentFault[]> {
    return (await this.#changeable(name)).upsert(documents);
  }

  async deleteDocument(name: string, id: string): Promise<void> {
    if (!(await (await this.#changeable(name)).delete(id))) throw unknownDocument(name, id);
  }

  async documents(name: string, after: string | undefined, limit: number): Promise<DocumentPage> {
    await this.#loading;
    if (!this.#builtIn.has(name)) return this.#own(name).page(after, limit);
    return pageOf(documentsAfter(await this.#builtIn.open(name), after), limit);
  }

  async document(name: string, id: string): Promise<StoredDocument> {
    const document = (await this.#index(name)).get(id);
    if (!document) throw unknownDocument(name, id);
    return document;
  }

  async search(
    name: string,
    subject: { readonly query?: string; readonly id?: string; readonly terms?: Readonly<Record<string, number>> },
    options: SearchOptions,
  ): Promise<SearchResult> {
    return (await this.#index(name, options.timeoutMs)).search(queryOf(subject), options);
  }

  compare(a: string, b: string, options: SearchOptions): Promise<Comparison> {
    return compare(a, b, { ...options, solver: this.#solver });
  }

  rank(query: string, documents: readonly InputDocument[], options: SearchOptions): Promise<readonly RankedDocument[]> {
    return rank(query, documents, { ...options, solver: this.#solver });
  }

  /** A consistent copy of a collection in an empty folder, while it is in use. */
  async backup(name: string, folder: string): Promise<void> {
    await (await this.#changeable(name)).backup(folder);
  }

  /** Saves what has changed and ends the worker threads. */
  async close(): Promise<void> {
    this.#unready = 'the service is closed';
    await this.#loading.catch(() => undefined);
    await this.#exclusively(async () => {
      for (const collection of this.#open.values()) await collection.close();
      if (!this.#options.solver) await this.#solver.close();
      this.#release();
    });
  }

  get #folder(): string {
    return path.join(this.#options.folder, 'collections');
  }

  async #load(): Promise<void> {
    fs.mkdirSync(this.#folder, { recursive: true });
    await this.#builtIn.openSmall();
    for (const name of fs.readdirSync(this.#folder)) {
      if (name.startsWith(DELETED)) fs.rmSync(path.join(this.#folder, name), { recursive: true, force: true });
      else if (Collection.isIn(path.join(this.#folder, name))) await this.#loadCollection(name);
    }
    this.#unready = undefined;
    if (this.#options.dictionary) this.#builtIn.open('dictionary').catch(() => undefined);
  }

  /** One collection that is damaged keeps no other from being served. */
  async #loadCollection(name: string): Promise<void> {
    try {
      this.#open.set(name, await Collection.open(this.#place(name)));
    } catch (error) {
      if (!(error instanceof WordmoverError)) throw error;
      this.#broken.set(name, error);
      this.#onEvent('a collection could not be opened', { collection: name, code: error.code, reason: error.message });
    }
  }

  #place(name: string) {
    const vectorsFolder = path.join(this.#options.folder, 'vectors');
    return { name, folder: path.join(this.#folder, name), vectorsFolder, solver: this.#solver, onEvent: this.#onEvent };
  }

  #own(name: string): Collection {
    const collection = this.#open.get(name);
    if (collection) return collection;
    const broken = this.#broken.get(name);
    if (broken) throw broken;
    throw new WordmoverError('UNKNOWN_COLLECTION', `there is no collection ${JSON.stringify(name.slice(0, 63))}`);
  }

  async #changeable(name: string): Promise<Collection> {
    await this.#loading;
    if (this.#builtIn.has(name)) throw readOnly(name);
    return this.#own(name);
  }

  async #index(name: string, timeoutMs?: number): Promise<Index> {
    await this.#loading;
    return this.#builtIn.has(name) ? this.#builtIn.open(name, timeoutMs) : this.#own(name).index;
  }

  #builtInSummary(name: string): CollectionSummary {
    return builtInSummary(name, this.#builtIn.made(name));
  }

  #exclusively<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#changes.then(() => this.#loading.catch(() => undefined)).then(change);
    this.#changes = turn.catch(() => undefined);
    return turn;
  }
}

function queryOf({ query, id, terms }: { query?: string; id?: string; terms?: Readonly<Record<string, number>> }): SearchQuery {
  if (query !== undefined) return query;
  return id !== undefined ? { id } : { terms: terms ?? {} };
}

/** Documents of an index in the order of its ids. */
function* documentsAfter(index: Index, after: string | undefined): Iterable<StoredDocument> {
  const ids = [...index.ids()].sort();
  for (const id of ids) {
    const document = after === undefined || id > after ? index.get(id) : undefined;
    if (document) yield document;
  }
}

function readOnly(name: string): WordmoverError {
  return new WordmoverError(
    'INVALID_OPTION',
    `the collection ${name} comes with wordmover and can't be changed: make one of your own`,
  );
}

function unknownDocument(name: string, id: string): WordmoverError {
  return new WordmoverError(
    'UNKNOWN_DOCUMENT',
    `there is no document ${JSON.stringify(id.slice(0, 100))} in the collection ${name}`,
  );
}
