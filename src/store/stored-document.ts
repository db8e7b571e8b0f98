/** A document as it is kept: a text, or a bag of words already weighed, under the caller's id. */
export interface StoredDocument {
  readonly id: string;
  readonly text?: string;
  /** A pre-weighted bag instead of a text: positive weights by term. */
  readonly terms?: Readonly<Record<string, number>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}
