import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evalWords } from '../../../src/eval/words';
import { recipeFingerprint, WORDNET_RECIPE } from '../../../src/vectors/wordnet/recipe';
import { readWordnetVectors, wordnetVectors, type WordnetVectors } from '../../../src/vectors/wordnet/wordnet-vectors';
import { itWithData } from '../../shared-data';

let vectors: WordnetVectors;
beforeAll(async () => (vectors = await wordnetVectors()), 60_000);

async function distance(a: string, b: string): Promise<number> {
  const { rows, known } = await vectors.lookup([a, b]);
  expect(Array.from(known)).toEqual([1, 1]);
  let square = 0;
  for (let k = 0; k < vectors.dim; k++) square += (rows[k] - rows[vectors.dim + k]) ** 2;
  return Math.sqrt(square);
}

it('comes with the package, made by the recipe in the source', () => {
  expect(vectors.label).toBe('wordnet');
  expect(vectors.fingerprint).toMatch(`wordnet-${recipeFingerprint(WORDNET_RECIPE)}-`);
});

it('is read once', async () => {
  expect(await wordnetVectors()).toBe(vectors);
});

it('gives unit rows in the order asked, zeros for words it lacks', async () => {
  const { rows, known } = await vectors.lookup(['career', 'qwxzy', 'job', '__proto__', 'constructor']);
  expect(Array.from(known)).toEqual([1, 0, 1, 0, 1]);
  for (let t = 0; t < 5; t++) {
    expect(Math.hypot(...rows.subarray(t * vectors.dim, (t + 1) * vectors.dim))).toBeCloseTo(known[t], 5);
  }
});

it('finds inflected and cased forms through their lemma', async () => {
  for (const [form, lemma] of [
    ['makes', 'make'],
    ['Jerusalem', 'jerusalem'],
    ['children', 'child'],
    ['MICE', 'mouse'],
  ]) {
    expect(await distance(form, lemma)).toBeLessThan(1e-6);
  }
});

it('puts related words nearer than unrelated ones', async () => {
  expect(await distance('doctor', 'physician')).toBeLessThan(0.4);
  expect(await distance('job', 'career')).toBeLessThan(1);
  expect(await distance('biologist', 'science')).toBeLessThan(1.1);
  expect(await distance('career', 'chimpanzee')).toBeGreaterThan(1.2);
});

it('knows how common words are in glosses', () => {
  const { documents, df } = vectors.background;
  expect(documents).toBe(117_791);
  expect(df('of')).toBeGreaterThan(df('career'));
  expect(df('career')).toBeGreaterThan(0);
  expect(df('makes')).toBe(df('make'));
  expect(df('qwxzy')).toBe(0);
});

describe('a table that is not there or damaged', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'wordnet-vectors-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is VECTORS_UNAVAILABLE with the remedy', async () => {
    const missing = readWordnetVectors(join(folder, 'none.bin'));
    await expect(missing).rejects.toMatchObject({ code: 'VECTORS_UNAVAILABLE', message: /wordmover vectors build/ });
  });

  it('is INVALID_VECTORS with the file', async () => {
    const file = join(folder, 'short.bin');
    writeFileSync(file, 'WMDV');
    await expect(readWordnetVectors(file)).rejects.toMatchObject({ code: 'INVALID_VECTORS', message: /short\.bin/ });
  });
});

itWithData('agrees with people, and covers their words', 'wordsim', async (folder) => {
  const { lists } = await evalWords(folder, vectors);
  const spearman = (list: string) => lists[list].spearman;
  expect(spearman('SimLex-999')).toBeGreaterThan(0.6);
  expect(spearman('EN-WS-353-ALL')).toBeGreaterThan(0.73);
  expect(spearman('EN-WS-353-SIM')).toBeGreaterThan(0.78);
  expect(spearman('EN-WS-353-REL')).toBeGreaterThan(0.65);
  expect(spearman('EN-RG-65')).toBeGreaterThan(0.83);
  for (const { pairs, covered } of Object.values(lists)) expect(covered / pairs).toBeGreaterThan(0.97);
});
