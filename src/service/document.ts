/** What a caller stores: a text, or a bag of words already weighed. */
export interface InputDocument {
  /** Unique in its collection; drawn by the index when absent. */
  readonly id?: string;
  readonly text?: string;
  /** A pre-weighted bag instead of a text: positive weights by term, used as they are. */
  readonly terms?: Readonly<Record<string, number>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What an index gives back: the same document, with its id. */
export interface StoredDocument extends InputDocument {
  readonly id: string;
}
