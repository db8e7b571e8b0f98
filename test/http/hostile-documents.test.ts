import { readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { realApp } from './real-app';

const app = realApp();
beforeAll(app.open);
afterAll(app.close);

const documents = '/v1/collections/sample/documents';
/** Bytes are sent as they are. */
const put = (body: string | Buffer, type = 'application/json') =>
  app
    .client()
    .post(documents)
    .type(type)
    .serialize((bytes) => bytes as string)
    .send(body);
const lines = (body: string | Buffer) => put(body, 'application/x-ndjson').expect(200);
const search = (body: object | string) =>
  app
    .client()
    .post('/v1/collections/sample/search')
    .type('json')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
const idsFound = async (body: object | string) => {
  const answer = await search(body).expect(200);
  return (answer.body as { hits: { id: string }[] }).hits.map(({ id }) => id).sort();
};
const get = (id: string) => app.client().get(`${documents}/${encodeURIComponent(id)}`);

/** Every file below a folder. */
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));

describe('names', () => {
  const tricks = [
    '../../etc/passwd',
    '..',
    '.',
    '/',
    'a/b',
    '\\..\\x',
    'a\u0000b',
    '%2e%2e%2f',
    '__proto__',
    'constructor',
    'CON',
    '🎻',
    ' ',
    'a?b#c',
  ];

  test.each(tricks)('the id %j is kept, given back and deleted, and becomes no file', async (id) => {
    const before = files(app.folder);
    await put(JSON.stringify([{ id, text: 'quokka' }])).expect(200);
    expect(await idsFound({ query: 'quokka' })).toEqual([id]);
    // A client resolves dots in an address by itself; all else must arrive as it is.
    if (!/^\.+$/.test(id)) {
      expect((await get(id).expect(200)).body).toEqual({ id, text: 'quokka' });
      await app
        .client()
        .delete(`${documents}/${encodeURIComponent(id)}`)
        .expect(204);
      await get(id).expect(404);
    } else await app.service().deleteDocument('sample', id);
    expect(files(app.folder)).toEqual(before);
  });

  test.each(['..', '.', '../x', 'a/b', '/etc', '__proto__', 'a'.repeat(64), 'é', 'A', 'a b', '.hidden', '-a', 'a\u0000'])(
    'the collection %j is refused, and no folder is made',
    async (name) => {
      const before = files(app.folder);
      const { status } = await app
        .client()
        .put(`/v1/collections/${encodeURIComponent(name)}`)
        .send({});
      expect([404, 405, 422]).toContain(status);
      expect(files(app.folder)).toEqual(before);
    },
  );

  test.each(['../secret.txt', '/etc/passwd', '..', 'no-such', '\u0000'])('the vectors %j are refused', async (vectors) => {
    const answer = await app.client().put('/v1/collections/vectors-test').send({ vectors }).expect(422);
    expect(JSON.stringify(answer.body)).not.toContain(app.folder);
    await app.client().get('/v1/collections/vectors-test').expect(404);
  });
});

