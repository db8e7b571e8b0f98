import { WordmoverError } from '../errors';
import { GrowingCorpus } from '../text/growing-corpus';
import type { CacheStats } from '../vectors/row-cache';
import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import { InlineSolver, type Solver } from '../workers/solver';
import { SolverPool } from '../workers/solver-pool';
import { compareTexts } from './compare';
import type { InputDocument, StoredDocument } from './document';
import type { DocumentContents } from './document-contents';
import { DocumentTable } from './document-table';
import { embedDocuments, type Embedded, type EmbedOptions } from './embed-documents';
import { IndexContents, type Documents, type IndexParts } from './index-contents';
import { loadIndex, saveIndex } from './index-folder';
import { IndexEmbeddings } from './index-embeddings';
import type { IndexNote } from './index-manifest';
import { pipelineOf, settingsOf, type IndexOptions, type IndexSettings } from './index-options';
import { indexStats, type IndexStats } from './index-stats';
import { Lexicon } from './lexicon';
import { explainDocument, searchIndex } from './search-index';
import type { SearchQuery } from './search-query';
import type { Searchable } from './searchable';
import type { Comparison, SearchOptions, SearchResult, WordFlow } from './search-options';
import { openVectors, wordnetBackground } from './vector-source';

/**
 * Documents that can be searched by meaning. A document without words (an empty text) is kept and given back, but is never
 * a hit. Writes are done one after the other; a search sees the writes that were finished when it began.
 */
