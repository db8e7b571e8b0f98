import type { Corpus } from '../text/corpus';

/** The words that most documents hold, most frequent first, ties by id; at most so many, and none that only one document holds. */
export function frequentWords({ df, vocabularySize }: Corpus, most: number): Uint32Array {
  const words = Uint32Array.from({ length: vocabularySize }, (_, word) => word).filter((word) => df[word] > 1);
  return words.sort((a, b) => df[b] - df[a] || a - b).slice(0, most);
}