describe('metadata and filters', () => {
  const odd = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '', '$gt', 'a.b', '🎻'];

  test.each(odd)('the key %j is data like any other', async (key) => {
    const field = `{${JSON.stringify(key)}: "marsupial"}`;
    await put(`[{"id": "odd", "text": "wombat", "metadata": ${field}}, {"id": "even", "text": "wombat"}]`).expect(200);
    expect((await get('odd')).text).toContain(field.replace(': ', ':'));
    expect(await idsFound(`{"query": "wombat", "filter": ${field}}`)).toEqual(['odd']);
    expect(await idsFound(`{"query": "wombat", "filter": {"not": ${field}}}`)).toEqual(['even']);
    expect(({} as Record<string, unknown>)['marsupial']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('0');
  });

  test.each([
    ['{"year": 1e400}', 422],
    ['{"year": {"gte": 1e400}}', 422],
    ['{"year": {"in": [1e400]}}', 422],
    ['{"year": "NaN"}', 200],
    ['{"year": -0}', 200],
    ['{"year": {"gte": -1e308, "lte": 1e308}}', 200],
    ['{"and": {}}', 422],
    ['{"and": []}', 422],
    ['{"or": [3]}', 422],
    ['{"not": null}', 422],
    ['{"year": {"$where": "1"}}', 422],
    ['{"year": [1]}', 422],
  ])('the filter %s', async (filter, status) => {
    const answer = await search(`{"query": "science", "filter": ${filter}}`);
    expect(answer.status).toBe(status);
  });

  test('an infinite number is not null', async () => {
    expect(await idsFound({ query: 'science', filter: { none: null } })).not.toEqual([]);
    await search('{"query": "science", "filter": {"none": 1e400}}').expect(422);
    const { body } = await put('[{"id": "big", "text": "x", "metadata": {"n": [{"m": 1e400}]}}]').expect(200);
    expect(body).toMatchObject({ stored: 0, failed: 1, errors: [{ line: 1, id: 'big', code: 'INVALID_INPUT' }] });
    await get('big').expect(404);
  });

  test('deep metadata is refused by line, whatever way it comes', async () => {
    const deep = (levels: number) => `{"id": "deep", "text": "x", "metadata": ${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    for (const levels of [65, 10_000, 100_000]) {
      const { body } = await lines(`${deep(levels)}\n{"id": "flat", "text": "x"}`);
      expect(body).toMatchObject({ stored: 1, failed: 1, errors: [{ line: 1, code: 'INVALID_INPUT' }] });
      await put(`[${deep(levels)}]`).expect(400);
    }
    await lines(`${'['.repeat(200_000)}`).expect(200);
    expect((await lines(deep(60))).body.stored).toBe(1);
  });
});

describe('lines', () => {
  test('one that is cut at the end is told; those before it are stored', async () => {
    const { body } = await lines('{"id": "whole", "text": "one"}\n{"id": "cut", "text": "tw');
    expect(body).toMatchObject({ stored: 1, failed: 1, errors: [{ line: 2, code: 'INVALID_INPUT' }] });
    await get('whole').expect(200);
    await get('cut').expect(404);
  });

  test('bytes that are no UTF-8 are told, not replaced', async () => {
    const bad = Buffer.from('{"id": "latin", "text": "caf\xe9"}\n{"id": "utf", "text": "x"}', 'latin1');
    expect((await lines(bad)).body).toMatchObject({
      stored: 1,
      failed: 1,
      errors: [{ line: 1, message: expect.stringContaining('UTF-8') }],
    });
    for (const body of [bad, Buffer.from([0x22, 0xc3, 0x28, 0x22]), Buffer.from([0xff, 0xfe, 0x5b, 0])]) {
      const answer = await put(body).expect(400);
      expect(answer.body.code).toBe('BAD_REQUEST');
    }
    await put(Buffer.from('[]', 'utf16le'), 'application/json; charset=utf-16le').expect(415);
  });

  test('ten megabytes in one line, and many of them', async () => {
    const long = Buffer.from(JSON.stringify({ id: 'long', text: 'x'.repeat(10_000_000) }));
    const { body } = await lines(Buffer.concat([long, Buffer.from('\n'), long, Buffer.from('\n{"id": "after", "text": "x"}')]));
    expect(body).toMatchObject({
      stored: 1,
      failed: 2,
      errors: [{ line: 1 }, { line: 2, message: expect.stringContaining('--max-text') }],
    });
    await put(Buffer.alloc(10_000_000, 0x20), 'application/x-ndjson').expect(200);
  });

  test('of one id twice in an upload the later wins', async () => {
    const { body } = await lines('{"id": "twice", "text": "numbat"}\n{"id": "twice", "text": "bilby"}');
    expect(body).toEqual({ stored: 2, failed: 0, errors: [] });
    expect(await idsFound({ query: 'numbat' })).toEqual([]);
    expect(await idsFound({ query: 'bilby' })).toEqual(['twice']);
  });

  test('a document without words is kept and found by nothing, itself included', async () => {
    const texts = ['', ' \n\t', '!?…', '\u0000'];
    for (const [n, text] of texts.entries()) {
      await put(JSON.stringify([{ id: 'empty', text }])).expect(200);
      expect((await get('empty')).body.text).toBe(text);
      const answer = await search({ id: 'empty' }).expect(422);
      expect([n, answer.body.code]).toEqual([n, 'EMPTY_DOCUMENT']);
      expect((await search(JSON.stringify({ query: text || ' ' })).expect(422)).body.code).toBe('EMPTY_QUERY');
    }
    await put('[{"id": "empty", "text": "the and of"}]').expect(200);
    expect(await idsFound({ id: 'empty' })).toEqual([]);
    await put(JSON.stringify([{ id: 'empty', text: '👩‍👩‍👧‍👦 🎻' }])).expect(200);
    expect(await idsFound({ query: '🎻' })).toEqual(['empty']);
  });

  test('weights that are no weights are told', async () => {
    for (const weight of ['0', '-1', '1e400', '"1"', 'null', '1e-320', '-0']) {
      const { body } = await lines(`{"id": "w", "terms": {"a": ${weight}}}`);
      expect(body).toMatchObject({ stored: 0, failed: 1 });
    }
    await put('[{"id": "w", "terms": {"__proto__": 1, "constructor": 2}}]').expect(200);
    expect(await idsFound({ query: 'constructor' })).toEqual(['w']);
  });
});

describe('compressed bodies', () => {
  const compressed = (bytes: Buffer, encoding = 'gzip', type = 'application/json') =>
    app
      .client()
      .post(documents)
      .type(type)
      .set('Content-Encoding', encoding)
      .serialize((body) => body as string)
      .send(bytes);

  test('are read up to the limit of what they inflate to', async () => {
    await compressed(gzipSync('[{"id": "zipped", "text": "x"}]')).expect(200);
    const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, 0x20));
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect((await compressed(bomb).expect(413)).body.code).toBe('BODY_TOO_LARGE');
  });

  test.each([
    ['gzip', 'garbage', 400],
    ['gzip', gzipSync('[]').subarray(0, 12), 400],
    ['zstd', '[]', 415],
    ['gzip, gzip', '[]', 415],
    ['__proto__', '[]', 415],
    ['constructor', '[]', 415],
  ])('%s of %j', async (encoding, bytes, status) => {
    const answer = await compressed(Buffer.from(bytes), encoding);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
  });

  test('streams of lines are read plain', async () => {
    const { body } = await compressed(gzipSync('{"text": "x"}'), 'gzip', 'application/x-ndjson').expect(415);
    expect(body.detail).toContain('NDJSON');
  });
});

test('nothing was written outside of the store and the index', () => {
  const outside = files(app.folder).filter((file) => !/^collections\/sample\/(settings\.json|store\/|index\/)/.test(file));
  expect(outside.filter((file) => !/^[\w.-]*lock[\w.-]*$/.test(file))).toEqual([]);
});
