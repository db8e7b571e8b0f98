import { randomUUID } from 'node:crypto';
import { WordmoverError } from '../errors';
import { countsById } from '../text/bag';
import { GrowingCorpus } from '../text/growing-corpus';
import { InlineSolver, type Solver } from '../workers/solver';
import { SolverPool } from '../workers/solver-pool';
import { checkDocument } from './check-document';
import { compareTexts } from './compare';
import type { InputDocument, StoredDocument } from './document';
import type { DocumentContents } from './document-contents';
import { DocumentTable } from './document-table';
import { Editions } from './editions';
import { loadIndex, saveIndex } from './index-folder';
import { pipelineOf, settingsOf, type IndexOptions, type IndexSettings } from './index-options';
import { indexStats, type IndexStats } from './index-stats';
import { Lexicon } from './lexicon';
import { explainDocument, searchIndex, type Searchable, type SearchQuery } from './search-index';
import type { Comparison, SearchOptions, SearchResult, WordFlow } from './search-options';
import { openVectors, wordnetBackground } from './vector-source';

/** Documents whose words are looked up together. */
const CHUNK = 256;
/** Postings of removed documents are dropped when there are so many, and they are a quarter of all. */
const COMPACT_FROM = 1000;
const COMPACT_SHARE = 0.25;

/** All that an index is made of; what a saved one is loaded into. */
export interface IndexParts {
  readonly lexicon: Lexicon;
  readonly corpus: GrowingCorpus;
  readonly documents: DocumentTable;
  readonly settings: IndexSettings;
  readonly threshold?: number;
}

/** What is kept for the caller with a saved index, and given back when it is opened. */
export type IndexNote = Readonly<Record<string, string | number | boolean>>;

interface Prepared {
  readonly document: StoredDocument;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * Documents that can be searched by meaning. A document without words (an empty text) is kept and given back, but is never
 * a hit. Writes are done one after the other; a search sees the writes that were finished when it began.
 */
export class Index {
  readonly #lexicon: Lexicon;
  readonly #corpus: GrowingCorpus;
  readonly #settings: IndexSettings;
  readonly #editions: Editions;
  readonly #solver: Solver;
  readonly #ownsSolver: boolean;
  #documents: DocumentTable;
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: IndexParts,
    background: Awaited<ReturnType<typeof wordnetBackground>> | undefined,
    options: IndexOptions,
    readonly note: IndexNote,
  ) {
    this.#lexicon = parts.lexicon;
    this.#corpus = parts.corpus;
    this.#documents = parts.documents;
    this.#settings = parts.settings;
    const { cacheBytes, solver, threads = 0 } = options;
    this.#editions = new Editions({ ...parts, background, cacheBytes });
    this.#ownsSolver = solver === undefined;
    this.#solver = solver ?? (threads > 0 ? new SolverPool({ threads }) : new InlineSolver());
  }

  /** An empty index. Throws INVALID_OPTION, INVALID_VECTORS, VECTORS_UNAVAILABLE. */
  static async create(options: IndexOptions = {}, contents?: DocumentContents): Promise<Index> {
    const settings = settingsOf(options);
    const lexicon = new Lexicon(pipelineOf(options), await openVectors(options.vectors));
    const parts = { lexicon, corpus: new GrowingCorpus(), documents: new DocumentTable(contents), settings };
    return new Index(parts, await backgroundOf(settings), options, {});
  }

  /**
   * An index that `save` wrote. Its settings come with it; `vectors` and `pipeline` need only be given where it was made
   * with an object of yours. Throws INVALID_INPUT where there is none, INCOMPATIBLE_INDEX, CORRUPT_INDEX.
   */
  static async open(folder: string, options: IndexOptions = {}, contents?: DocumentContents): Promise<Index> {
    const { note, ...parts } = await loadIndex(folder, options, contents);
    return new Index(parts, await backgroundOf(parts.settings), options, note);
  }

  /** Documents in the index. */
  get size(): number {
    return this.#documents.size;
  }

