import fs from 'node:fs';
import path from 'node:path';
import { Index } from '../../src/service/document-index';

interface SampleDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly subject: string;
  readonly year?: number;
}

interface SampleQuery {
  readonly query: string;
  readonly relevant: readonly string[];
}

function read<T>(name: string): T[] {
  const lines = fs
    .readFileSync(path.join(__dirname, '../../data', name), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

const documents = read<SampleDocument>('sample-documents.jsonl');
const queries = read<SampleQuery>('sample-queries.jsonl');
const ids = documents.map(({ id }) => id);

describe('sample documents', () => {
  test('at least 320, ids and titles unique, on 20 subjects or more', () => {
    expect(documents.length).toBeGreaterThanOrEqual(320);
    expect(new Set(ids).size).toBe(documents.length);
    expect(new Set(documents.map(({ title }) => title)).size).toBe(documents.length);
    expect(new Set(documents.map(({ subject }) => subject)).size).toBeGreaterThanOrEqual(20);
  });

  test.each(documents.map((document) => [document.id, document] as const))('%s', (id, { title, text, year, ...rest }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title.trim()).not.toBe('');
    const words = text.split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(25);
    expect(words).toBeLessThanOrEqual(70);
    expect(text).toBe(text.trim().normalize('NFC'));
    expect(year ?? 1).toEqual(expect.any(Number));
    expect(Object.keys(rest)).toEqual(['id', 'subject']);
  });

  test('no two share half of their words', () => {
    const bags = documents.map(({ text }) => new Set(text.toLowerCase().match(/\p{L}{4,}/gu)));
    const tooClose = bags.flatMap((a, i) =>
      bags.slice(0, i).flatMap((b, j) => {
        const shared = [...a].filter((word) => b.has(word)).length;
        return 2 * shared >= Math.min(a.size, b.size) ? [`${ids[i]} ${ids[j]}`] : [];
      }),
    );
    expect(tooClose).toEqual([]);
  });
});

describe('sample queries', () => {
  test('are 60, no two alike, and name documents that exist', () => {
    expect(new Set(queries.map(({ query }) => query)).size).toBe(60);
    for (const { relevant } of queries) {
      expect(relevant.length).toBeGreaterThan(0);
      expect(ids).toEqual(expect.arrayContaining([...relevant]));
    }
  });

  test('meaning finds more than twice as many among ten as words alone', async () => {
    const [words, meaning] = [await amongTen('none'), await amongTen('wordnet')];
    expect(words).toBeLessThan(queries.length / 2);
    expect(meaning).toBeGreaterThan(2 * words);
  });
});

async function amongTen(vectors: 'none' | 'wordnet'): Promise<number> {
  const index = await Index.create({ vectors, background: true });
  await index.add(documents.map(({ id, text }) => ({ id, text })));
  let found = 0;
  for (const { query, relevant } of queries) {
    const { hits } = await index.search(query, { topK: 10 });
    if (hits.some(({ id }) => relevant.includes(id))) found++;
  }
  await index.close();
  return found;
}
