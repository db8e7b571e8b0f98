import { malformed } from './vector-records';
import type { TermRows, WordVectors } from './word-vectors';

export interface VectorFileOptions {
  /** Keep only the vectors that these terms can find; 'all' (the default) keeps every word of the file. */
  readonly terms?: Iterable<string> | 'all';
  /** Subtract the mean of all unit vectors of the file, whichever are kept, and divide by the length again. */
  readonly removeMean?: boolean;
}

const FIRST_CAPACITY = 1024;

/** Unit rows of the words kept from a file, in the order of the file. */
export interface FileTable {
  readonly dim: number;
  readonly ids: ReadonlyMap<string, number>;
  readonly rows: Float32Array;
}

/** Spellings under which a term is looked for, in this order: as it stands, lower case, Capitalised, UPPER CASE. */
export function caseVariants(term: string): string[] {
  const lower = term.toLowerCase();
  return [term, lower, lower.charAt(0).toUpperCase() + lower.slice(1), term.toUpperCase()];
}

/** Collects the rows of a file as they are read. */
export class VectorTableBuilder {
  private readonly wanted: ReadonlySet<string> | undefined;
  private readonly removesMean: boolean;
  private readonly ids = new Map<string, number>();
  private rows = new Float32Array(0);
  private dim = 0;
  /** Of all words of the file, kept or not. */
  private sum = new Float64Array(0);
  private seen = 0;

  constructor(
    private readonly file: string,
    { terms = 'all', removeMean = false }: VectorFileOptions,
  ) {
    this.wanted = terms === 'all' ? undefined : new Set(Array.from(terms, caseVariants).flat());
    this.removesMean = removeMean;
  }

  begin(dim: number): void {
    this.dim = dim;
    this.rows = new Float32Array(FIRST_CAPACITY * dim);
    this.sum = new Float64Array(dim);
  }

  /** Whether the word's coordinates are needed: words not kept still count for the mean. */
  isWanted(word: string): boolean {
    return this.removesMean || this.isKept(word);
  }

  /** The first of several rows of one word counts. */
  add(word: string, coordinates: Float32Array, place: string): void {
    const scale = 1 / this.lengthOf(coordinates, word, place);
    for (let k = 0; k < this.dim; k++) this.sum[k] += scale * coordinates[k];
    this.seen++;
    if (!this.isKept(word) || this.ids.has(word)) return;
    const at = this.ids.size * this.dim;
    if (at === this.rows.length) this.grow();
    for (let k = 0; k < this.dim; k++) this.rows[at + k] = scale * coordinates[k];
    this.ids.set(word, this.ids.size);
  }

  finish(): FileTable {
    const rows = this.rows.slice(0, this.ids.size * this.dim);
    if (this.removesMean) this.removeMean(rows);
    return { dim: this.dim, ids: this.ids, rows };
  }

  private isKept(word: string): boolean {
    return this.wanted === undefined || this.wanted.has(word);
  }

  private lengthOf(coordinates: Float32Array, word: string, place: string): number {
    let square = 0;
    for (let k = 0; k < coordinates.length; k++) square += coordinates[k] * coordinates[k];
    if (square > 0 && square < Infinity) return Math.sqrt(square);
    const reason = square === 0 ? 'is all zeros' : 'holds a value that is not a finite number';
    throw malformed(this.file, place, `("${word}") ${reason}`);
  }

  private grow(): void {
    const rows = new Float32Array(2 * this.rows.length);
    rows.set(this.rows);
    this.rows = rows;
  }

  private removeMean(rows: Float32Array): void {
    const { dim, sum, seen } = this;
    for (const [word, id] of this.ids) {
      let square = 0;
      for (let k = 0; k < dim; k++) {
        rows[id * dim + k] -= sum[k] / seen;
        square += rows[id * dim + k] ** 2;
      }
      if (!(square > 1e-12)) throw malformed(this.file, `"${word}"`, 'is at the mean of all: leave removeMean out');
      const scale = 1 / Math.sqrt(square);
      for (let k = 0; k < dim; k++) rows[id * dim + k] *= scale;
    }
  }
}

/** Vectors of a file, held in memory. */
export class FileVectors implements WordVectors {
  readonly dim: number;

  constructor(
    private readonly table: FileTable,
    readonly label: string,
    readonly fingerprint: string,
  ) {
    this.dim = table.dim;
  }

  /** Words kept from the file. */
  get size(): number {
    return this.table.ids.size;
  }

  lookup(terms: readonly string[]): Promise<TermRows> {
    const rows = new Float32Array(terms.length * this.dim);
    const known = new Uint8Array(terms.length);
    terms.forEach((term, t) => {
      const id = this.find(term);
      if (id === undefined) return;
      rows.set(this.table.rows.subarray(id * this.dim, (id + 1) * this.dim), t * this.dim);
      known[t] = 1;
    });
    return Promise.resolve({ rows, known });
  }

  private find(term: string): number | undefined {
    for (const spelling of caseVariants(term)) {
      const id = this.table.ids.get(spelling);
      if (id !== undefined) return id;
    }
    return undefined;
  }
}
