import type { WordnetDatabase } from './database';
import type { VectorRows } from './unit-rows';

/** Antonyms of each lemma (lexical pointers "!"), with weights that sum to one: an antonym of a likely sense weighs more. */
export function antonymWeights(database: WordnetDatabase): Map<number, Map<number, number>> {
  const { pointers, synsets, lemmaIds } = database;
  const antonym = pointers.symbols.indexOf('!');
  const antonymsOf = new Map<number, Map<number, number>>();
  for (let s = 0; s < synsets.length; s++) {
    for (let p = pointers.starts[s]; p < pointers.starts[s + 1]; p++) {
      if (pointers.symbol[p] !== antonym || pointers.sourceWord[p] === 0) continue;
      const from = lemmaIds.get(synsets[s].words[pointers.sourceWord[p] - 1].toLowerCase());
      const to = lemmaIds.get(synsets[pointers.target[p]].words[pointers.targetWord[p] - 1].toLowerCase());
      if (from === undefined || to === undefined || from === to) continue;
      const weights = antonymsOf.get(from) ?? new Map<number, number>();
      weights.set(to, (weights.get(to) ?? 0) + senseCount(database, from, s));
      antonymsOf.set(from, weights);
    }
  }
  for (const weights of antonymsOf.values()) divideBySum(weights);
  return antonymsOf;
}

function senseCount(database: WordnetDatabase, lemma: number, synset: number): number {
  for (let i = database.senseStarts[lemma]; i < database.senseStarts[lemma + 1]; i++) {
    if (database.senseSynset[i] === synset) return database.senseTagCount[i] + 1;
  }
  return 1;
}

function divideBySum(weights: Map<number, number>): void {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  for (const [antonym, weight] of weights) weights.set(antonym, weight / sum);
}

/**
 * Moves every word with antonyms away from them: x - share * (weighted mean of the antonyms), not yet at unit length. Antonyms
 * share their contexts, so without this "open" lies beside "close". `rowOf` gives a lemma's row, undefined if it has none.
 */
export function awayFromAntonyms(
  { values: rows, columnCount: dim }: VectorRows,
  share: number,
  antonymsOf: ReadonlyMap<number, ReadonlyMap<number, number>>,
  rowOf: (lemma: number) => number | undefined,
): void {
  const before = rows.slice();
  for (const [lemma, antonyms] of antonymsOf) {
    const row = rowOf(lemma);
    if (row === undefined) continue;
    for (const [antonym, weight] of antonyms) {
      const other = rowOf(antonym);
      if (other === undefined) continue;
      for (let k = 0; k < dim; k++) rows[row * dim + k] -= share * weight * before[other * dim + k];
    }
  }
}
