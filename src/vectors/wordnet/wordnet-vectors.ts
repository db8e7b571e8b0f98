import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WordmoverError } from '../../errors';
import { englishLemma } from '../../text/english-lemma';
import { QuantisedTable } from '../quantised-table';
import type { TermRows, WordVectors } from '../word-vectors';

const TABLE_FILE = join(__dirname, '../../../data/wordnet-vectors.bin');

/** How common terms are in a large collection: what a handful of texts can't tell. */
export interface BackgroundFrequencies {
  readonly documents: number;
  /** Documents that hold the term; 0 if none does. */
  df(term: string): number;
}

export interface WordnetVectors extends WordVectors {
  /** Over the glosses of WordNet. */
  readonly background: BackgroundFrequencies;
}

let shipped: Promise<WordnetVectors> | undefined;

/** The table that comes with the package, read once. VECTORS_UNAVAILABLE if the file is missing, INVALID_VECTORS if damaged. */
export function wordnetVectors(): Promise<WordnetVectors> {
  shipped ??= readWordnetVectors(TABLE_FILE).catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}

/** A table that `buildWordnetVectors` made. */
export async function readWordnetVectors(file: string): Promise<WordnetVectors> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const remedy = 'Build it with: wordmover vectors build';
    throw new WordmoverError('VECTORS_UNAVAILABLE', `No WordNet vectors at ${file}. ${remedy}`, { cause: error });
  }
  return new TableVectors(new QuantisedTable(bytes, file));
}

class TableVectors implements WordnetVectors {
  readonly label = 'wordnet';
  readonly dim: number;
  readonly fingerprint: string;
  readonly background: BackgroundFrequencies;

  constructor(private readonly table: QuantisedTable) {
    this.dim = table.dim;
    this.fingerprint = `wordnet-${table.fingerprint}`;
    this.background = { documents: table.documents, df: (term) => this.documentFrequency(term) };
  }

  lookup(terms: readonly string[]): Promise<TermRows> {
    const rows = new Float32Array(terms.length * this.dim);
    const known = new Uint8Array(terms.length);
    terms.forEach((term, t) => {
      const id = this.find(term, (candidate) => this.table.hasVector(candidate));
      if (id === undefined) return;
      this.table.copyRow(id, rows, t * this.dim);
      known[t] = 1;
    });
    return Promise.resolve({ rows, known });
  }

  private documentFrequency(term: string): number {
    const id = this.find(term, () => true);
    return id === undefined ? 0 : this.table.documentFrequency(id);
  }

  /** The term as it stands, in lower case, or its lemma ("running": run). */
  private find(term: string, accept: (id: number) => boolean): number | undefined {
    const lower = term.toLowerCase();
    return this.accepted(term, accept) ?? this.accepted(lower, accept) ?? this.accepted(englishLemma(lower), accept);
  }

  private accepted(word: string, accept: (id: number) => boolean): number | undefined {
    const id = this.table.id(word);
    return id !== undefined && accept(id) ? id : undefined;
  }
}
