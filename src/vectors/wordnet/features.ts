import { SparseRowsBuilder, type SparseRows } from './sparse-rows';
import { Spreader, type SpreadOptions } from './spread';

const BATCH_WORDS = 64;

/** What spreading needs: who means what, and which synsets lie beside which. */
export interface SpreadInput extends SpreadOptions {
  readonly association: SparseRows;
  readonly senses: SparseRows;
  /** Lemmas to spread, by row of the result. */
  readonly lemmas: Uint32Array;
}

/** Words [from, to) x synsets: the mass that reaches each synset. */
export function spreadWords(input: SpreadInput, from: number, to: number): SparseRows {
  const rows = new SparseRowsBuilder();
  appendWords(rows, new Spreader(input.association, input), input, from, to);
  return rows.build(input.association.columnCount);
}

/** The same few words at a time, in memory that is used again. */
export function* spreadInBatches(
  input: SpreadInput,
  from: number,
  to: number,
): Iterable<{ features: SparseRows; first: number }> {
  const spreader = new Spreader(input.association, input);
  const rows = new SparseRowsBuilder();
  for (let first = from; first < to; first += BATCH_WORDS) {
    rows.clear();
    appendWords(rows, spreader, input, first, Math.min(to, first + BATCH_WORDS));
    yield { features: rows.build(input.association.columnCount), first };
  }
}

function appendWords(rows: SparseRowsBuilder, spreader: Spreader, input: SpreadInput, from: number, to: number): void {
  for (let w = from; w < to; w++) {
    spreader.spread(input.senses, input.lemmas[w]);
    rows.append(spreader.synsets, spreader.mass, spreader.count);
  }
}

export interface Weights {
  readonly massPower: number;
  /** idf of each synset over the fit words, 0 where it says nothing. */
  readonly idf: Float32Array;
}

/** Rows [from, to) from mass to feature: mass^power idf, divided by the row's length; in place. */
export function weighRows(rows: SparseRows, { massPower, idf }: Weights, from: number, to: number): void {
  const { starts, columns, values } = rows;
  for (let r = from; r < to; r++) {
    let square = 0;
    for (let e = starts[r]; e < starts[r + 1]; e++) {
      const feature = Math.pow(values[e], massPower) * idf[columns[e]];
      values[e] = feature;
      square += feature * feature;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let e = starts[r]; e < starts[r + 1]; e++) values[e] *= scale;
  }
}

/** ln(N / (1 + df)) of each synset over N words, never below 0. */
export function synsetIdf(rows: SparseRows): Float32Array {
  const wordCount = rows.starts.length - 1;
  const frequency = new Uint32Array(rows.columnCount);
  for (const column of rows.columns) frequency[column]++;
  const idf = new Float32Array(new SharedArrayBuffer(4 * rows.columnCount));
  for (let s = 0; s < idf.length; s++) idf[s] = Math.max(0, Math.log(wordCount / (1 + frequency[s])));
  return idf;
}
