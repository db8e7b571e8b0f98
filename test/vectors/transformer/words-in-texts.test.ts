import type { ContextVectors } from '../../../src/vectors/transformer/context-vectors';
import { wordsInTexts } from '../../../src/vectors/transformer/words-in-texts';
import type { WordVectors } from '../../../src/vectors/word-vectors';

const alone: WordVectors = {
  label: 'plain',
  dim: 2,
  fingerprint: 'p',
  lookup: (words) =>
    Promise.resolve({
      rows: Float32Array.from(words.flatMap((word) => (word === 'unknown' ? [0, 0] : [1, 0]))),
      known: Uint8Array.from(words, (word) => (word === 'unknown' ? 0 : 1)),
    }),
};

/** Every word at the beginning of a text points up, but for those of texts that the model cannot read. */
const context: ContextVectors = {
  label: 'plain',
  dim: 2,
  fingerprint: 'c',
  embed: (text, [{ term, start, end }]) => {
    expect(text.slice(start, end)).toBe(term);
    const known = text.includes('?') ? 0 : 1;
    return Promise.resolve({ rows: Float32Array.of(0, known), known: Uint8Array.of(known), sentence: undefined });
  },
};

describe('words in texts', () => {
  const texts: Record<string, string[]> = { bank: ['bank: of a river', 'bank: of money', 'bank: ?'] };
  const vectors = wordsInTexts(alone, context, { textsOf: (word) => texts[word] ?? [] });

  it('are the mean of the word alone and of its occurrences, at unit length', async () => {
    const { rows, known } = await vectors.lookup(['bank', 'tree', 'unknown']);
    expect(Array.from(known)).toEqual([1, 1, 0]);
    expect(rows[0]).toBeCloseTo(1 / Math.sqrt(5), 6);
    expect(rows[1]).toBeCloseTo(2 / Math.sqrt(5), 6);
    expect(Array.from(rows.subarray(2))).toEqual([1, 0, 0, 0]);
  });

  it('are told apart from the vectors of the words alone', () => {
    expect(vectors.fingerprint).not.toBe(alone.fingerprint);
    expect(vectors.dim).toBe(2);
  });

  it('refuse two models of different dimensions', () => {
    expect(() => wordsInTexts(alone, { ...context, dim: 3 }, { textsOf: () => [] })).toThrow(
      expect.objectContaining({ code: 'INVALID_VECTORS' }),
    );
  });
});
