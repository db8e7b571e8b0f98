import { QuantisedTable } from '../../../src/vectors/quantised-table';
import { buildWordnetVectors, type BuildProgress } from '../../../src/vectors/wordnet/build-wordnet-vectors';
import { readWordnet, type WordnetDatabase } from '../../../src/vectors/wordnet/database';
import { sliceWordnet } from './wordnet-slice';

const RECIPE = { dim: 16, block: 8, steps: 6 };

let database: WordnetDatabase;
beforeAll(() => (database = sliceWordnet(readWordnet(), [1500, 600, 800, 200])), 60_000);

function cosine(table: QuantisedTable, a: string, b: string): number {
  const rows = new Float32Array(2 * table.dim);
  [a, b].forEach((word, i) => table.copyRow(table.id(word)!, rows, i * table.dim));
  let sum = 0;
  for (let k = 0; k < table.dim; k++) sum += rows[k] * rows[table.dim + k];
  return sum;
}

it('gives the same bytes on any number of threads', async () => {
  const here = await buildWordnetVectors({ database, recipe: RECIPE, threads: 0 });
  const there = await buildWordnetVectors({ database, recipe: RECIPE, threads: 2 });
  expect(Buffer.compare(here, there)).toBe(0);
}, 120_000);

it('gives every single word a finite unit vector and reports its progress to the end', async () => {
  const reports: BuildProgress[] = [];
  const bytes = await buildWordnetVectors({ database, recipe: RECIPE, threads: 0, onProgress: (p) => reports.push(p) });
  const table = new QuantisedTable(bytes, 'slice');
  const single = database.lemmas.filter((lemma) => !lemma.includes('_'));
  expect(table.vectorCount).toBe(single.length);
  for (const word of single) expect(cosine(table, word, word)).toBeCloseTo(1, 5);
  for (const stage of ['associate', 'spread', 'reduce', 'project', 'write']) {
    const ofStage = reports.filter((report) => report.stage === stage);
    const last = ofStage[ofStage.length - 1];
    expect([stage, last.done]).toEqual([stage, last.total]);
  }
}, 120_000);

it('does not depend on the seed once iterated to convergence', async () => {
  const [a, b] = await Promise.all(
    [1, 99].map(async (seed) => {
      const recipe = { ...RECIPE, dim: 6, steps: 20, seed };
      return new QuantisedTable(await buildWordnetVectors({ database, recipe, threads: 0 }), `seed ${seed}`);
    }),
  );
  expect(a.fingerprint).not.toBe(b.fingerprint);
  for (let i = 0; i + 40 < a.vectorCount; i += 40) {
    const pair = [a.words[i], a.words[i + 40]] as const;
    expect(Math.abs(cosine(a, ...pair) - cosine(b, ...pair))).toBeLessThan(0.03);
  }
}, 120_000);

it('puts synonyms together and antonyms apart', async () => {
  const near = new QuantisedTable(await buildWordnetVectors({ database, recipe: { ...RECIPE, antonym: 0 }, threads: 0 }), 'a');
  const apart = new QuantisedTable(await buildWordnetVectors({ database, recipe: RECIPE, threads: 0 }), 'b');
  expect(cosine(near, 'breathe', 'respire')).toBeGreaterThan(0.8);
  expect(cosine(apart, 'able', 'unable')).toBeLessThan(cosine(near, 'able', 'unable') - 0.05);
}, 120_000);

it('counts in how many glosses each word is, also words without a vector', async () => {
  const table = new QuantisedTable(await buildWordnetVectors({ database, recipe: RECIPE, threads: 0 }), 'slice');
  expect(table.documents).toBe(database.synsets.length);
  const the = table.id('the')!;
  expect(table.hasVector(the)).toBe(false);
  const holding = database.synsets.filter(({ gloss }) => /\bthe\b/i.test(gloss)).length;
  // "the" is also counted as a part of multi-word lemmas such as "on_the_way".
  expect(table.documentFrequency(the)).toBeGreaterThanOrEqual(holding);
  expect(table.documentFrequency(the)).toBeLessThan(1.1 * holding);
}, 120_000);
