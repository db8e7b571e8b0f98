import { randomUUID } from 'node:crypto';
import { WordmoverError } from '../errors';
import { countsById } from '../text/bag';
import type { GrowingCorpus } from '../text/growing-corpus';
import { checkDocument } from './check-document';
import type { InputDocument, StoredDocument } from './document';
import type { DocumentTable } from './document-table';
import { Editions, type EditionSource } from './editions';
import type { IndexSettings } from './index-options';
import type { Lexicon } from './lexicon';

/** All that an index is made of; what a saved one is loaded into. */
export interface IndexParts {
  readonly lexicon: Lexicon;
  readonly corpus: GrowingCorpus;
  readonly documents: DocumentTable;
  readonly settings: IndexSettings;
  readonly threshold?: number;
}

export type Documents = Iterable<InputDocument> | AsyncIterable<InputDocument>;

interface Prepared {
  readonly document: StoredDocument;
  readonly counts: ReadonlyMap<string, number>;
}

/** Documents whose words are looked up together. */
const CHUNK = 256;
/** The event loop gets its turn so often. */
const BUSY_MS = 15;
/** Postings of removed documents are dropped when there are so many, and they are a quarter of all. */
const COMPACT_FROM = 1000;
const COMPACT_SHARE = 0.25;

/** The documents of an index and their words, kept in step. One write at a time. */
export class IndexContents {
  readonly lexicon: Lexicon;
  readonly corpus: GrowingCorpus;
  readonly settings: IndexSettings;
  readonly editions: Editions;
  #documents: DocumentTable;

  constructor(parts: IndexParts, source: Pick<EditionSource, 'background' | 'cacheBytes'>) {
    this.lexicon = parts.lexicon;
    this.corpus = parts.corpus;
    this.settings = parts.settings;
    this.#documents = parts.documents;
    this.editions = new Editions({ ...parts, ...source });
  }

  get documents(): DocumentTable {
    return this.#documents;
  }

  /** Returns the ids. Throws INVALID_INPUT, and DUPLICATE_DOCUMENT unless documents may be replaced. */
  async write(documents: Documents, replace: boolean): Promise<string[]> {
    const ids: string[] = [];
    let chunk: Prepared[] = [];
    let since = performance.now();
    const list = Array.isArray(documents) ? this.#checkAll(documents as readonly InputDocument[], replace) : documents;
    for await (const input of list) {
      chunk.push(this.#prepare(input));
      if (performance.now() - since > BUSY_MS) {
        await new Promise(setImmediate);
        since = performance.now();
      }
      if (chunk.length < CHUNK) continue;
      ids.push(...(await this.#commit(chunk, replace)));
      chunk = [];
    }
    return ids.concat(await this.#commit(chunk, replace));
  }

  remove(id: string): boolean {
    const doc = this.#documents.remove(id);
    if (doc === undefined) return false;
    this.corpus.remove(doc);
    this.editions.touch();
    return true;
  }

  /** Drops what removed documents have left behind. Searches under way keep what they have. */
  compact(): void {
    const { size, live } = this.corpus.view();
    if (live === size) return;
    this.corpus.compact();
    this.#documents = this.#documents.renumbered();
    this.editions.touch();
  }

  compactIfWorthwhile(): void {
    const { size, live } = this.corpus.view();
    if (size - live >= COMPACT_FROM && size - live >= COMPACT_SHARE * size) this.compact();
  }

  /** Of a list, faults are found before anything is written. */
  #checkAll(documents: readonly InputDocument[], replace: boolean): StoredDocument[] {
    const checked = documents.map((document) => checkDocument(document, randomUUID));
    if (replace) return checked;
    const seen = new Set<string>();
    for (const { id } of checked) {
      if (seen.has(id) || this.#documents.has(id)) throw duplicateDocument(id);
      seen.add(id);
    }
    return checked;
  }

  #prepare(input: InputDocument): Prepared {
    const document = checkDocument(input, randomUUID);
    this.#settleWeighting(document);
    const { text = '', terms } = document;
    return { document, counts: terms ? new Map(Object.entries(terms)) : this.lexicon.pipeline.counts(text) };
  }

  /** Texts and weighed bags in one index can't be compared, unless someone says what the bags' weights mean. */
  #settleWeighting({ id, terms }: StoredDocument): void {
    this.settings.weighting ??= terms ? 'given' : 'tfidf';
    if (terms || this.settings.weighting !== 'given') return;
    throw new WordmoverError(
      'INVALID_INPUT',
      `document ${JSON.stringify(id)} is a text, but this index holds bags with given weights: make an index of its own for texts, or create this one with weighting "tfidf"`,
    );
  }

  async #commit(chunk: readonly Prepared[], replace: boolean): Promise<string[]> {
    await this.lexicon.learn(chunk.flatMap(({ counts }) => [...counts.keys()]));
    return chunk.map(({ document, counts }) => {
      if (this.#documents.has(document.id)) {
        if (!replace) throw duplicateDocument(document.id);
        this.remove(document.id);
      }
      const bag = countsById(this.lexicon.vocabulary, counts);
      this.corpus.append(bag.words, bag.counts);
      this.#documents.append(document);
      this.editions.touch();
      return document.id;
    });
  }
}

function duplicateDocument(id: string): WordmoverError {
  return new WordmoverError(
    'DUPLICATE_DOCUMENT',
    `the id ${JSON.stringify(id)} is taken: give another, or use upsert to put the document in its place`,
  );
}
