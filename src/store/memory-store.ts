import type { Change, DocumentStore } from './document-store';
import type { StoredDocument } from './stored-document';

const byUtf8 = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Documents of one process's lifetime: for tests and for collections without a folder. */
export class MemoryStore implements DocumentStore {
  #documents = new Map<string, StoredDocument>();
  #log: Change[] = [];
  #forgotten = 0;
  #sequence = 0;

  get sequence(): number {
    return this.#sequence;
  }

  get size(): number {
    return this.#documents.size;
  }

  has(id: string): boolean {
    return this.#documents.has(id);
  }

  get(id: string): StoredDocument | undefined {
    return this.#documents.get(id);
  }

  *ids(after?: string): Iterable<string> {
    const ids = [...this.#documents.keys()].sort(byUtf8);
    for (const id of ids) if (after === undefined || byUtf8(id, after) > 0) yield id;
  }

  *documents(after?: string): Iterable<StoredDocument> {
    for (const id of this.ids(after)) {
      const document = this.#documents.get(id);
      if (document !== undefined) yield document;
    }
  }

  putMany(documents: readonly StoredDocument[]): Promise<void> {
    for (const document of documents) {
      this.#documents.set(document.id, document);
      this.#write('put', document.id);
    }
    return Promise.resolve();
  }

  delete(id: string): Promise<boolean> {
    const existed = this.#documents.delete(id);
    if (existed) this.#write('delete', id);
    return Promise.resolve(existed);
  }

  changesAfter(sequence: number): Iterable<Change> | undefined {
    if (sequence < this.#forgotten || sequence > this.#sequence) return undefined;
    return this.#log.filter((change) => change.sequence > sequence);
  }

  forgetChanges(sequence: number): Promise<void> {
    this.#forgotten = Math.max(this.#forgotten, Math.min(sequence, this.#sequence));
    this.#log = this.#log.filter((change) => change.sequence > this.#forgotten);
    return Promise.resolve();
  }

  bytes(): number {
    let bytes = 0;
    for (const { id, text } of this.#documents.values()) bytes += 2 * (id.length + (text?.length ?? 0));
    return bytes;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #write(kind: Change['kind'], id: string): void {
    this.#sequence += 1;
    this.#log.push({ sequence: this.#sequence, kind, id });
  }
}
