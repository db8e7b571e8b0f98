import type { StoredDocument } from './document';
import { MemoryContents, type DocumentContents } from './document-contents';
import { FilterCache } from './filter-cache';
import type { Filter } from './filter';
import { MetadataColumns } from './metadata-columns';

/** Documents of an index by number and by id, with their metadata ready for filters. */
export class DocumentTable {
  readonly #ids: (string | undefined)[];
  readonly #numbers: Map<string, number>;
  readonly #columns = new MetadataColumns();
  readonly #filters = new FilterCache(this.#columns);

  /** @param ids of documents that `contents` holds already, by number. */
  constructor(
    readonly contents: DocumentContents = new MemoryContents(),
    ids: readonly string[] = [],
  ) {
    this.#ids = [...ids];
    this.#numbers = new Map(ids.map((id, doc) => [id, doc]));
  }

  /** Numbers given out so far. */
  get length(): number {
    return this.#ids.length;
  }

  /** Documents that are there. */
  get size(): number {
    return this.#numbers.size;
  }

  has(id: string): boolean {
    return this.#numbers.has(id);
  }

  number(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  get(id: string): StoredDocument | undefined {
    const doc = this.#numbers.get(id);
    return doc === undefined ? undefined : this.contents.get(doc, id);
  }

  /** Undefined for a document that was removed. */
  at(doc: number): StoredDocument | undefined {
    const id = this.#ids[doc];
    return id === undefined ? undefined : this.contents.get(doc, id);
  }

  append(document: StoredDocument): void {
    this.#numbers.set(document.id, this.#ids.length);
    this.#ids.push(document.id);
    this.contents.append(document);
  }

  /** Returns the number it had. */
  remove(id: string): number | undefined {
    const doc = this.#numbers.get(id);
    if (doc === undefined) return undefined;
    this.#numbers.delete(id);
    this.#ids[doc] = undefined;
    this.contents.drop(doc);
    return doc;
  }

  /** Ids in the order the documents came. */
  ids(): IterableIterator<string> {
    return this.#numbers.keys();
  }

  /** 1 where a document passes. The first call reads all metadata. Throws INVALID_OPTION. */
  accept(filter: Filter): Uint8Array {
    while (this.#columns.size < this.#ids.length) this.#columns.append(this.at(this.#columns.size)?.metadata);
    return this.#filters.accept(filter);
  }

  /** The table after the corpus was compacted; this one goes on answering for searches under way. */
  renumbered(): DocumentTable {
    const kept = this.#ids.flatMap((id, doc) => (id === undefined ? [] : [doc]));
    return new DocumentTable(
      this.contents.renumbered(Uint32Array.from(kept)),
      kept.map((doc) => this.#ids[doc] as string),
    );
  }
}
