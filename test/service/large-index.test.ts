import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Index } from '../../src/service/document-index';
import type { InputDocument } from '../../src/service/document';
import type { SearchOptions } from '../../src/service/search-options';
import type { TermRows, WordVectors } from '../../src/vectors/word-vectors';
import { direction, seeded } from '../vectors/seeded-points';

const SEED = 5;
const DIM = 16;
const WORDS = Array.from({ length: 3000 }, (_, n) => `${syllable(n)}${syllable(Math.floor(n / 60))}qo`);

function syllable(n: number): string {
  return `${'bcdfghjklmnp'[n % 12]}${'aeiou'[Math.floor(n / 12) % 5]}`;
}

/** A direction of its own for each word. */
function manyVectors(): WordVectors {
  const random = seeded(SEED);
  const byWord = new Map(WORDS.map((word) => [word, direction(DIM, random)]));
  const lookup = (terms: readonly string[]): Promise<TermRows> => {
    const rows = new Float32Array(terms.length * DIM);
    const known = Uint8Array.from(terms, (term) => (byWord.has(term) ? 1 : 0));
    terms.forEach((term, i) => rows.set(byWord.get(term) ?? new Float32Array(DIM), i * DIM));
    return Promise.resolve({ rows, known });
  };
  return { label: 'many', dim: DIM, fingerprint: 'many-1', lookup };
}

const random = seeded(SEED + 1);
const word = (): string => WORDS[Math.floor(random() ** 2 * WORDS.length)];
const documents = (from: number, to: number): InputDocument[] =>
  Array.from({ length: to - from }, (_, i) => ({
    id: `d${from + i}`,
    text: Array.from({ length: 30 + ((from + i) % 20) }, word).join(' '),
  }));
const queries = Array.from({ length: 8 }, (_, i) => Array.from({ length: 1 + (i % 4) }, word).join(' '));

/** Asked for all documents, a search solves every one: its first ten are the nearest by definition of the rest. */
async function expectNearest(index: Index): Promise<void> {
  for (const query of queries) {
    for (const transport of ['balanced', 'partial'] as const) {
      const hits = async (options: SearchOptions) =>
        (await index.search(query, { transport, ...options })).hits.map(({ id, distance }) => [id, distance]);
      const all = await hits({ topK: index.size });
      expect(all.length).toBeGreaterThan(100);
      expect(await hits({ topK: 10 })).toEqual(all.slice(0, 10));
    }
  }
}

test.each([0, 2])(
  `an index of many documents finds the nearest as it grows, shrinks and is opened again: %i threads, seed ${SEED}`,
  async (threads) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-large-'));
    let index = await Index.create({ vectors: manyVectors(), threshold: 1, threads });
    try {
      await index.add(documents(0, 2400));
      expect(index.stats().bytes.lists).toBe(0);
      await expectNearest(index);
      const { bytes, postings } = index.stats();
      expect(postings).toBeGreaterThan(2 ** 16);
      expect(bytes.lists).toBeGreaterThan(2 * postings);
      expect((bytes.lists + bytes.postings) / postings).toBeLessThan(10);

      await index.add(documents(2400, 2500));
      await expectNearest(index);
      for (let doc = 0; doc < 2400; doc += 4) await index.remove(`d${doc}`);
      await expectNearest(index);

      // Saving compacts: documents have new numbers.
      await index.save(folder);
      await expectNearest(index);
      await index.close();
      index = await Index.open(folder, { vectors: manyVectors(), threads });
      expect(index.size).toBe(1900);
      await expectNearest(index);
    } finally {
      await index.close();
      fs.rmSync(folder, { recursive: true });
    }
  },
);
