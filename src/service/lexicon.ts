import type { QueryWords } from '../search/ranking';
import type { Pipeline } from '../text/pipeline';
import { sharedFloat32 } from '../text/shared-array';
import { Vocabulary } from '../text/vocabulary';
import { PointTable } from '../vectors/point-table';
import type { TermRows, WordVectors } from '../vectors/word-vectors';

/** Words of a query and their names, for reading the answer. */
export interface NamedQuery {
  readonly words: QueryWords;
  /** Term of each word. */
  readonly terms: readonly string[];
  /** Terms without a vector. */
  readonly unknown: readonly string[];
}

/** The words of an index: every term has an id, and a point where the vectors know it. */
export class Lexicon {
  #unknown = 0;

  constructor(
    readonly pipeline: Pipeline,
    readonly vectors: WordVectors,
    readonly vocabulary = new Vocabulary(),
    readonly points = new PointTable(vectors.dim),
  ) {
    for (let id = 0; id < points.size; id++) if (!points.has(id)) this.#unknown += 1;
  }

  get size(): number {
    return this.points.size;
  }

  /** Words without a vector. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Takes in the new ones of the terms, looking up their vectors at once. */
  async learn(terms: Iterable<string>): Promise<void> {
    const fresh = new Set<string>();
    for (const term of terms) if (this.vocabulary.id(term) === undefined) fresh.add(term);
    if (fresh.size === 0) return;
    const found = [...fresh];
    const rows = await this.vectors.lookup(found);
    // Another call may have learned some of them meanwhile.
    found.forEach((term, i) => {
      if (this.vocabulary.id(term) === undefined) this.#append(term, rows, i);
    });
  }

  /** A query's words over the first `size` words of the lexicon; the others are new to the documents. */
  async query(counts: ReadonlyMap<string, number>, size = this.size): Promise<NamedQuery> {
    const idOf = (term: string): number => {
      const id = this.vocabulary.id(term);
      return id !== undefined && id < size ? id : Infinity;
    };
    const terms = [...counts.keys()].sort((a, b) => idOf(a) - idOf(b) || 0);
    const fresh = terms.filter((term) => idOf(term) === Infinity);
    const known = terms.length - fresh.length;
    const found = await this.vectors.lookup(fresh);
    const { dim } = this.points;
    const words: QueryWords = {
      ids: Uint32Array.from(terms, (term, i) => (i < known ? idOf(term) : size + i - known)),
      counts: Float32Array.from(terms, (term) => counts.get(term) ?? 0),
      // Shared: 300 numbers a word need not be copied into the thread that searches.
      rows: sharedFloat32(terms.length * dim),
      known: new Uint8Array(terms.length),
    };
    for (let i = 0; i < known; i++) {
      words.known[i] = this.points.row(words.ids[i], words.rows.subarray(i * dim, (i + 1) * dim)) ? 1 : 0;
    }
    words.rows.set(found.rows, known * dim);
    words.known.set(found.known, known);
    return { words, terms, unknown: terms.filter((_, i) => words.known[i] === 0) };
  }

  #append(term: string, { rows, known }: TermRows, i: number): void {
    const { dim } = this.points;
    this.points.append(known[i] ? rows.subarray(i * dim, (i + 1) * dim) : null);
    this.vocabulary.add(term);
    if (!known[i]) this.#unknown += 1;
  }
}
