import type { StoredDocument } from './stored-document';

/** A change of the store; `sequence` grows by one with each. */
export interface Change {
  readonly sequence: number;
  readonly kind: 'put' | 'delete';
  readonly id: string;
}

/**
 * Documents by id, and the log of what changed, so that an index built from an earlier state can catch up.
 * A write is durable when its promise resolves, and readers see all of it or nothing. Reads are synchronous.
 * Ids are listed in ascending order of their UTF-8 bytes. A failing disk throws STORAGE_FAILED.
 */
export interface DocumentStore {
  /** Number of the last change; 0 when nothing was ever written. */
  readonly sequence: number;
  /** Number of documents. */
  readonly size: number;
  has(id: string): boolean;
  get(id: string): StoredDocument | undefined;
  /** Ids after `after`, or all of them. */
  ids(after?: string): Iterable<string>;
  documents(after?: string): Iterable<StoredDocument>;
  /** Adds or replaces, all or none; of two with one id the later wins. */
  putMany(documents: readonly StoredDocument[]): Promise<void>;
  /** False when no document has the id. */
  delete(id: string): Promise<boolean>;
  /** Changes with a higher sequence number, oldest first; undefined when some of them were forgotten. */
  changesAfter(sequence: number): Iterable<Change> | undefined;
  /** Drops the log up to and including `sequence`. */
  forgetChanges(sequence: number): Promise<void>;
  /** Bytes held, in memory or on disk. */
  bytes(): number;
  close(): Promise<void>;
}
