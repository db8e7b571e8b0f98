import type { StoredDocument } from '../store/stored-document';

/** What a caller stores: a text, or a bag of words already weighed. */
export interface InputDocument extends Omit<StoredDocument, 'id'> {
  /** Unique in its collection; drawn by the index when absent. */
  readonly id?: string;
}

/** What an index gives back: the same document, with its id. */
export type { StoredDocument };
