import { WordmoverError } from '../errors';

/** Terms and their ids: dense, in the order they came, never taken back. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();
  private readonly terms: string[] = [];

  /** Throws CORRUPT_INDEX where a term comes twice: its documents could not be told apart. */
  static from(terms: Iterable<string>): Vocabulary {
    const vocabulary = new Vocabulary();
    for (const term of terms) {
      const id = vocabulary.size;
      if (vocabulary.add(term) !== id) {
        throw new WordmoverError(
          'CORRUPT_INDEX',
          `the vocabulary holds "${term}" twice: restore it from a copy or index the documents again`,
        );
      }
    }
    return vocabulary;
  }

  get size(): number {
    return this.terms.length;
  }

  /** Id of the term, a new one where it has none yet. */
  add(term: string): number {
    const known = this.ids.get(term);
    if (known !== undefined) return known;
    const id = this.terms.length;
    this.ids.set(term, id);
    this.terms.push(term);
    return id;
  }

  id(term: string): number | undefined {
    return this.ids.get(term);
  }

  /** Throws INVALID_INPUT for an id that was never given out. */
  term(id: number): string {
    const term = this.terms[id];
    if (term === undefined) throw new WordmoverError('INVALID_INPUT', `word id ${id}: the vocabulary has ${this.size} words`);
    return term;
  }

  /** All terms in order of their ids; `Vocabulary.from` takes them back. */
  toArray(from = 0): string[] {
    return this.terms.slice(from);
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.terms[Symbol.iterator]();
  }
}
