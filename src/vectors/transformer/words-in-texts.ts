import { WordmoverError } from '../../errors';
import { unitRow } from '../unit-row';
import type { TermRows, WordVectors } from '../word-vectors';
import type { ContextVectors } from './context-vectors';

export interface WordsInTextsOptions {
  /** Texts that begin with the word; none where there are none. */
  readonly textsOf: (word: string) => readonly string[];
  /** Told while words are computed: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * One vector a word all the same, but out of more than the word alone: the mean of its vector in `alone` and of its occurrences at
 * the beginning of a few texts, at unit length (the decontextualised vectors of Bommasani, Davis, Cardie 2020). A word that
 * `alone` does not know has none. INVALID_VECTORS where the two are not of the same model's dimension.
 */
export function wordsInTexts(alone: WordVectors, context: ContextVectors, options: WordsInTextsOptions): WordVectors {
  const { dim } = alone;
  if (context.dim !== dim) {
    throw new WordmoverError(
      'INVALID_VECTORS',
      `${alone.label} has ${dim} dimensions, ${context.label} ${context.dim}: take one model`,
    );
  }
  return {
    label: `${alone.label} in texts`,
    dim,
    fingerprint: `${alone.fingerprint}-in-${context.fingerprint}`,
    async lookup(words) {
      const { rows, known } = await alone.lookup(words);
      const total = new Float32Array(rows);
      for (const [w, word] of words.entries()) {
        if (known[w] === 0) continue;
        const row = total.subarray(w * dim, (w + 1) * dim);
        for (const text of options.textsOf(word)) addRow(await firstWord(context, word, text), row);
        unitRow(Float32Array.from(row), row, `the vector of "${word}"`);
        options.onProgress?.(w + 1, words.length);
      }
      return { rows: total, known };
    },
  };
}

function firstWord(context: ContextVectors, word: string, text: string): Promise<TermRows> {
  return context.embed(text, [{ term: word, start: 0, end: word.length }]);
}

function addRow({ rows, known }: TermRows, sum: Float32Array): void {
  if (known[0] === 1) for (let k = 0; k < sum.length; k++) sum[k] += rows[k];
}
