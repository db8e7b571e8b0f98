import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuiltIn } from '../../src/service/built-in';
import { Collections } from '../../src/service/collections';
import type { CollectionsOptions } from '../../src/service/collections-options';
import { Index } from '../../src/service/document-index';
import { InlineSolver } from '../../src/workers/solver';

let folder: string;
let events: string[];
const open: Collections[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-data-'));
  events = [];
});
afterEach(async () => {
  for (const collections of open.splice(0)) await collections.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const tiny: BuiltIn = {
  name: 'tiny',
  isSmall: true,
  async open(solver) {
    const index = await Index.create({ vectors: 'none', solver });
    await index.add(['b', 'a', 'c'].map((id) => ({ id, text: `letter ${id}` })));
    return index;
  },
};

const never: BuiltIn = { name: 'slow', isSmall: false, open: () => new Promise<Index>(() => undefined) };

function start(extra: Partial<CollectionsOptions> = {}): Collections {
  const onEvent = (message: string): void => void events.push(message);
  const collections = Collections.open({ folder, solver: new InlineSolver(), builtIn: [tiny, never], onEvent, ...extra });
  open.push(collections);
  return collections;
}

async function restart(collections: Collections): Promise<Collections> {
  open.splice(open.indexOf(collections), 1);
  await collections.close();
  return start();
}

const plain = { vectors: 'none' } as const;
const idsOf = (result: { hits: readonly { id: string }[] }): string[] => result.hits.map(({ id }) => id);

async function withNotes(): Promise<Collections> {
  const collections = start();
  await collections.putCollection('notes', plain);
  await collections.upsert('notes', [
    { id: 'a', text: 'red apple', metadata: { n: 1 } },
    { id: 'b', text: 'green apple', metadata: { n: 2 } },
    { id: 'c', text: 'yellow pear', metadata: { n: 3 } },
  ]);
  return collections;
}

describe('collections', () => {
  test('documents are found, filtered, listed by page, given back and deleted', async () => {
    const collections = await withNotes();
    expect(idsOf(await collections.search('notes', { query: 'green apple' }, {}))).toEqual(['b', 'a']);
    expect(idsOf(await collections.search('notes', { query: 'apple' }, { filter: { n: { gte: 2 } } }))).toEqual(['b']);
    expect(idsOf(await collections.search('notes', { id: 'a' }, {}))).toEqual(['b']);
    expect(idsOf(await collections.search('notes', { terms: { pear: 1 } }, {}))).toEqual(['c']);
    const first = await collections.documents('notes', undefined, 2);
    expect([first.documents.map(({ id }) => id), first.next]).toEqual([['a', 'b'], 'b']);
    const second = await collections.documents('notes', 'b', 2);
    expect([second.documents.map(({ id }) => id), second.next]).toEqual([['c'], null]);
    expect((await collections.document('notes', 'a')).text).toBe('red apple');
    await collections.deleteDocument('notes', 'b');
    expect(idsOf(await collections.search('notes', { query: 'green apple' }, {}))).toEqual(['a']);
    await expect(collections.document('notes', 'b')).rejects.toMatchObject({ code: 'UNKNOWN_DOCUMENT' });
    await expect(collections.deleteDocument('notes', 'b')).rejects.toMatchObject({ code: 'UNKNOWN_DOCUMENT' });
    expect(await collections.collection('notes')).toMatchObject({
      name: 'notes',
      readOnly: false,
      settings: plain,
      documents: 2,
      threshold: 1.2,
    });
  });

  test('faulty documents of a batch are told, the others stored', async () => {
    const collections = await withNotes();
    const faults = await collections.upsert('notes', [
      { id: 'd', text: 'plum' },
      { id: 'e' },
      null as never,
      { id: 'f', text: 'x'.repeat(3), metadata: [] as never },
    ]);
    expect(faults.map(({ index, id, code }) => [index, id, code])).toEqual([
      [1, 'e', 'INVALID_INPUT'],
      [2, undefined, 'INVALID_INPUT'],
      [3, 'f', 'INVALID_INPUT'],
    ]);
    expect((await collections.collection('notes')).documents).toBe(4);
  });

  test('texts and bags live in one collection', async () => {
    const collections = await withNotes();
    expect(await collections.upsert('notes', [{ id: 'bag', terms: { apple: 3 } }])).toEqual([]);
    expect(idsOf(await collections.search('notes', { query: 'apple' }, {}))).toContain('bag');
  });

  test('a collection is confirmed, refused with other settings, deleted with its folder', async () => {
    const collections = await withNotes();
    expect((await collections.putCollection('notes', plain)).created).toBe(false);
    await expect(collections.putCollection('notes', { ...plain, language: 'de' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await collections.collections()).map(({ name }) => name)).toEqual(['tiny', 'slow', 'notes']);
    await collections.deleteCollection('notes');
    expect(fs.readdirSync(path.join(folder, 'collections'))).toEqual([]);
    await expect(collections.search('notes', { query: 'x' }, {})).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
    await expect(collections.deleteCollection('notes')).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
  });

  test.each(['', '..', 'a/b', '../x', 'A', '-a', 'a'.repeat(64), '__proto__', 'a b', '.deleted-1'])(
    'refuses the name %p',
    async (name) => {
      await expect(start().putCollection(name, plain)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    },
  );

  test.each([
    { vectors: '../../etc/passwd' },
    { vectors: 'missing.vec' },
    { language: 'klingon' },
    { threshold: -1 },
    { threshold: 5 },
    { vectors: '.hidden' },
  ])('refuses the settings %p and makes nothing', async (settings) => {
    const collections = start();
    await expect(collections.putCollection('x', { ...plain, ...settings })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    expect(fs.readdirSync(path.join(folder, 'collections'))).toEqual([]);
  });

  test('built-in collections can be searched and read, not changed', async () => {
    const collections = start();
    expect(idsOf(await collections.search('tiny', { query: 'letter c' }, {}))[0]).toBe('c');
    expect((await collections.documents('tiny', 'a', 5)).documents.map(({ id }) => id)).toEqual(['b', 'c']);
    for (const act of [
      collections.upsert('tiny', [{ text: 'x' }]),
      collections.deleteDocument('tiny', 'a'),
      collections.deleteCollection('tiny'),
      collections.putCollection('tiny', {}),
    ]) {
      await expect(act).rejects.toMatchObject({ code: 'READ_ONLY' });
    }
    await expect(collections.search('slow', { query: 'x' }, { timeoutMs: 5 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
  });

  test('a folder belongs to one process at a time', async () => {
    const collections = start();
    await collections.ready;
    fs.writeFileSync(path.join(folder, 'process.lock'), String(process.ppid));
    expect(() => start()).toThrow(expect.objectContaining({ code: 'STORAGE_FAILED' }) as Error);
    fs.writeFileSync(path.join(folder, 'process.lock'), '4194304');
    await restart(collections);
  });
});

describe('after a restart', () => {
  test('everything is there, from the saved index', async () => {
    const again = await restart(await withNotes());
    expect(idsOf(await again.search('notes', { query: 'green apple' }, { filter: { n: { lte: 2 } } }))).toEqual(['b', 'a']);
    expect(events).toEqual([]);
    expect(again.load()).toMatchObject({ ready: true, queued: 0 });
  });

  test.each([
    ['is missing', (index: string) => fs.rmSync(index, { recursive: true })],
    ['is damaged', (index: string) => corrupt(path.join(index, find(index, 'corpus')))],
    ['has no manifest', (index: string) => fs.rmSync(path.join(index, 'manifest.json'))],
    ['has a damaged manifest', (index: string) => corrupt(path.join(index, 'manifest.json'))],
  ])('an index that %s is made anew from the store', async (_how, damage) => {
    const collections = await withNotes();
    open.splice(open.indexOf(collections), 1);
    await collections.close();
    damage(path.join(folder, 'collections', 'notes', 'index'));
    const again = start();
    expect(idsOf(await again.search('notes', { query: 'green apple' }, {}))).toEqual(['b', 'a']);
    expect(events.length).toBeGreaterThan(0);
  });

  test.each([
    ['is gone', (file: string) => fs.rmSync(file)],
    ['is empty', (file: string) => fs.truncateSync(file, 0)],
    ['was cut off', (file: string) => fs.truncateSync(file, fs.statSync(file).size >> 1)],
    ['has damaged first pages', (file: string) => fs.writeFileSync(file, fs.readFileSync(file).fill(7, 0, 8192))],
    ['has damaged pages behind them', (file: string) => fs.writeFileSync(file, fs.readFileSync(file).fill(7, 8192))],
    ['has a document with a turned bit', turnBit],
  ])('a store that %s is CORRUPT_INDEX, and the other collections are served', async (_how, damage) => {
    const collections = await withNotes();
    await collections.putCollection('other', plain);
    await collections.upsert('other', [{ id: 'x', text: 'plum' }]);
    open.splice(open.indexOf(collections), 1);
    await collections.close();
    damage(path.join(folder, 'collections', 'notes', 'store', 'data.mdb'));
    const again = start();
    expect(idsOf(await again.search('other', { query: 'plum' }, {}))).toEqual(['x']);
    await expect(again.document('notes', 'b')).rejects.toMatchObject({ code: 'CORRUPT_INDEX' });
    await again.deleteCollection('notes');
    expect((await again.putCollection('notes', plain)).created).toBe(true);
  });
});

const find = (index: string, part: string): string => fs.readdirSync(index).find((name) => name.startsWith(part)) as string;

/** In the text of document b. */
function turnBit(file: string): void {
  const bytes = fs.readFileSync(file);
  for (let at = bytes.indexOf('green'); at >= 0; at = bytes.indexOf('green', at + 1)) bytes[at] ^= 2;
  fs.writeFileSync(file, bytes);
}

function corrupt(file: string): void {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  fs.writeFileSync(file, bytes);
}
