import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LmdbEmbeddings } from '../../src/store/lmdb-embeddings';
import { MemoryEmbeddings } from '../../src/store/memory-embeddings';
import type { EmbeddingStore } from '../../src/store/embedding-store';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'embeddings-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const content = (seed: number, length = 1000): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + seed) % 251);

const stores: Record<string, () => EmbeddingStore> = {
  'in memory': () => new MemoryEmbeddings(1e6),
  'in LMDB': () => LmdbEmbeddings.open(folder),
};

describe.each(Object.entries(stores))('embeddings %s', (_, open) => {
  let store: EmbeddingStore;
  beforeEach(() => (store = open()));
  afterEach(() => store.close());

  it('are given back as they were put, each kind by itself', async () => {
    await store.put('words', 'a', content(1));
    await store.put('sentence', 'a', content(2));
    await store.put('words', 'a', content(3, 0));
    expect([...store.get('words', 'a')!]).toEqual([]);
    expect([...store.get('sentence', 'a')!]).toEqual([...content(2)]);
    expect([store.has('words', 'a'), store.has('words', 'b'), store.get('sentence', 'b')]).toEqual([true, false, undefined]);
    expect([store.size('words'), store.size('sentence')]).toEqual([1, 1]);
    expect(store.bytes()).toBeGreaterThan(0);
  });

  it('that are not to be retained are gone', async () => {
    for (const key of ['a', 'b', 'c']) {
      await Promise.all([store.put('words', key, content(1)), store.put('sentence', key, content(2))]);
    }
    await store.retain(new Set(['b', 'z']));
    expect(['a', 'b', 'c'].map((key) => store.has('words', key) || store.has('sentence', key))).toEqual([false, true, false]);
    expect(store.size('sentence')).toBe(1);
  });
});

describe('embeddings in memory', () => {
  it('keep to their budget: those go first that were not asked for longest, and words push out no sentence', async () => {
    const store = new MemoryEmbeddings(16_000);
    await store.put('sentence', 's', content(1, 400));
    for (const key of ['a', 'b', 'c']) await store.put('words', key, content(1, 3000));
    store.get('words', 'a');
    await store.put('words', 'd', content(1, 3000));
    expect(['a', 'b', 'c', 'd'].map((key) => store.has('words', key))).toEqual([true, false, true, true]);
    await store.put('words', 'huge', content(1, 30_000));
    expect([store.has('words', 'huge'), store.has('sentence', 's')]).toEqual([false, true]);
    expect(store.bytes()).toBeLessThanOrEqual(16_000);
  });
});

describe('embeddings in LMDB', () => {
  const reopened = async (store: LmdbEmbeddings): Promise<LmdbEmbeddings> => {
    await store.close();
    return LmdbEmbeddings.open(folder);
  };

  it('are there after a restart, and for a second one who opens the folder', async () => {
    let store = LmdbEmbeddings.open(folder);
    await store.put('words', 'a', content(1));
    store = await reopened(store);
    const other = LmdbEmbeddings.open(folder);
    await other.put('words', 'b', content(2));
    expect([...store.get('words', 'a')!, ...store.get('words', 'b')!]).toEqual([...content(1), ...content(2)]);
    await other.close();
    await store.close();
  });

  it.each([
    ['cut off', (file: string) => fs.truncateSync(file, 5 * 4096)],
    ['a page short', (file: string) => fs.truncateSync(file, fs.statSync(file).size - 4096)],
    ['empty', (file: string) => fs.truncateSync(file, 0)],
    ['of something else', (file: string) => fs.writeFileSync(file, 'x'.repeat(100_000))],
  ])('whose file is %s are thrown away, and new ones kept', async (_, damage) => {
    const store = LmdbEmbeddings.open(folder);
    for (let i = 0; i < 20; i++) await store.put('words', `key${i}`, content(i, 9000));
    await store.close();
    damage(path.join(folder, 'data.mdb'));
    const again = LmdbEmbeddings.open(folder);
    expect(again.size('words')).toBe(0);
    await again.put('words', 'a', content(1));
    const last = await reopened(again);
    expect(last.has('words', 'a')).toBe(true);
    await last.close();
  });

  it('that cannot be kept where they should say so', () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    expect(() => LmdbEmbeddings.open(path.join(file, 'below'))).toThrow(
      expect.objectContaining({ code: 'STORAGE_FAILED', message: expect.stringContaining('file') }),
    );
  });
});
