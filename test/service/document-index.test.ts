import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Index } from '../../src/service/document-index';
import type { InputDocument } from '../../src/service/document';
import type { IndexOptions } from '../../src/service/index-options';
import { TOY_WORDS, toyVectors } from './toy-vectors';

const DOCS: readonly InputDocument[] = [
  { id: 'sailors', text: 'A sailor saw the ocean from the ship.', metadata: { year: 1990, tags: ['water', 'work'] } },
  { id: 'bread', text: 'The chef baked bread in the oven.', metadata: { year: 2001, tags: ['food'] } },
  { id: 'career', text: 'A career at an office, for a salary.', metadata: { year: 2010 } },
  { id: 'comet', text: 'The astronomer saw a comet through the telescope.', metadata: { year: 2020, draft: true } },
  { id: 'empty', text: '' },
];

const options: IndexOptions = { vectors: toyVectors(), threshold: 1.1 };

async function filled(extra: IndexOptions = {}): Promise<Index> {
  const index = await Index.create({ ...options, ...extra });
  await index.add(DOCS);
  return index;
}

const idsOf = (result: { hits: readonly { id: string }[] }): string[] => result.hits.map(({ id }) => id);

describe('Index', () => {
  test('finds documents that share no word with the query, nearest first', async () => {
    const index = await filled();
    const result = await index.search('a job on the sea');
    expect(idsOf(result).slice(0, 2).sort()).toEqual(['career', 'sailors']);
    expect(result.exact).toBe(true);
    expect(result.unknownWords).toEqual([]);
    expect(result.stages.documents).toBe(4);
    for (const { score, distance } of result.hits) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(distance).toBeGreaterThanOrEqual(0);
      expect(distance).toBeLessThan(1.1);
    }
  });

  test('a document that meets no word is no hit; one without words is kept, counted, and never a hit', async () => {
    const index = await filled();
    expect(idsOf(await index.search('telescope', { topK: 100 }))).toEqual(['comet']);
    expect(idsOf(await index.search('xylophone'))).toEqual([]);
    expect((await index.search('xylophone')).unknownWords).toEqual(['xylophone']);
    expect([index.size, index.get('empty')]).toEqual([5, { id: 'empty', text: '' }]);
    await expect(index.search({ id: 'empty' })).rejects.toMatchObject({ code: 'EMPTY_DOCUMENT' });
    await expect(index.explain('sea', 'empty')).rejects.toMatchObject({ code: 'EMPTY_DOCUMENT' });
  });

  test('explains a hit by flows whose costs sum to its distance, and shows where in the text', async () => {
    const index = await filled();
    const { hits } = await index.search('harbour jobs', { explain: true, highlight: true, topK: 1 });
    const flows = hits[0].flows ?? [];
    expect(flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(hits[0].distance, 6);
    expect(flows.every(({ mass, distance, cost }) => Math.abs(cost - mass * distance) < 1e-12)).toBe(true);
    expect(await index.explain('harbour jobs', hits[0].id)).toEqual(flows);
    const shown = (hits[0].highlights ?? []).map(({ start, end }) => hits[0].text?.slice(start, end).toLowerCase());
    expect(shown.length).toBeGreaterThan(0);
    for (const word of shown) expect(TOY_WORDS).toContain(word);
  });

  test('more like this: balanced, without the document itself', async () => {
    const index = await filled();
    await index.add([{ id: 'sailors2', text: 'The sailor and the waves of the sea' }]);
    const result = await index.search({ id: 'sailors' });
    expect(idsOf(result)[0]).toBe('sailors2');
    expect(idsOf(result)).not.toContain('sailors');
    const flows = await index.explain({ id: 'sailors' }, 'sailors2');
    expect(flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(result.hits[0].distance, 6);
  });

  test('a bag of words is a query too', async () => {
    const index = await filled();
    expect(idsOf(await index.search({ terms: { planet: 2, oven: 0.01 } }))[0]).toBe('comet');
  });

  test('pages are parts of one ranking', async () => {
    const index = await filled();
    const all = idsOf(await index.search('job sea bread star', { topK: 4 }));
    expect(all).toHaveLength(4);
    const pages = [];
    for (const offset of [0, 2]) pages.push(...idsOf(await index.search('job sea bread star', { topK: 2, offset })));
    expect(pages).toEqual(all);
    const least = (await index.search('job sea bread star', { topK: 4 })).hits[1].score;
    expect(idsOf(await index.search('job sea bread star', { topK: 4, minScore: least }))).toEqual(all.slice(0, 2));
  });

  test('filters work inside the search', async () => {
    const index = await filled();
    const ids = async (filter: NonNullable<Parameters<Index['search']>[1]>['filter']) =>
      idsOf(await index.search('job sea bread star', { topK: 1, filter }));
    expect(await ids({ year: 2020 })).toEqual(['comet']);
    expect(await ids({ tags: 'food' })).toEqual(['bread']);
    expect(await ids({ and: [{ year: { lte: 2001 } }, { not: { tags: 'water' } }] })).toEqual(['bread']);
    expect(await ids({ draft: { in: [true] } })).toEqual(['comet']);
    expect(await ids({ year: 1 })).toEqual([]);
    await index.upsert([{ id: 'bread', text: 'bread', metadata: { year: 1 } }]);
    expect(await ids({ year: 1 })).toEqual(['bread']);
    await index.remove('bread');
    expect(await ids({ year: 1 })).toEqual([]);
  });

  test('duplicates are refused and leave nothing behind; upsert and replace put documents in their place', async () => {
    const index = await filled();
    await expect(
      index.add([
        { id: 'new', text: 'sea' },
        { id: 'bread', text: 'sea' },
      ]),
    ).rejects.toMatchObject({
      code: 'DUPLICATE_DOCUMENT',
    });
    await expect(
      index.add([
        { id: 'x', text: 'a' },
        { id: 'x', text: 'b' },
      ]),
    ).rejects.toMatchObject({ code: 'DUPLICATE_DOCUMENT' });
    expect([index.size, index.has('new'), index.has('x')]).toEqual([5, false, false]);
    await index.upsert([{ id: 'bread', text: 'moon' }]);
    expect(idsOf(await index.search('moon'))[0]).toBe('bread');
    expect(index.size).toBe(5);
    await index.replace({ id: 'bread', text: 'oven' });
    expect(idsOf(await index.search('moon'))[0]).toBe('comet');
    await expect(index.replace({ id: 'nobody', text: 'x' })).rejects.toMatchObject({ code: 'UNKNOWN_DOCUMENT' });
    expect([await index.remove('bread'), await index.remove('bread')]).toEqual([true, false]);
  });

  test('documents may come as a stream, without ids', async () => {
    const index = await Index.create(options);
    async function* stream(): AsyncIterable<InputDocument> {
      for (let i = 0; i < 700; i++) yield { text: `${TOY_WORDS[i % TOY_WORDS.length]} ${i}` };
    }
    const ids = await index.add(stream());
    expect([new Set(ids).size, index.size]).toEqual([700, 700]);
    expect([...index].map(({ id }) => id)).toEqual(ids);
    expect((await index.search('chef', { topK: 1000 })).hits.length).toBeGreaterThanOrEqual(150);
  });

  test.each([
    ['EMPTY_QUERY', (index: Index) => index.search('')],
    ['EMPTY_QUERY', (index: Index) => index.search(' \n…!?')],
    ['EMPTY_QUERY', (index: Index) => index.search({ terms: {} })],
    ['INVALID_INPUT', (index: Index) => index.search({ terms: { sea: -1 } })],
    ['INVALID_INPUT', (index: Index) => index.search({ terms: { sea: NaN } })],
    ['INVALID_INPUT', (index: Index) => index.search(7 as unknown as string)],
    ['UNKNOWN_DOCUMENT', (index: Index) => index.search({ id: 'nobody' })],
    ['UNKNOWN_DOCUMENT', (index: Index) => index.explain('sea', 'nobody')],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { topK: 0 })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { topK: NaN })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { offset: -1 })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { minScore: 2 })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { timeoutMs: 0 })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { transport: 'both' as 'partial' })],
    ['INVALID_OPTION', (index: Index) => index.search('sea', { filter: { year: { around: 1990 } } as never })],
    ['ABORTED', (index: Index) => index.search('sea', { signal: AbortSignal.abort() })],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a' }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a', text: 'x', terms: { x: 1 } }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: '', text: 'x' }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a\ud800', text: 'x' }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a', terms: { x: -1 } }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a', terms: { x: NaN } }])],
    ['INVALID_INPUT', (index: Index) => index.add([{ id: 'a', text: 5 as unknown as string }])],
    ['INVALID_INPUT', (index: Index) => index.add([null as unknown as InputDocument])],
  ])('refuses with %s: %#', async (code, act) => {
    const index = await filled();
    await expect(act(index)).rejects.toMatchObject({ name: 'WordmoverError', code });
    expect(index.size).toBe(DOCS.length);
  });

  test('only stop words are searched as they are', async () => {
    const index = await Index.create(options);
    await index.add([{ id: 'hamlet', text: 'To be or not to be' }]);
    expect(idsOf(await index.search('to be'))).toEqual(['hamlet']);
  });

  test('weighed bags are compared by their weights; texts do not mix with them', async () => {
    const index = await Index.create(options);
    await index.add([
      { id: 'a', terms: { sea: 0.9, oven: 0.1 } },
      { id: 'b', terms: { sea: 0.1, oven: 0.9 } },
    ]);
    const { hits } = await index.search({ terms: { sea: 0.9, oven: 0.1 } });
    expect(hits[0].id).toBe('a');
    expect(hits[0].score).toBeCloseTo(1, 6);
    const d = hits[1].distance;
    const scaled = await index.search({ terms: { sea: 90, oven: 10 } });
    expect(scaled.hits[1].distance).toBeCloseTo(d, 6);
    await expect(index.add([{ id: 'c', text: 'sea' }])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('words of objects and of prototypes are words like others', async () => {
    const index = await Index.create(options);
    await index.add([{ id: '__proto__', text: 'constructor __proto__ toString hasOwnProperty' }]);
    expect(idsOf(await index.search('constructor'))).toEqual(['__proto__']);
  });

  test('document frequencies follow: an index changed in steps answers as one built at once', async () => {
    const word = fc.constantFrom(...TOY_WORDS, 'unknown', 'rare');
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    const change = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), text: fc.option(text) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 20 }),
        fc.array(word, { minLength: 1, maxLength: 4 }),
        async (changes, query) => {
          const stepwise = await Index.create(options);
          const model = new Map<string, string>();
          for (const { id, text: to } of changes) {
            if (to === null) {
              await stepwise.remove(id);
              model.delete(id);
            } else {
              await stepwise.upsert([{ id, text: to }]);
              model.delete(id);
              model.set(id, to);
            }
            if (id === 'a') await stepwise.search('sea');
          }
          const atOnce = await Index.create(options);
          await atOnce.add([...model].map(([id, each]) => ({ id, text: each })));
          const expected = await atOnce.search(query.join(' '));
          const actual = await stepwise.search(query.join(' '));
          expect(actual.hits.map(({ id, distance }) => [id, distance.toFixed(5)])).toEqual(
            expected.hits.map(({ id, distance }) => [id, distance.toFixed(5)]),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a saved index', () => {
  let root: string;
  beforeEach(() => (root = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-index-'))));
  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const answers = async (index: Index) => {
    const strip = ({ hits, exact, stages, unknownWords }: Awaited<ReturnType<Index['search']>>) => ({
      hits,
      exact,
      stages,
      unknownWords,
    });
    return [
      strip(await index.search('job on the sea, xylophone', { explain: true, highlight: true })),
      strip(await index.search({ id: 'sailors' })),
      strip(await index.search('star', { filter: { year: { gte: 2000 } } })),
    ];
  };

  test('answers as before, keeps documents, settings and note, and goes on growing', async () => {
    const folder = path.join(root, 'deep', 'index');
    const index = await filled({ threshold: { quantile: 0.2 }, tfidf: { tf: 'log' } });
    await index.remove('bread');
    const before = await answers(index);
    await index.save(folder, { sequence: 7 });
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    const opened = await Index.open(folder, { vectors: toyVectors() });
    expect(await answers(opened)).toEqual(before);
    expect([...opened]).toEqual([...index]);
    expect([opened.note, opened.stats()]).toEqual([{ sequence: 7 }, { ...index.stats(), bytes: expect.anything() as object }]);
    for (const each of [index, opened]) await each.upsert([{ id: 'extra', text: 'moon planet' }]);
    expect(await answers(opened)).toEqual(await answers(index));
    await opened.save(folder);
    expect(await answers(await Index.open(folder, { vectors: toyVectors() }))).toEqual(await answers(index));
    expect(fs.readdirSync(folder)).toHaveLength(7);
  });

  test('plain WMD survives: Infinity is no JSON', async () => {
    const index = await filled({ threshold: Infinity });
    const before = await answers(index);
    await index.save(root);
    const opened = await Index.open(root, { vectors: toyVectors() });
    expect([await answers(opened), opened.stats().threshold]).toEqual([before, Infinity]);
  });

  test('an empty index can be saved, opened, searched', async () => {
    await (await Index.create(options)).save(root);
    const opened = await Index.open(root, { vectors: toyVectors() });
    expect([opened.size, (await opened.search('sea')).hits]).toEqual([0, []]);
  });

  test('damage to any file, cut off or one bit turned, is CORRUPT_INDEX', async () => {
    await (await filled()).save(root);
    for (const name of fs.readdirSync(root)) {
      const file = path.join(root, name);
      const whole = fs.readFileSync(file);
      const damaged = [whole.subarray(0, whole.length - 1), whole.subarray(0, whole.length >> 1), Buffer.alloc(0)];
      for (const at of [0, whole.length >> 1, whole.length - 2]) {
        const turned = Buffer.from(whole);
        turned[at] ^= 4;
        damaged.push(turned);
      }
      for (const bytes of damaged) {
        fs.writeFileSync(file, bytes);
        // The manifest's last byte is a line break: without it nothing is lost.
        if (name === 'manifest.json' && bytes.length === whole.length - 1) continue;
        await expect(Index.open(root, { vectors: toyVectors() })).rejects.toMatchObject({ code: 'CORRUPT_INDEX' });
      }
      fs.rmSync(file);
      const code = name === 'manifest.json' ? 'INVALID_INPUT' : 'CORRUPT_INDEX';
      await expect(Index.open(root, { vectors: toyVectors() })).rejects.toMatchObject({ code });
      fs.writeFileSync(file, whole);
    }
    expect((await Index.open(root, { vectors: toyVectors() })).size).toBe(DOCS.length);
  });

  test('other vectors, another pipeline, vectors that are not at hand', async () => {
    await (await filled()).save(root);
    await expect(Index.open(root, { vectors: toyVectors('toy-2') })).rejects.toMatchObject({ code: 'INCOMPATIBLE_INDEX' });
    await expect(Index.open(root, { vectors: toyVectors(), language: 'de' })).rejects.toMatchObject({
      code: 'INCOMPATIBLE_INDEX',
    });
    await expect(Index.open(root)).rejects.toMatchObject({ code: 'VECTORS_UNAVAILABLE' });
    await expect(Index.open(path.join(root, 'nowhere'))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('a folder with other files is left alone', async () => {
    fs.writeFileSync(path.join(root, 'thesis.doc'), 'precious');
    await expect((await filled()).save(root)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(fs.readdirSync(root)).toEqual(['thesis.doc']);
  });
});
