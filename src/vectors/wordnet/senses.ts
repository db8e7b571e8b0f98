import type { WordnetDatabase } from './database';
import { SparseRowsBuilder, type SparseRows } from './sparse-rows';

/** Lemmas x synsets: how likely each sense is, (tag count + 1) over the sum of all senses of all parts of speech. */
export function senseRows(database: WordnetDatabase): SparseRows {
  const rows = new SparseRowsBuilder();
  for (const lemma of database.lemmas.keys()) rows.appendMap(senseLikelihoods(database, lemma));
  return rows.build(database.synsets.length);
}

export function senseLikelihoods(database: WordnetDatabase, lemma: number): Map<number, number> {
  const likelihoods = new Map<number, number>();
  let total = 0;
  for (let i = database.senseStarts[lemma]; i < database.senseStarts[lemma + 1]; i++) {
    const count = database.senseTagCount[i] + 1;
    const synset = database.senseSynset[i];
    likelihoods.set(synset, (likelihoods.get(synset) ?? 0) + count);
    total += count;
  }
  for (const [synset, count] of likelihoods) likelihoods.set(synset, count / total);
  return likelihoods;
}

/** How often any sense of the lemma was tagged. */
export function tagCount(database: WordnetDatabase, lemma: number): number {
  let total = 0;
  for (let i = database.senseStarts[lemma]; i < database.senseStarts[lemma + 1]; i++) total += database.senseTagCount[i];
  return total;
}
