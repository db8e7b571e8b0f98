import type { Vocabulary } from './vocabulary';

/** Words of one text by id, ascending, with how often each occurs: what a corpus appends. */
export interface WordCounts {
  readonly words: Uint32Array;
  readonly counts: Float32Array;
}

/** Counted terms as ids of a vocabulary that takes in the new ones. */
export function countsById(vocabulary: Vocabulary, counts: ReadonlyMap<string, number>): WordCounts {
  const words = new Uint32Array(counts.size);
  const countOf = new Map<number, number>();
  let n = 0;
  for (const [term, count] of counts) {
    const id = vocabulary.add(term);
    words[n++] = id;
    countOf.set(id, count);
  }
  words.sort();
  return { words, counts: Float32Array.from(words, (id) => countOf.get(id) ?? 0) };
}
