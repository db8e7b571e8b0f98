import type { WordnetDatabase } from './database';
import { rowsToUnitSum, SparseRowsBuilder, type SparseRows } from './sparse-rows';

/** How much of a synset's meaning a pointer carries over, by WordNet's symbol; symbols not listed carry none. */
export const RELATION_WEIGHTS: Readonly<Record<string, number>> = {
  '+': 2, // derivation
  '@': 1, // hypernym
  '@i': 1, // instance hypernym
  '&': 1, // similar to
  '\\': 1, // pertainym, or adjective of an adverb
  '<': 1, // participle
  '=': 0.7, // attribute
  '~': 0.5, // hyponym
  '^': 0.5, // also see
  $: 0.5, // verb group
  '*': 0.5, // entailment
  '>': 0.5, // cause
  '#p': 0.3, // part holonym
  '#s': 0.3, // substance holonym
  '#m': 0.3, // member holonym
  '%p': 0.3, // part meronym
  '%s': 0.3, // substance meronym
  ';c': 0.3, // topic domain
  '%m': 0.2, // member meronym
  '~i': 0.2, // instance hyponym
  '-c': 0.1, // member of the topic domain
};

/** Synsets x synsets: one step along WordNet's pointers, rows sum to one. */
export function relationRows(database: WordnetDatabase, weights = RELATION_WEIGHTS): SparseRows {
  const { pointers, synsets } = database;
  const weightOf = pointers.symbols.map((symbol) => weights[symbol] ?? 0);
  const rows = new SparseRowsBuilder();
  for (let s = 0; s < synsets.length; s++) {
    const row = new Map<number, number>();
    for (let p = pointers.starts[s]; p < pointers.starts[s + 1]; p++) {
      const weight = weightOf[pointers.symbol[p]];
      if (weight > 0) row.set(pointers.target[p], (row.get(pointers.target[p]) ?? 0) + weight);
    }
    rows.appendMap(row);
  }
  return rowsToUnitSum(rows.build(synsets.length));
}
