import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WordmoverError } from '../../src/errors';
import { vectorFile } from '../../src/vectors/vector-file';
import type { WordVectors } from '../../src/vectors/word-vectors';
import { itWithData } from '../shared-data';

const WORDS: readonly (readonly [string, readonly number[]])[] = [
  ['king', [3, 4, 0]],
  ['Paris', [0, 0, -2]],
  ['IBM', [1, 1, 1]],
  ['naïve', [0.5, -0.25, 1e-3]],
];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'vector-file-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const glove = (words = WORDS) => words.map(([word, row]) => `${word} ${row.join(' ')}\n`).join('');
const text = (words = WORDS) => `${words.length} 3\n${glove(words)}`;

function binary(words = WORDS, lineFeeds = true): Buffer {
  const parts = [Buffer.from(`${words.length} 3\n`)];
  for (const [word, row] of words) {
    parts.push(Buffer.from(`${word} `), Buffer.from(new Float32Array(row).buffer));
    if (lineFeeds) parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

async function row(vectors: WordVectors, term: string): Promise<number[] | undefined> {
  const { rows, known } = await vectors.lookup([term]);
  return known[0] === 1 ? Array.from(rows) : undefined;
}

async function expectUnit(vectors: WordVectors, term: string, direction: readonly number[]): Promise<void> {
  const length = Math.hypot(...direction);
  const found = await row(vectors, term);
  direction.forEach((x, k) => expect(found?.[k]).toBeCloseTo(x / length, 6));
}

async function refusal(path: string): Promise<WordmoverError> {
  const error: unknown = await vectorFile(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WordmoverError);
  return error as WordmoverError;
}

describe.each([
  ['word2vec text', text()],
  ['word2vec text with Windows line ends', text().replaceAll('\n', '\r\n')],
  ['GloVe text', glove()],
  ['GloVe text without a last line feed', glove().trimEnd()],
  ['word2vec binary', binary()],
  ['word2vec binary without line feeds', binary(WORDS, false)],
])('%s', (name, content) => {
  it.each(['plain', 'gzip'])('gives every word its unit vector (%s)', async (packing) => {
    const bytes = Buffer.from(content);
    const vectors = await vectorFile(write(`${name} ${packing}`, packing === 'gzip' ? gzipSync(bytes) : bytes));
    expect(vectors.dim).toBe(3);
    for (const [word, direction] of WORDS) await expectUnit(vectors, word, direction);
    expect(await row(vectors, 'queen')).toBeUndefined();
  });
});

it('gives the rows of unknown terms as zeros, in the order asked', async () => {
  const vectors = await vectorFile(write('order', binary()));
  const { rows, known } = await vectors.lookup(['x', 'king', 'x']);
  expect(Array.from(known)).toEqual([0, 1, 0]);
  expect(Array.from(rows)).toEqual([0, 0, 0, Math.fround(0.6), Math.fround(0.8), 0, 0, 0, 0]);
});

it('finds cased words for terms in lower case: exact, lower, Capitalised, UPPER, in this order', async () => {
  const words = [
    ['us', [1, 0, 0]],
    ['US', [0, 1, 0]],
    ['Paris', [0, 0, 1]],
    ['PARIS', [1, 0, 1]],
    ['IBM', [1, 1, 0]],
  ] as const;
  const vectors = await vectorFile(write('cased', binary(words)));
  await expectUnit(vectors, 'us', [1, 0, 0]);
  await expectUnit(vectors, 'US', [0, 1, 0]);
  await expectUnit(vectors, 'Us', [1, 0, 0]);
  await expectUnit(vectors, 'paris', [0, 0, 1]);
  await expectUnit(vectors, 'ibm', [1, 1, 0]);
});

it('keeps only what the given terms can find, with the same vectors', async () => {
  const vectors = await vectorFile(write('some', text()), { terms: ['paris', 'king', 'absent'] });
  await expectUnit(vectors, 'paris', [0, 0, -1]);
  await expectUnit(vectors, 'king', [3, 4, 0]);
  expect(await row(vectors, 'IBM')).toBeUndefined();
});

it('removes the mean of all words of the file, whichever are kept', async () => {
  const path = write('mean', text());
  const unit = WORDS.map(([, row]) => row.map((x) => x / Math.hypot(...row)));
  const mean = [0, 1, 2].map((k) => unit.reduce((sum, row) => sum + row[k], 0) / unit.length);
  const expected = unit[0].map((x, k) => x - mean[k]);
  await expectUnit(await vectorFile(path, { removeMean: true }), 'king', expected);
  await expectUnit(await vectorFile(path, { removeMean: true, terms: ['king'] }), 'king', expected);
});

it('has a fingerprint that follows the content and removeMean', async () => {
  const path = write('a', text());
  const fingerprints = await Promise.all([
    vectorFile(path),
    vectorFile(path, { removeMean: true }),
    vectorFile(write('b', text().replace('-2', '-3'))),
  ]).then((all) => all.map((vectors) => vectors.fingerprint));
  expect(new Set(fingerprints).size).toBe(3);
  expect((await vectorFile(write('copy of a', text()))).fingerprint).toBe(fingerprints[0]);
});

it('takes the first row of a word that comes twice', async () => {
  await expectUnit(await vectorFile(write('twice', `${glove()}king 0 0 1\n`)), 'king', [3, 4, 0]);
});

it('counts numbers from the end of a line, since some words of GloVe contain spaces', async () => {
  await expectUnit(await vectorFile(write('spaces', `${glove()}at name@x.com 0 1 0\n`)), 'at name@x.com', [0, 1, 0]);
});

it('reads records that straddle the chunks of a stream', async () => {
  const many = Array.from({ length: 80_000 }, (_, i) => [`w${i}`, [1, i, -i]] as const);
  for (const content of [Buffer.from(text(many)), binary(many)]) {
    const vectors = await vectorFile(write('many', content));
    for (const i of [0, 1, 77_777, 79_999]) await expectUnit(vectors, `w${i}`, [1, i, -i]);
  }
}, 60_000);

describe('malformed files', () => {
  const damaged = binary();
  damaged.writeFloatLE(NaN, damaged.indexOf('Paris ') + 6);
  it.each([
    ['a missing number', glove().replace(' -2', ''), /line 2 has 2 numbers where 3 belong/],
    ['a number too many', glove().replace(' -2', ' -2 7'), /line 2 has 4 numbers where 3 belong/],
    ['a word for a number', text().replace(' -2', ' x'), /line 3 has "x" where a number belongs/],
    ['NaN in a text', glove().replace(' -2', ' nan'), /line 2 has "nan" where a number belongs/],
    ['zeros', glove().replace(' -2', ' 0'), /line 2 \("Paris"\) is all zeros/],
    ['NaN in a binary', damaged, /record 2 \("Paris"\) holds a value that is not a finite number/],
    ['a binary cut short', binary().subarray(0, -9), /record 4 is cut short/],
    ['fewer lines than the header says', text().replace('4 3', '5 3'), /after 4 words where the header names 5/],
    [
      'more records than the header says',
      Buffer.from(binary().toString('latin1').replace('4 3', '3 3'), 'latin1'),
      /record 4 comes after/,
    ],
    ['gzip cut short', gzipSync(text()).subarray(0, -12), /gzip data is damaged or cut short/],
    ['an empty file', '', /line 1 is neither/],
    ['something else', 'hello\nworld\n', /line 1 is neither/],
  ])('%s: INVALID_VECTORS with place, reason and remedy', async (name, content, message) => {
    const error = await refusal(write(`bad ${name}`, content));
    expect(error.code).toBe('INVALID_VECTORS');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/Give an undamaged word2vec/);
  });

  it('a missing file: VECTORS_UNAVAILABLE', async () => {
    expect((await refusal(join(folder, 'none'))).code).toBe('VECTORS_UNAVAILABLE');
  });
});

itWithData('finds the lower-case terms of GoogleNews', 'vectors-googlenews-8k-300d', async (data) => {
  const vectors = await vectorFile(join(data, 'googlenews-8000.300d.bin.gz'));
  // The published dump begins with "in" = 0.070312 0.086914 0.087891 0.062500 0.069336.
  const found = await row(vectors, 'in');
  expect(found![1] / found![0]).toBeCloseTo(0.086914 / 0.070312, 4);
  expect((await vectors.lookup(['obama', 'texas'])).known).toEqual(Uint8Array.of(1, 1));
});
