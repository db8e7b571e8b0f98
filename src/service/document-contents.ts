import type { DocumentStore } from '../store/document-store';
import type { StoredDocument } from './document';

/** Texts and metadata by document number. */
export interface DocumentContents {
  readonly bytes: number;
  /** Documents are numbered from 0 as they come. */
  append(document: StoredDocument): void;
  get(doc: number, id: string): StoredDocument | undefined;
  drop(doc: number): void;
  /** The same contents under new numbers: kept[i] is the old number of document i. */
  renumbered(kept: Uint32Array): DocumentContents;
}

/** Contents in memory, as JSON bytes in one buffer where they were loaded from a file, as objects where they came since. */
export class MemoryContents implements DocumentContents {
  readonly #offsets: Float64Array;
  readonly #loaded: Buffer;
  readonly #added: (StoredDocument | undefined)[] = [];
  readonly #dropped = new Set<number>();
  #addedBytes = 0;

  /** @param offsets document i lies in bytes [offsets[i], offsets[i + 1]) of `loaded`. */
  constructor(loaded: Buffer = Buffer.alloc(0), offsets = new Float64Array(1)) {
    this.#loaded = loaded;
    this.#offsets = offsets;
  }

  get bytes(): number {
    return this.#loaded.byteLength + this.#offsets.byteLength + this.#addedBytes;
  }

  append(document: StoredDocument): void {
    this.#added.push(document);
    this.#addedBytes += 2 * (document.text?.length ?? 0);
  }

  get(doc: number): StoredDocument | undefined {
    const first = this.#offsets.length - 1;
    if (doc >= first) return this.#added[doc - first];
    if (this.#dropped.has(doc)) return undefined;
    return JSON.parse(this.#loaded.toString('utf8', this.#offsets[doc], this.#offsets[doc + 1])) as StoredDocument;
  }

  drop(doc: number): void {
    const first = this.#offsets.length - 1;
    if (doc < first) this.#dropped.add(doc);
    else this.#added[doc - first] = undefined;
  }

  renumbered(kept: Uint32Array): DocumentContents {
    const contents = new MemoryContents();
    for (const doc of kept) {
      const document = this.get(doc);
      if (document) contents.append(document);
    }
    return contents;
  }
}

/** Contents that a document store holds already: nothing is kept twice. */
export class StoredContents implements DocumentContents {
  readonly bytes = 0;

  constructor(private readonly store: DocumentStore) {}

  append(): void {}

  get(_doc: number, id: string): StoredDocument | undefined {
    return this.store.get(id);
  }

  drop(): void {}

  renumbered(): DocumentContents {
    return this;
  }
}