  /** Adds documents; a stream is read as it comes. Returns their ids. Throws DUPLICATE_DOCUMENT and, of a list, adds none. */
  add(documents: Iterable<InputDocument> | AsyncIterable<InputDocument>): Promise<string[]> {
    return this.#exclusively(() => this.#write(documents, false));
  }

  /** Adds documents, or puts them in the place of those with their ids. Returns the ids. */
  upsert(documents: Iterable<InputDocument> | AsyncIterable<InputDocument>): Promise<string[]> {
    return this.#exclusively(() => this.#write(documents, true));
  }

  /** Puts a document in the place of the one with its id. Throws UNKNOWN_DOCUMENT. */
  replace(document: InputDocument & { readonly id: string }): Promise<void> {
    return this.#exclusively(async () => {
      if (!this.has(document.id)) throw unknownDocument(document.id);
      await this.#write([document], true);
    });
  }

  /** False when there is no such document. */
  remove(id: string): Promise<boolean> {
    return this.#exclusively(() => Promise.resolve(this.#remove(id)));
  }

  has(id: string): boolean {
    return this.#documents.has(id);
  }

  get(id: string): StoredDocument | undefined {
    return this.#documents.get(id);
  }

  /** Ids in the order the documents came. */
  ids(): IterableIterator<string> {
    return this.#documents.ids();
  }

  *[Symbol.iterator](): IterableIterator<StoredDocument> {
    for (const id of this.#documents.ids()) {
      const document = this.#documents.get(id);
      if (document) yield document;
    }
  }

  /** The nearest documents. Throws EMPTY_QUERY, UNKNOWN_DOCUMENT, INVALID_OPTION, DEADLINE_EXCEEDED, ABORTED, QUEUE_FULL. */
  search(query: SearchQuery, options?: SearchOptions): Promise<SearchResult> {
    return searchIndex(this.#searchable(), query, options);
  }

  /** Which word of the query met which word of the document. Throws UNKNOWN_DOCUMENT, EMPTY_DOCUMENT, EMPTY_QUERY. */
  explain(query: SearchQuery, id: string, options?: SearchOptions): Promise<readonly WordFlow[]> {
    return explainDocument(this.#searchable(), query, id, options);
  }

  /** Two texts, weighed by the document frequencies of this index. */
  compare(a: string, b: string, options: SearchOptions = {}): Promise<Comparison> {
    const { corpus } = this.#searchable().edition.space;
    const { pipeline, vectors, vocabulary } = this.#lexicon;
    const df = (term: string): number => corpus.df[vocabulary.id(term) ?? corpus.vocabularySize] ?? 0;
    const background = { documents: corpus.live, df };
    return compareTexts({ pipeline, vectors, background, threshold: this.#threshold(), solver: this.#solver }, a, b, options);
  }

  /** Writes the index to a folder, in the place of the one there: whole, or, when interrupted, not at all. */
  async save(folder: string, note: IndexNote = {}): Promise<void> {
    await this.#exclusively(() => {
      this.#compact();
      const parts = { lexicon: this.#lexicon, corpus: this.#corpus, documents: this.#documents, settings: this.#settings };
      return saveIndex(folder, { ...parts, threshold: this.#editions.threshold }, note);
    });
  }

  stats(): IndexStats {
    return indexStats(this.#lexicon, this.#corpus.view(), this.#documents, this.#editions.threshold);
  }

  /** Waits for writes under way and ends the worker threads that the index started. */
  async close(): Promise<void> {
    await this.#writes;
    this.#solver.forget(this.#editions.key);
    if (this.#ownsSolver) await this.#solver.close();
  }

  #threshold(): number {
    this.#editions.current();
    return this.#editions.threshold as number;
  }

  #searchable(): Searchable {
    const { removed } = this.#removals();
    if (removed >= COMPACT_FROM && removed >= COMPACT_SHARE * this.#corpus.view().size) this.#compact();
    const edition = this.#editions.current();
    return {
      edition,
      documents: this.#documents,
      lexicon: this.#lexicon,
      threshold: this.#editions.threshold as number,
      isGiven: this.#settings.weighting === 'given',
      solver: this.#solver,
    };
  }

  #removals(): { removed: number } {
    const { size, live } = this.#corpus.view();
    return { removed: size - live };
  }

  #compact(): void {
    if (this.#removals().removed === 0) return;
    this.#corpus.compact();
    this.#documents = this.#documents.renumbered();
    this.#editions.touch();
  }

  /** Runs writes one after the other, whether or not the one before failed. */
  #exclusively<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#writes.then(write);
    this.#writes = turn.catch(() => undefined);
    return turn;
  }

  async #write(documents: Iterable<InputDocument> | AsyncIterable<InputDocument>, replace: boolean): Promise<string[]> {
    const ids: string[] = [];
    const list = Array.isArray(documents) ? this.#checkAll(documents as readonly InputDocument[], replace) : documents;
    let chunk: Prepared[] = [];
    for await (const input of list) {
      chunk.push(this.#prepare(input));
      if (chunk.length < CHUNK) continue;
      ids.push(...(await this.#commit(chunk, replace)));
      chunk = [];
      await new Promise(setImmediate);
    }
    return ids.concat(await this.#commit(chunk, replace));
  }

  /** Of a list, faults are found before anything is written. */
  #checkAll(documents: readonly InputDocument[], replace: boolean): StoredDocument[] {
    const checked = documents.map((document) => checkDocument(document, randomUUID));
    if (replace) return checked;
    const seen = new Set<string>();
    for (const { id } of checked) {
      if (seen.has(id) || this.has(id)) throw duplicateDocument(id);
      seen.add(id);
    }
    return checked;
  }

  #prepare(input: InputDocument): Prepared {
    const document = checkDocument(input, randomUUID);
    const { text, terms } = document;
    this.#settleWeighting(document);
    return { document, counts: terms ? new Map(Object.entries(terms)) : this.#lexicon.pipeline.counts(text ?? '') };
  }

  /** Texts and weighed bags in one index can't be compared, unless someone says what the bags' weights mean. */
  #settleWeighting({ id, terms }: StoredDocument): void {
    this.#settings.weighting ??= terms ? 'given' : 'tfidf';
    if (terms || this.#settings.weighting !== 'given') return;
    throw new WordmoverError(
      'INVALID_INPUT',
      `document ${JSON.stringify(id)} is a text, but this index holds bags with given weights: make an index of its own for texts, or create this one with weighting "tfidf"`,
    );
  }

  async #commit(chunk: readonly Prepared[], replace: boolean): Promise<string[]> {
    await this.#lexicon.learn(chunk.flatMap(({ counts }) => [...counts.keys()]));
    return chunk.map(({ document, counts }) => {
      if (this.has(document.id)) {
        if (!replace) throw duplicateDocument(document.id);
        this.#remove(document.id);
      }
      const { words, counts: byId } = countsById(this.#lexicon.vocabulary, counts);
      this.#corpus.append(words, byId);
      this.#documents.append(document);
      this.#editions.touch();
      return document.id;
    });
  }

  #remove(id: string): boolean {
    const doc = this.#documents.remove(id);
    if (doc === undefined) return false;
    this.#corpus.remove(doc);
    this.#editions.touch();
    return true;
  }
}

async function backgroundOf({ background }: IndexSettings) {
  return background ? wordnetBackground() : undefined;
}

function unknownDocument(id: string): WordmoverError {
  return new WordmoverError('UNKNOWN_DOCUMENT', `there is no document ${JSON.stringify(id)} to replace: add it, or use upsert`);
}

function duplicateDocument(id: string): WordmoverError {
  return new WordmoverError(
    'DUPLICATE_DOCUMENT',
    `the id ${JSON.stringify(id)} is taken: give another, or use upsert to put the document in its place`,
  );
}
