import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { copyStore } from '../../src/store/copy-store';
import type { DocumentStore } from '../../src/store/document-store';
import { LmdbStore } from '../../src/store/lmdb-store';
import { MemoryStore } from '../../src/store/memory-store';
import type { StoredDocument } from '../../src/store/stored-document';

const folders: string[] = [];
const temporaryFolder = (): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-store-'));
  folders.push(folder);
  return folder;
};

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

const stores: readonly [string, () => DocumentStore][] = [
  ['memory', () => new MemoryStore()],
  ['lmdb', () => LmdbStore.open(temporaryFolder())],
];

describe.each(stores)('document store: %s', (_name, makeStore) => {
  let store: DocumentStore;
  beforeEach(() => (store = makeStore()));
  afterEach(() => store.close());

  const doc = (id: string, text = `text of ${id}`): StoredDocument => ({ id, text });

  test('an empty store has nothing and no changes', () => {
    expect([store.size, store.sequence, store.get('a'), store.has('a'), [...store.ids()]]).toEqual([0, 0, undefined, false, []]);
    expect([...(store.changesAfter(0) ?? [])]).toEqual([]);
  });

  test('gives back what was put, nested metadata and odd keys included', async () => {
    const metadata = JSON.parse('{"__proto__": 1, "constructor": "x", "deep": {"list": [1, null, "é"]}}') as Record<
      string,
      unknown
    >;
    await store.putMany([
      { id: 'a', text: 'München 🎻', metadata },
      { id: 'b', terms: { sea: 0.5 } },
    ]);
    expect(store.get('a')).toEqual({ id: 'a', text: 'München 🎻', metadata });
    expect(store.get('b')).toEqual({ id: 'b', terms: { sea: 0.5 } });
    expect(store.size).toBe(2);
  });

  test('the later of two documents with one id wins, also within one write', async () => {
    await store.putMany([doc('a', 'first'), doc('a', 'second')]);
    expect([store.get('a')?.text, store.size]).toEqual(['second', 1]);
    await store.putMany([doc('a', 'third')]);
    expect([store.get('a')?.text, store.size]).toEqual(['third', 1]);
  });

  test('ids are listed by their UTF-8 bytes, from any point on', async () => {
    const ids = ['b', 'a', 'aa', 'Z', 'é', '\u{ffee}', '🎻', '../x', 'a b', '10', '9', 'a\u0000', '__proto__'];
    await store.putMany(ids.map((id) => doc(id)));
    const sorted = [...ids].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    expect([...store.ids()]).toEqual(sorted);
    for (const [i, id] of sorted.entries()) expect([...store.ids(id)]).toEqual(sorted.slice(i + 1));
    expect([...store.documents('a')].map(({ id }) => id)).toEqual(sorted.slice(sorted.indexOf('a') + 1));
  });

  test('the log tells every change once and in order, and admits what it forgot', async () => {
    await store.putMany([doc('a'), doc('b')]);
    expect(await store.delete('a')).toBe(true);
    expect(await store.delete('a')).toBe(false);
    expect([...(store.changesAfter(0) ?? [])]).toEqual([
      { sequence: 1, kind: 'put', id: 'a' },
      { sequence: 2, kind: 'put', id: 'b' },
      { sequence: 3, kind: 'delete', id: 'a' },
    ]);
    await store.forgetChanges(2);
    expect(store.changesAfter(1)).toBeUndefined();
    expect([...(store.changesAfter(2) ?? [])].map(({ sequence }) => sequence)).toEqual([3]);
    await store.forgetChanges(99);
    expect([store.sequence, [...(store.changesAfter(3) ?? [])]]).toEqual([3, []]);
    expect(store.changesAfter(4)).toBeUndefined();
    await store.putMany([doc('c')]);
    expect(store.sequence).toBe(4);
  });

  test('agrees with a map under random writes', async () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const action = fc.oneof(fc.record({ put: fc.array(id, { maxLength: 3 }) }), fc.record({ remove: id }));
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
        for (const present of [...store.ids()]) await store.delete(present);
        const model = new Map<string, string>();
        for (const [step, next] of actions.entries()) {
          if ('put' in next) {
            await store.putMany(next.put.map((each, i) => doc(each, `${step}.${i}`)));
            next.put.forEach((each, i) => model.set(each, `${step}.${i}`));
          } else expect(await store.delete(next.remove)).toBe(model.delete(next.remove));
        }
        expect([...store.documents()].map((each) => [each.id, each.text])).toEqual([...model].sort());
        expect(store.size).toBe(model.size);
      }),
      { numRuns: 25 },
    );
  });
});

describe('lmdb store', () => {
  test('a store opened again has its documents, its log and its sequence', async () => {
    const folder = temporaryFolder();
    const first = LmdbStore.open(folder);
    await first.putMany([
      { id: 'a', text: 'x' },
      { id: 'b', text: 'y' },
    ]);
    await first.forgetChanges(2);
    await first.close();
    const second = LmdbStore.open(folder);
    expect([second.size, second.sequence, second.get('b')?.text]).toEqual([2, 2, 'y']);
    expect(second.changesAfter(1)).toBeUndefined();
    await second.close();
  });

  test('a bit turned in a key is CORRUPT_INDEX, not a document under another id', async () => {
    const folder = temporaryFolder();
    const store = LmdbStore.open(folder);
    await store.putMany([{ id: 'needle', text: 'x' }]);
    await store.close();
    const file = path.join(folder, 'data.mdb');
    const bytes = fs.readFileSync(file);
    // As a key it stands without quotes, unlike in the document and in the log.
    for (let at = bytes.indexOf('needle'); at >= 0; at = bytes.indexOf('needle', at + 1)) {
      if (bytes[at - 1] !== 0x22) bytes[at + 1] ^= 8;
    }
    fs.writeFileSync(file, bytes);
    const damaged = LmdbStore.open(folder);
    const corrupt = expect.objectContaining({ code: 'CORRUPT_INDEX' }) as Error;
    expect([...damaged.ids()]).toEqual(['nmedle']);
    expect(() => [...damaged.documents()]).toThrow(corrupt);
    expect(() => damaged.get('nmedle')).toThrow(corrupt);
    await damaged.close();
  });

  test('a backup taken while open is a store of its own', async () => {
    const folder = temporaryFolder();
    const store = LmdbStore.open(folder);
    await store.putMany([{ id: 'a', text: 'x' }]);
    const copy = path.join(temporaryFolder(), 'copy');
    expect((await copyStore(folder, copy)).documents).toBe(store.size);
    await store.putMany([{ id: 'b', text: 'y' }]);
    const restored = LmdbStore.open(copy);
    expect([...restored.ids()]).toEqual(['a']);
    await restored.close();
    await store.close();
  });

  test.each([
    ['', 0],
    ['x'.repeat(901), 901],
  ])('refuses the id %#', async (id, bytes) => {
    const store = LmdbStore.open(temporaryFolder());
    await expect(
      store.putMany([
        { id: 'good', text: '' },
        { id, text: '' },
      ]),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining(`takes ${bytes}`) as string,
    });
    expect(store.size).toBe(0);
    await store.close();
  });

  test('a folder that cannot be made is STORAGE_FAILED', () => {
    const file = path.join(temporaryFolder(), 'file');
    fs.writeFileSync(file, '');
    expect(() => LmdbStore.open(path.join(file, 'store'))).toThrow(expect.objectContaining({ code: 'STORAGE_FAILED' }) as Error);
  });
});
