import fc from 'fast-check';
import { testApp } from './test-app';

const search = '/v1/collections/sample/search';

describe('bodies', () => {
  test.each([
    ['no JSON', '{"query": ', 400],
    ['a string', '"query"', 422],
    ['null', 'null', 422],
    ['an array', '[]', 422],
    ['no subject', '{}', 422],
    ['two subjects', '{"query": "a", "id": "b"}', 422],
    ['an empty query', '{"query": ""}', 422],
    ['a number for a text', '{"query": 7}', 422],
    ['an unknown field', '{"query": "a", "topk": 3}', 422],
    ['a text for a number', '{"query": "a", "topK": "3"}', 422],
    ['zero hits', '{"query": "a", "topK": 0}', 422],
    ['a huge number', '{"query": "a", "topK": 1e308}', 422],
    ['infinity', '{"query": "a", "minScore": 1e999}', 422],
    ['a negative offset', '{"query": "a", "offset": -1}', 422],
    ['a wrong word', '{"query": "a", "transport": "teleport"}', 422],
    ['a negative weight', '{"terms": {"a": -1}}', 422],
    ['no weight', '{"terms": {}}', 422],
    ['an empty filter', '{"query": "a", "filter": {}}', 422],
    ['a wrong condition', '{"query": "a", "filter": {"year": {"gt": 3}}}', 422],
    ['a prototype', '{"query": "a", "__proto__": {"topK": 3}}', 422],
    ['a constructor', '{"query": "a", "constructor": {"prototype": {}}}', 422],
  ])('%s', async (_name, body, status) => {
    const answer = await testApp().client.post(search).type('json').send(body);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body.instance).toBe(search);
    expect(answer.body.id).toBe(answer.headers['x-request-id']);
  });

  test('deep JSON is refused before anything recurses into it', async () => {
    const { client } = testApp();
    const deep = `{"query": "a", "filter": ${'{"not":'.repeat(50_000)}{"a":1}${'}'.repeat(50_000)}}`;
    expect((await client.post(search).type('json').send(deep)).status).toBe(400);
    const nested = `{"query": "a", "filter": ${'{"not":'.repeat(50)}{"a":1}${'}'.repeat(50)}}`;
    await client.post(search).type('json').send(nested).expect(200);
    await client
      .post(search)
      .type('json')
      .send(JSON.stringify({ query: '[[[{'.repeat(100) + '\\"' }))
      .expect(200);
  });

  test('too large, and the wrong kind', async () => {
    const { client } = testApp({ maxBody: 2048, maxText: 100 });
    expect((await client.post(search).send({ query: 'x'.repeat(4000) })).body.code).toBe('BODY_TOO_LARGE');
    expect((await client.post(search).send({ query: 'x'.repeat(200) })).body.code).toBe('LIMIT_EXCEEDED');
    await client.post(search).type('text/plain').send('query').expect(415);
    await client.post(search).type('json').set('Content-Encoding', 'zip').send('{}').expect(415);
    await client.post(search).type('application/json; charset=latin9000').send('{}').expect(415);
    const many = testApp({ maxDocuments: 2 })
      .client.post('/v1/rank')
      .send({ query: 'a', documents: ['a', 'b', 'c'] });
    expect((await many).body.code).toBe('LIMIT_EXCEEDED');
  });

  test('a prototype in metadata stays data', async () => {
    const { client } = testApp();
    const body = '[{"id": "p", "text": "a", "metadata": {"__proto__": {"polluted": true}}}]';
    await client.post('/v1/collections/sample/documents').type('json').send(body);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('addresses', () => {
  test.each([
    ['/v1/collections/..%2f..%2fetc/search', 422],
    ['/v1/collections/%00/search', 422],
    ['/v1/collections/__proto__/search', 422],
    ['/v1/collections/UPPER/search', 422],
    ['/v1/collections/constructor/search', 404],
    ['/v1/collections/%E0%A4%A/search', 400],
    ['/v1/collections/sample/nothing', 404],
    ['/v1/none', 404],
    ['/../../etc/passwd', 404],
    ['/assets/..%2f..%2f..%2fpackage.json', 404],
    ['/docs/assets/..%2fpackage.json', 404],
    ['/.git/config', 404],
  ])('%s', async (path, status) => {
    const answer = await testApp().client.post(path).send({ query: 'a' });
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBeDefined();
    const got = await testApp().client.get(path);
    expect(got.status).toBeGreaterThanOrEqual(400);
    expect(got.status).toBeLessThan(500);
  });

  test('a wrong method names the right ones', async () => {
    const answer = await testApp().client.get('/v1/rank').expect(405);
    expect(answer.headers['allow']).toBe('POST');
    expect(answer.body.code).toBe('METHOD_NOT_ALLOWED');
  });

  test('an unknown parameter is refused', async () => {
    await testApp().client.get('/v1/collections/sample/documents?pages=3').expect(422);
    await testApp().client.get('/v1/collections/sample/documents?after[$gt]=a').expect(422);
  });
});

test('any JSON at any route: never a 500, always a problem or an answer', async () => {
  const { client } = testApp();
  const paths = [search, '/v1/rank', '/v1/compare', '/rerank', '/v1/rerank', '/v2/rerank', '/v1/collections/sample/documents'];
  const keys = ['query', 'documents', 'texts', 'a', 'b', 'id', 'terms', 'filter', 'topK', 'top_n', 'text', 'and', 'rank_fields'];
  const value = fc.jsonValue({ maxDepth: 3 });
  const body = fc.oneof(
    value,
    fc.dictionary(fc.constantFrom(...keys), value),
    fc.array(fc.dictionary(fc.constantFrom(...keys), value)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), body, async (path, json) => {
      const { status, body: answer } = await client.post(path).type('json').send(JSON.stringify(json));
      expect(status).toBeLessThan(500);
      if (status >= 400) expect(answer).toMatchObject({ status, code: expect.any(String), detail: expect.any(String) });
    }),
    { numRuns: 300 },
  );
});

test('headers keep a page of ours to ourselves', async () => {
  const { headers } = await testApp().client.get('/livez');
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
});
