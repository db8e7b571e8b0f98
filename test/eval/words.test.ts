import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spearman } from '../../src/eval/spearman';
import { evalWords, parseWordPairs } from '../../src/eval/words';
import { vectorFile } from '../../src/vectors/vector-file';
import type { WordVectors } from '../../src/vectors/word-vectors';
import { itWithData } from '../shared-data';

describe('spearman', () => {
  it('is 1 for equal order, -1 for the reverse', () => {
    expect(spearman([1, 2, 30], [4, 5, 6])).toBe(1);
    expect(spearman([1, 2, 30], [6, 5, 4])).toBe(-1);
  });

  it('is 1 - 6 sum d^2 / n (n^2 - 1) without ties', () => {
    expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  });

  it('gives ties their mean rank: Pearson correlation of 1.5, 1.5, 3 and 1, 2, 3', () => {
    expect(spearman([0, 0, 9], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(1.5 * 2), 12);
  });

  it('is null where undefined', () => {
    expect(spearman([], [])).toBeNull();
    expect(spearman([1], [1])).toBeNull();
    expect(spearman([1, 2], [3, 3])).toBeNull();
  });
});

describe('parseWordPairs', () => {
  it.each([
    ['spaces', 'cat dog 5\n\ncup  mug\t9\n'.replace('\t', ' ')],
    ['tabs', 'cat\tdog\t5\ncup\tmug\t9'],
    ['commas and Windows line ends', 'word1,word2,mean\r\ncat, dog, 5\r\ncup,mug,9\r\n'],
    ['a comment', '# gold\ncat dog 5\ncup mug 9'],
    ['the columns of SimLex', 'word1\tword2\tPOS\tSimLex999\tconcQ\ncat\tdog\tN\t5\t1\ncup\tmug\tN\t9\t4\n'],
  ])('reads %s', (_, text) => {
    expect(parseWordPairs(text, 'list.txt')).toEqual([
      { first: 'cat', second: 'dog', score: 5 },
      { first: 'cup', second: 'mug', score: 9 },
    ]);
  });

  it('names file and line of what it can not read', () => {
    expect(() => parseWordPairs('cat dog 5\ncup mug\n', 'list.txt')).toThrow(/list\.txt, line 2: "cup mug"/);
  });
});

describe('evalWords', () => {
  const angles: Readonly<Record<string, number>> = { a: 0, b: 0.1, c: 0.5, d: 1.5 };
  const vectors: WordVectors = {
    label: 'angles',
    dim: 2,
    fingerprint: 'angles',
    lookup: (terms) =>
      Promise.resolve({
        rows: Float32Array.from(terms.flatMap((t) => (t in angles ? [Math.cos(angles[t]), Math.sin(angles[t])] : [0, 0]))),
        known: Uint8Array.from(terms, (t) => Number(t in angles)),
      }),
  };
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'words-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('correlates cosines with scores over the covered pairs, list by list', async () => {
    writeFileSync(join(folder, 'good.txt'), 'a b 9\na c 5\na d 1\na unknown 7\n');
    writeFileSync(join(folder, 'bad.csv'), 'a,b,1\na,c,5\na,d,9\n');
    writeFileSync(join(folder, 'README.md'), 'not a list');
    expect(await evalWords(folder, vectors)).toEqual({
      lists: { good: { pairs: 4, covered: 3, spearman: 1 }, bad: { pairs: 3, covered: 3, spearman: -1 } },
    });
  });

  it('refuses a folder that is missing or holds no list', async () => {
    await expect(evalWords(join(folder, 'none'), vectors)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(evalWords(folder, vectors)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  // Who published the vectors measured 0.270 over 937 pairs of SimLex and 0.532 over 324 of WS-353 for this file.
  itWithData('agrees with what was measured for a published file', 'vectors-glove-20k-50d', async (data) => {
    const glove = await vectorFile(join(data, 'glove-20002.50d.bin.gz'));
    const { lists } = await evalWords(join(data, '../wordsim'), glove);
    expect(lists['SimLex-999'].covered).toBe(937);
    expect(lists['SimLex-999'].spearman).toBeCloseTo(0.27, 3);
    expect(lists['EN-WS-353-ALL'].covered).toBe(324);
    expect(lists['EN-WS-353-ALL'].spearman).toBeCloseTo(0.532, 3);
  });
});
