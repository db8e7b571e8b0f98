import { WordmoverError } from '../../src/errors';
import { testApp } from './test-app';

describe('operation', () => {
  test('live, ready, stopping', async () => {
    const { client, service, stop } = testApp();
    await client.get('/livez').expect(200, { status: 'ok' });
    await client.get('/readyz').expect(200, { status: 'ok' });
    service.ready = false;
    const starting = await client.get('/readyz').expect(503);
    expect(starting.headers['retry-after']).toBe('1');
    service.ready = true;
    stop();
    await client.get('/readyz').expect(503);
    await client.get('/livez').expect(200);
  });

  test('info names vectors, threshold and limits', async () => {
    const { body } = await testApp({ maxDocuments: 7 }).client.get('/v1/info').expect(200);
    expect(body).toMatchObject({ name: 'wordmover', vectors: 'fake', threshold: 1.2, limits: { maxDocuments: 7 } });
  });

  test('metrics count requests by route, and what searches touched', async () => {
    const { client } = testApp();
    await client.post('/v1/collections/sample/search').send({ query: 'career xyzzy' }).expect(200);
    await client.post('/v1/rank').send({}).expect(422);
    const { text } = await client.get('/metrics').expect(200);
    expect(text).toContain('route="/v1/rank",status="422"');
    expect(text).toContain('route="/v1/collections/:collection/search",status="200"');
    expect(text).toContain('wordmover_search_documents_total{stage="solved"} 3');
    expect(text).toContain('wordmover_queries_with_unknown_words_total 1');
    expect(text).toMatch(/nodejs_eventloop_lag_seconds \d/);
  });

  test('ids of requests come back', async () => {
    const { client } = testApp();
    expect((await client.get('/livez').set('X-Request-Id', 'abc-1')).headers['x-request-id']).toBe('abc-1');
    const traced = await client.get('/livez').set('traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
    expect(traced.headers['x-request-id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    const odd = await client.get('/livez').set('X-Request-Id', 'a b\tc');
    expect(odd.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  test('HEAD is answered where GET is', async () => {
    await testApp().client.head('/livez').expect(200);
  });

  test('logs say the route, never a query, an id or a text', async () => {
    const { client, lines } = testApp();
    await client.post('/v1/collections/sample/search').send({ query: 'sesame' });
    await client.get('/v1/collections/sample/documents/secretid');
    const log = lines.join('');
    expect(log).toContain('/v1/collections/:collection/search');
    expect(log).not.toMatch(/sesame|secretid/);
  });
});

describe('collections and documents', () => {
  test('a collection lives', async () => {
    const { client } = testApp();
    await client.put('/v1/collections/news').send({ language: 'en', threshold: 1.1 }).expect(201);
    await client.put('/v1/collections/news').send({}).expect(200);
    await client.put('/v1/collections/bare').expect(201);
    const stored = await client.post('/v1/collections/news/documents').send([{ id: 'a', text: 'one' }, { text: 'two' }]);
    expect(stored.body).toEqual({ stored: 2, failed: 0, errors: [] });
    expect((await client.get('/v1/collections/news')).body).toMatchObject({ name: 'news', documents: 2 });
    expect((await client.get('/v1/collections')).body.collections).toHaveLength(3);
    expect((await client.get('/v1/collections/news/documents/a')).body).toEqual({ id: 'a', text: 'one' });
    await client.delete('/v1/collections/news/documents/a').expect(204);
    await client.get('/v1/collections/news/documents/a').expect(404);
    await client.delete('/v1/collections/news').expect(204);
    expect((await client.get('/v1/collections/news').expect(404)).body.code).toBe('UNKNOWN_COLLECTION');
  });

  test('pages of documents', async () => {
    const { client } = testApp();
    const first = await client.get('/v1/collections/sample/documents?limit=2').expect(200);
    expect(first.body.documents.map(({ id }: { id: string }) => id)).toEqual(['career', 'cook']);
    expect(first.body.next).toBe('cook');
    const second = await client.get('/v1/collections/sample/documents?limit=2&after=cook').expect(200);
    expect(second.body).toMatchObject({ documents: [{ id: 'guide' }], next: null });
    await client.get('/v1/collections/sample/documents?limit=0').expect(422);
    await client.get('/v1/collections/sample/documents?limit=ten').expect(422);
  });

  test('ids are any string, percent-encoded', async () => {
    const { client } = testApp();
    const id = '../../etc/passwd?#ü %';
    await client.post('/v1/collections/sample/documents').send([{ id, text: 'odd' }]);
    const got = await client.get(`/v1/collections/sample/documents/${encodeURIComponent(id)}`).expect(200);
    expect(got.body.id).toBe(id);
  });
});

describe('NDJSON', () => {
  const post = (body: string, settings = {}) =>
    testApp(settings).client.post('/v1/collections/sample/documents').type('application/x-ndjson').send(body);

  test('a stream is stored; each faulty line is told', async () => {
    const lines = [
      '\uFEFF{"id": "a", "text": "one"}',
      'not json',
      '',
      '{"text": "two"}\r',
      '[1]',
      '{"id": 7, "text": "x"}',
      '{"txt": "x"}',
    ];
    const { body } = await post(lines.join('\n')).expect(200);
    expect(body).toMatchObject({ stored: 2, failed: 4 });
    expect(body.errors.map(({ line }: { line: number }) => line)).toEqual([2, 5, 6, 7]);
  });

  test('many lines cross batches and chunks', async () => {
    const { client } = testApp();
    const body = Array.from({ length: 1234 }, (_, i) => JSON.stringify({ id: `d${i}`, text: `Zürich ${i} 😀` })).join('\n');
    const answer = await client.post('/v1/collections/sample/documents').type('application/x-ndjson').send(body).expect(200);
    expect(answer.body.stored).toBe(1234);
    expect((await client.get('/v1/collections/sample/documents/d1233')).body.text).toBe('Zürich 1233 😀');
  });

  test('a line over the limit is a fault of that line alone', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(200_000) });
    const { body } = await post(`${long}\n{"text": "short"}\n${long}`, { maxText: 1000 }).expect(200);
    expect(body).toMatchObject({
      stored: 1,
      failed: 2,
      errors: [
        { line: 1, message: expect.stringContaining('--max-text') },
        { line: 3, message: expect.stringContaining('--max-text') },
      ],
    });
  });

  test('something else than NDJSON is given up', async () => {
    const { body } = await post('garbage\n'.repeat(5000)).expect(422);
    expect(body.code).toBe('VALIDATION');
  });

  test('into no collection', async () => {
    await testApp().client.post('/v1/collections/none/documents').type('application/x-ndjson').send('{}').expect(404);
  });
});

describe('search, compare, rank', () => {
  /** Errors whose message names files of the server. */
  const hidden: string[] = ['CORRUPT_INDEX', 'VECTORS_UNAVAILABLE', 'STORAGE_FAILED'];

  test('search passes its options on and answers the hits', async () => {
    const { client, service } = testApp();
    const query = { query: 'career in data science', topK: 2, explain: true, highlight: true, filter: { year: { gte: 2000 } } };
    const { body } = await client.post('/v1/collections/sample/search').send(query).expect(200);
    expect(body.hits.map(({ id }: { id: string }) => id)).toEqual(['career', 'guide']);
    expect(body.hits[1].flows).toContainEqual(expect.objectContaining({ from: 'career', to: 'job' }));
    expect(service.lastOptions).toMatchObject({ topK: 2, filter: query.filter, timeoutMs: 30_000 });
  });

  test('more like this, and weighted terms', async () => {
    const { client } = testApp();
    const like = await client.post('/v1/collections/sample/search').send({ id: 'cook', topK: 1 }).expect(200);
    expect(like.body.hits[0]).toMatchObject({ id: 'cook', score: 1 });
    await client
      .post('/v1/collections/sample/search')
      .send({ terms: { job: 2 } })
      .expect(200);
  });

  test('the deadline asked for never passes the server’s own', async () => {
    const { client, service } = testApp({ deadlineMs: 500 });
    await client.post('/v1/compare').send({ a: 'one', b: 'two', timeoutMs: 600_000 }).expect(200);
    expect(service.lastOptions?.timeoutMs).toBe(500);
    await client.post('/v1/compare').send({ a: 'one', b: 'two', timeoutMs: 20 }).expect(200);
    expect(service.lastOptions?.timeoutMs).toBe(20);
  });

  test('compare gives every bound beside the exact distance', async () => {
    const { body } = await testApp().client.post('/v1/compare').send({ a: 'career data', b: 'job data' }).expect(200);
    expect(body.bounds.rwmd).toBeLessThanOrEqual(body.distance);
  });

  test('rank takes strings and documents', async () => {
    const documents = ['cooking a meal', { id: 'j', text: 'a job' }, { terms: { career: 1 } }];
    const { body } = await testApp().client.post('/v1/rank').send({ query: 'career', documents }).expect(200);
    expect(body.results[0]).toMatchObject({ index: 1, id: 'j' });
    expect(body.results).toHaveLength(3);
  });

  test.each([
    ['QUEUE_FULL', 429],
    ['DEADLINE_EXCEEDED', 504],
    ['EMPTY_QUERY', 422],
    ['VECTORS_UNAVAILABLE', 503],
    ['CORRUPT_INDEX', 500],
  ] as const)('%s is %i', async (code, status) => {
    const { client, service } = testApp();
    service.failure = new WordmoverError(code, 'Because.');
    const answer = await client.post('/v1/rank').send({ query: 'a', documents: ['b'] });
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code, status, message: answer.body.detail });
    expect(answer.body.detail.includes('Because.')).toBe(!hidden.includes(code));
    if (status === 429) expect(answer.headers['retry-after']).toBeDefined();
  });

  test('a bug is a 500 that tells nothing, and a log line that tells all', async () => {
    const { client, service, lines } = testApp();
    service.failure = new Error('secret detail');
    const answer = await client
      .post('/v1/rank')
      .send({ query: 'a', documents: ['b'] })
      .expect(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|\.ts|at /);
    expect(lines.join('')).toContain('secret detail');
  });
});

describe('words in context and whole texts', () => {
  const search = '/v1/collections/sample/search';
  const asked = { query: 'data science career', refine: 'context', fuse: 'sentence', refineTop: 20, refineThreshold: null };

  test('a server without a model says so, and searches by words', async () => {
    const { client, service } = testApp();
    expect((await client.get('/v1/info').expect(200)).body.model).toBeNull();
    const paths = [
      [search, { query: 'a', refine: 'context' }],
      [search, { query: 'a', fuse: 'sentence' }],
      ['/v1/rank', { query: 'a', documents: ['b'], refine: 'context' }],
      ['/v1/compare', { a: 'a', b: 'b', refine: 'context' }],
      ['/v2/rerank', { query: 'a', documents: ['b'], refine: 'context' }],
    ] as const;
    for (const [path, body] of paths) {
      const refused = await client.post(path).send(body).expect(422);
      expect(refused.body.detail).toContain('--model-dir');
    }
    await client.post(search).send({ query: 'career', refine: 'none', fuse: 'none' }).expect(200);
    expect(service.lastOptions).toMatchObject({ refine: 'none', fuse: 'none' });
  });

  test('with a model, hits say what words alone had given, and each ranking its place', async () => {
    const { client, service } = testApp();
    service.model = 'tiny';
    expect((await client.get('/v1/info').expect(200)).body.model).toBe('tiny');
    const { body } = await client.post(search).send(asked).expect(200);
    expect(service.lastOptions).toMatchObject({ refine: 'context', fuse: 'sentence', refineTop: 20, refineThreshold: Infinity });
    expect(body.hits[0]).toMatchObject({ id: 'guide', refined: { score: expect.any(Number) }, parts: { sentence: { rank: 1 } } });
    expect(body).toMatchObject({ refined: { model: 'tiny', embedded: 1 }, fused: { rule: 'mean-score' } });
    const compared = await client.post('/v1/compare').send({ a: 'a job', b: 'a career', refine: 'context' }).expect(200);
    expect(compared.body.refined.before.score).toBeDefined();
  });

  test.each([
    { refine: 'sentence' },
    { fuse: 'context' },
    { refineTop: 0 },
    { refineThreshold: 3 },
    { modelDir: '/etc' },
    { model: 'other' },
  ])('refuses %j', async (wrong) => {
    const { client, service } = testApp();
    service.model = 'tiny';
    await client
      .post(search)
      .send({ ...asked, ...wrong })
      .expect(422);
  });

  test('rerank is refined where the server or the request says so', async () => {
    const rerank = async (settings: object, body: object) => {
      const { client, service } = testApp(settings);
      service.model = 'tiny';
      await client
        .post('/v2/rerank')
        .send({ query: 'career', documents: ['a job', 'a career'], ...body })
        .expect(200);
      return service.lastOptions?.refine;
    };
    expect(await rerank({}, {})).toBe('none');
    expect(await rerank({}, { refine: 'context' })).toBe('context');
    expect(await rerank({ rerankRefine: 'context' }, {})).toBe('context');
    expect(await rerank({ rerankRefine: 'context' }, { refine: null })).toBe('context');
    expect(await rerank({ rerankRefine: 'context' }, { refine: 'none' })).toBe('none');
  });
});