export class Index {
  readonly #contents: IndexContents;
  readonly #solver: Solver;
  readonly #ownsSolver: boolean;
  readonly #embeddings: IndexEmbeddings;
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: IndexParts,
    background: BackgroundFrequencies | undefined,
    { cacheBytes, solver, threads = 0, warmWords, model }: IndexOptions,
    /** What was kept with the saved index for the caller. */
    readonly note: IndexNote,
    /** That it was opened from. */
    folder?: string,
  ) {
    this.#contents = new IndexContents(parts, { background, cacheBytes });
    this.#embeddings = new IndexEmbeddings(model, parts.lexicon.pipeline, folder);
    this.#ownsSolver = solver === undefined;
    this.#solver = solver ?? (threads === 0 ? new InlineSolver() : new SolverPool({ threads, warmWords }));
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
    return new Index(parts, await backgroundOf(parts.settings), options, note, folder);
  }

  /** Documents in the index. */
  get size(): number {
    return this.#contents.documents.size;
  }

  /** Adds documents; a stream is read as it comes. Returns their ids. Throws DUPLICATE_DOCUMENT and, of a list, adds none. */
  add(documents: Documents): Promise<string[]> {
    return this.#exclusively(() => this.#contents.write(documents, false));
  }

  /** Adds documents, or puts them in the place of those with their ids. Returns the ids. */
  upsert(documents: Documents): Promise<string[]> {
    return this.#exclusively(() => this.#contents.write(documents, true));
  }

  /** Puts a document in the place of the one with its id. Throws UNKNOWN_DOCUMENT. */
  replace(document: InputDocument & { readonly id: string }): Promise<void> {
    return this.#exclusively(async () => {
      if (!this.has(document.id)) throw unknownDocument(document.id);
      await this.#contents.write([document], true);
    });
  }

  /** False when there is no such document. */
  remove(id: string): Promise<boolean> {
    return this.#exclusively(() => Promise.resolve(this.#contents.remove(id)));
  }

  has(id: string): boolean {
    return this.#contents.documents.has(id);
  }

  get(id: string): StoredDocument | undefined {
    return this.#contents.documents.get(id);
  }

  /** Ids in the order the documents came. */
  ids(): IterableIterator<string> {
    return this.#contents.documents.ids();
  }

  *[Symbol.iterator](): IterableIterator<StoredDocument> {
    for (const id of this.ids()) {
      const document = this.get(id);
      if (document) yield document;
    }
  }

  /**
   * The nearest documents. A document that meets no word of the query is no hit. Throws EMPTY_QUERY, UNKNOWN_DOCUMENT,
   * EMPTY_DOCUMENT, INVALID_OPTION, DEADLINE_EXCEEDED, ABORTED, QUEUE_FULL.
   */
  async search(query: SearchQuery, options?: SearchOptions): Promise<SearchResult> {
    return searchIndex(this.#searchable(), query, options);
  }

  /**
   * Which word of the query met which word of the document; the costs sum to the distance. Throws UNKNOWN_DOCUMENT,
   * EMPTY_DOCUMENT, EMPTY_QUERY.
   */
  async explain(query: SearchQuery, id: string, options?: SearchOptions): Promise<readonly WordFlow[]> {
    return explainDocument(this.#searchable(), query, id, options);
  }

  /** Two texts, weighed by the document frequencies of this index. Throws EMPTY_DOCUMENT. */
  async compare(a: string, b: string, options: SearchOptions = {}): Promise<Comparison> {
    const { edition, threshold, lexicon } = this.#searchable();
    const { pipeline, vectors, vocabulary } = lexicon;
    const { corpus } = edition.space;
    const df = (term: string): number => corpus.df[vocabulary.id(term) ?? corpus.vocabularySize] ?? 0;
    const background = { documents: corpus.live, df };
    return compareTexts({ pipeline, vectors, background, threshold, solver: this.#solver }, a, b, options);
  }

  /**
   * Runs the texts through the sentence model ahead of the searches that will need it, where that was not done before. One run
   * gives both kinds of vectors. Throws VECTORS_UNAVAILABLE, STORAGE_FAILED, DEADLINE_EXCEEDED, ABORTED; what was done until then stays.
   */
  async embed(options: EmbedOptions = {}): Promise<Embedded> {
    const { documents } = this.#contents;
    return embedDocuments(await this.#embeddings.vectors(), documents, options);
  }

  /**
   * Writes the index to a folder, in the place of the one there: whole, or, when interrupted, not at all. What a sentence model
   * made of the documents goes along, to `embeddings` in that folder.
   */
  async save(folder: string, note: IndexNote = {}): Promise<void> {
    await this.#exclusively(async () => {
      this.#contents.compact();
      const { lexicon, corpus, documents, settings, editions } = this.#contents;
      const threshold = this.size > 0 ? editions.settleThreshold() : editions.threshold;
      await saveIndex(folder, { lexicon, corpus, documents, settings, threshold }, note);
      await this.#embeddings.save(folder, documents);
    });
  }

  stats(): IndexStats {
    const { lexicon, corpus, documents, editions } = this.#contents;
    return indexStats(lexicon, corpus.view(), documents, editions);
  }

  /** How well cached near words have served all searches, in all threads, and the bytes they take. */
  get rows(): CacheStats {
    return this.#contents.editions.rows;
  }

  /** Waits for writes under way and ends the worker threads that the index started. */
  async close(): Promise<void> {
    await this.#writes;
    await this.#embeddings.close();
    this.#solver.forget(this.#contents.editions.key);
    if (this.#ownsSolver) await this.#solver.close();
  }

  #searchable(): Searchable {
    this.#contents.compactIfWorthwhile();
    const { documents, lexicon, editions, settings } = this.#contents;
    const edition = editions.current();
    const isGiven = settings.weighting === 'given';
    const { background } = editions;
    const threshold = editions.settleThreshold();
    const [solver, embeddings] = [this.#solver, this.#embeddings];
    return { edition, documents, lexicon, background, threshold, isGiven, solver, embeddings };
  }

  /** Runs writes one after the other, whether or not the one before failed. */
  #exclusively<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#writes.then(write);
    this.#writes = turn.catch(() => undefined);
    return turn;
  }
}

async function backgroundOf({ background }: IndexSettings): Promise<BackgroundFrequencies | undefined> {
  return background ? wordnetBackground() : undefined;
}

function unknownDocument(id: string): WordmoverError {
  return new WordmoverError('UNKNOWN_DOCUMENT', `there is no document ${JSON.stringify(id)} to replace: add it, or use upsert`);
}
