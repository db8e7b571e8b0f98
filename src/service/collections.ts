import fs from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';
import type { CacheStats } from '../vectors/row-cache';
import { SolverPool } from '../workers/solver-pool';
import type { Solver } from '../workers/solver';
import { compare, rank } from './ad-hoc';
import { BuiltInIndexes, documentsAfter } from './built-in-indexes';
import { pageOf, type Collection, type DocumentFault, type DocumentPage } from './collection';
import { checkCollectionName, type CollectionSettings } from './collection-settings';
import { CollectionShelf } from './collection-shelf';
import { builtInSummary, summaryOf, type CollectionSummary } from './collection-summary';
import type { CollectionsOptions } from './collections-options';
import type { RefinedComparison } from './compare-in-context';
import type { InputDocument, StoredDocument } from './document';
import type { Index } from './document-index';
import { claimFolder } from './folder-claim';
import { WORDNET_THRESHOLD } from './index-options';
import { sumOfRows } from './near-rows';
import type { RankedDocument } from './rank';
import type { SearchQuery } from './search-query';
import { openSentenceModel, type ModelLocation } from './sentence-models';
import type { SearchOptions, SearchResult } from './search-options';

export type { CollectionSummary };

/** Named collections of one data folder, and those that come with the package, searched in worker threads. */
export class Collections {
  readonly #options: CollectionsOptions;
  readonly #solver: Solver;
  readonly #release: () => void;
  readonly #shelf: CollectionShelf;
  readonly #builtIn: BuiltInIndexes;
  readonly #model: ModelLocation | undefined;
  /** Of the sentence model, once it was opened. */
  #modelName: string | null = null;
  readonly #loading: Promise<void>;
  #changes: Promise<unknown> = Promise.resolve();
  #unready: string | undefined = 'the collections are being loaded';

  private constructor(options: CollectionsOptions) {
    const { folder, threads, maxQueue, warmWords, builtIn, modelDir, model: name, onEvent = () => undefined } = options;
    const model = modelDir ? { modelDir, model: name || undefined } : undefined;
    this.#options = options;
    this.#release = claimFolder(folder);
    const solver = options.solver ?? new SolverPool({ threads: threads || undefined, maxQueue, warmWords });
    this.#solver = solver;
    this.#builtIn = new BuiltInIndexes({ cacheFolder: path.join(folder, 'cache'), solver, model, onEvent }, builtIn);
    const shared = { vectorsFolder: path.join(folder, 'vectors'), solver, model, onEvent };
    this.#model = model;
    this.#shelf = new CollectionShelf(path.join(folder, 'collections'), shared);
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
    return {
      version,
      vectors: 'wordnet',
      threshold: WORDNET_THRESHOLD,
      /** Name of the sentence model; null without one. */
      model: this.#modelName,
      collections: this.#shelf.size + this.#builtIn.names.length,
    };
  }

  /** One more search would be QUEUE_FULL. */
  get isFull(): boolean {
    return this.#solver.isFull;
  }

  load() {
    const ready = this.#unready === undefined;
    const { storeBytes } = this.#shelf;
    return { ready, ...(ready ? {} : { reason: this.#unready }), queued: this.#solver.queued, storeBytes, rows: this.#rows };
  }

  async collections(): Promise<readonly CollectionSummary[]> {
    await this.#loading;
    const own = Array.from(this.#shelf, summaryOf);
    const builtIn = this.#builtIn.names.map((name) => this.#builtInSummary(name));
    return [...builtIn, ...own];
  }

  async collection(name: string): Promise<CollectionSummary> {
    await this.#loading;
    return this.#builtIn.has(name) ? this.#builtInSummary(name) : summaryOf(this.#shelf.get(name));
  }

  /** Makes the collection, or confirms it when it exists with these settings; CONFLICT when they differ, READ_ONLY. */
  putCollection(name: string, settings: CollectionSettings): Promise<{ created: boolean; summary: CollectionSummary }> {
    return this.#exclusively(async () => {
      checkCollectionName(name);
      this.#refuseBuiltIn(name);
      const { created, collection } = await this.#shelf.put(name, settings);
      return { created, summary: summaryOf(collection) };
    });
  }

  /** Throws UNKNOWN_COLLECTION, READ_ONLY. */
  deleteCollection(name: string): Promise<void> {
    return this.#exclusively(async () => {
      this.#refuseBuiltIn(name);
      await this.#shelf.delete(name);
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
    if (!this.#builtIn.has(name)) return this.#shelf.get(name).page(after, limit);
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

  compare(a: string, b: string, options: SearchOptions): Promise<RefinedComparison> {
    return compare(a, b, { ...options, ...this.#adHoc });
  }

  rank(query: string, documents: readonly InputDocument[], options: SearchOptions): Promise<readonly RankedDocument[]> {
    return rank(query, documents, { ...options, ...this.#adHoc });
  }

  /** Saves what has changed and ends the worker threads. */
  async close(): Promise<void> {
    this.#unready = 'the service is closed';
    await this.#loading.catch(() => undefined);
    await this.#exclusively(async () => {
      await this.#shelf.close();
      if (!this.#options.solver) await this.#solver.close();
      this.#release();
    });
  }

  /** What a request cannot choose. */
  get #adHoc() {
    return { solver: this.#solver, modelDir: this.#model?.modelDir, model: this.#model?.model };
  }

  /** Sums over the collections that are there: a deleted one takes its counts along. */
  get #rows(): CacheStats {
    const builtIn = this.#builtIn.names.flatMap((name) => this.#builtIn.made(name) ?? []);
    return sumOfRows([...Array.from(this.#shelf, ({ index }) => index), ...builtIn].map(({ rows }) => rows));
  }

  async #load(): Promise<void> {
    await this.#builtIn.openSmall();
    await this.#shelf.load();
    await this.#openModel();
    this.#unready = undefined;
    if (this.#options.dictionary) this.#builtIn.open('dictionary').catch(() => undefined);
  }

  /** A model that can't be used leaves all else to be served. */
  async #openModel(): Promise<void> {
    if (!this.#model) return;
    try {
      this.#modelName = (await openSentenceModel(this.#model)).label;
    } catch (error) {
      this.#options.onEvent?.('the sentence model cannot be used', { reason: (error as Error).message });
    }
  }

  async #changeable(name: string): Promise<Collection> {
    await this.#loading;
    this.#refuseBuiltIn(name);
    return this.#shelf.get(name);
  }

  async #index(name: string, timeoutMs?: number): Promise<Index> {
    await this.#loading;
    return this.#builtIn.has(name) ? this.#builtIn.open(name, timeoutMs) : this.#shelf.get(name).index;
  }

  #refuseBuiltIn(name: string): void {
    if (!this.#builtIn.has(name)) return;
    throw new WordmoverError(
      'READ_ONLY',
      `the collection ${name} comes with wordmover and can't be changed: make one of your own`,
    );
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

function unknownDocument(name: string, id: string): WordmoverError {
  return new WordmoverError(
    'UNKNOWN_DOCUMENT',
    `there is no document ${JSON.stringify(id.slice(0, 100))} in the collection ${name}`,
  );
}
