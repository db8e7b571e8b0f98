import { realApp } from './real-app';

const { client: app, open, close } = realApp();
const client = app();
const base = '/v1/collections/news';

const documents = [
  { id: 'cook', text: 'The science of cooking: how to cook a splendid meal', metadata: { title: 'Cooking', year: 2001 } },
  { id: 'guide', text: 'A guide to getting a data science job', metadata: { year: 2019, tags: ['work'] } },
  { id: 'career', text: 'Data science is the top career in the 21st century', metadata: { year: 2021 } },
  { id: 'bag', terms: { whale: 2, sea: 1 } },
  { id: 'empty', text: '' },
];

beforeAll(async () => {
  await open();
  await client.put(base).send({ vectors: 'none', threshold: 1.1 }).expect(201);
  const { body } = await client.post(`${base}/documents`).send(documents).expect(200);
  expect(body).toEqual({ stored: 5, failed: 0, errors: [] });
});

afterAll(close);

const search = (body: object) => client.post(`${base}/search`).send(body);
const idsOf = (body: { hits: { id: string }[] }) => body.hits.map(({ id }) => id);

test('a search of the real service fits the contract, flows and highlights included', async () => {
  const { body } = await search({ query: 'data science career', explain: true, highlight: true }).expect(200);
  expect(idsOf(body).slice(0, 2)).toEqual(['career', 'guide']);
  expect(body.exact).toBe(true);
  const text = documents[2]?.text ?? '';
  const marked = body.hits[0].highlights.map(({ start, end }: { start: number; end: number }) => text.slice(start, end));
  expect(marked).toEqual(expect.arrayContaining(['Data', 'science', 'career']));
});

test('filters, offsets, more like this, weighted terms', async () => {
  const filtered = await search({ query: 'science', filter: { year: { gte: 2010, lte: 2020 } } }).expect(200);
  expect(idsOf(filtered.body)).toEqual(['guide']);
  const second = await search({ query: 'data science career', topK: 1, offset: 1 }).expect(200);
  expect(idsOf(second.body)).toEqual(['guide']);
  const like = await search({ id: 'career', topK: 2 }).expect(200);
  expect(like.body.hits.length).toBeGreaterThan(0);
  expect(idsOf((await search({ terms: { whale: 1 } }).expect(200)).body)[0]).toBe('bag');
  await search({ id: 'nobody' }).expect(404);
});

test.each(['the of', '…', ' ', '😀'])('a query without known words, %j, is told or answered', async (query) => {
  const answer = await search({ query });
  expect([200, 422]).toContain(answer.status);
  if (answer.status === 422) expect(answer.body.code).toBe('EMPTY_QUERY');
});

test('what was put is read, listed, replaced and deleted', async () => {
  expect((await client.get(`${base}/documents/guide`).expect(200)).body).toEqual(documents[1]);
  expect((await client.get(`${base}/documents?limit=2`).expect(200)).body).toMatchObject({ next: 'career' });
  await client
    .post(`${base}/documents`)
    .send([{ id: 'guide', text: 'replaced by a zebra' }])
    .expect(200);
  expect(idsOf((await search({ query: 'zebra' })).body)).toContain('guide');
  await client.delete(`${base}/documents/guide`).expect(204);
  await client.delete(`${base}/documents/guide`).expect(404);
  expect((await client.get(base).expect(200)).body).toMatchObject({ documents: 4, readOnly: false, threshold: 1.1 });
});

const code = (expected: string) => (answer: { body: { code: string } }) => expect(answer.body.code).toBe(expected);

test('other settings for an existing collection are refused, and settings that mean nothing', async () => {
  await client.put(base).send({ vectors: 'none', threshold: 1.1 }).expect(200);
  await client.put(base).send({ vectors: 'none', threshold: 0.9 }).expect(409).expect(code('CONFLICT'));
  await client.put('/v1/collections/other').send({ vectors: '../../etc/passwd' }).expect(422);
  await client.put('/v1/collections/other').send({ language: 'klingon' }).expect(422);
});

test('a deadline of a millisecond is answered in words, not by silence', async () => {
  const answer = await search({ query: 'data science career', timeoutMs: 1 });
  expect([200, 504]).toContain(answer.status);
});
