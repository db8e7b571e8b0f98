import { testApp } from './test-app';

const documents = ['The science of cooking', 'a job in data science', 'nothing of the sort'];
const query = 'career in data science';

describe('Cohere and Jina', () => {
  test.each(['/rerank', '/v1/rerank', '/v2/rerank'])('%s: sorted, finite, in [0, 1], with meta', async (path) => {
    const { body } = await testApp().client.post(path).send({ model: 'rerank-v3.5', query, documents }).expect(200);
    expect(body.results.map(({ index }: { index: number }) => index)).toEqual([1, 0, 2]);
    for (const { relevance_score: score } of body.results) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
    expect(body).toMatchObject({ id: expect.any(String), model: 'rerank-v3.5', meta: { billed_units: { search_units: 1 } } });
    expect(body.meta.api_version.version).toBe(path === '/v1/rerank' ? '1' : '2');
    expect(body.usage.total_tokens).toBeGreaterThan(10);
  });

  test('top_n above the number of documents returns all; nulls and unknown fields are ignored', async () => {
    const odd = { top_n: 99, max_chunks_per_doc: null, rank_fields: null, return_documents: null, model: null, priority: 3 };
    const { body } = await testApp()
      .client.post('/v1/rerank')
      .send({ query, documents, ...odd })
      .expect(200);
    expect(body.results).toHaveLength(3);
    expect(body.results[0].document).toBeUndefined();
  });

  test('objects, rank_fields, return_documents', async () => {
    const objects = [
      { title: 'job', body: 'data science' },
      { title: 'meal', body: 'fish' },
    ];
    const send = { query, documents: objects, rank_fields: ['title', 'body'], return_documents: true, top_n: 1 };
    const { body } = await testApp().client.post('/v1/rerank').send(send).expect(200);
    expect(body.results).toEqual([{ index: 0, relevance_score: expect.any(Number), document: objects[0] }]);
    const strings = await testApp().client.post('/v1/rerank').send({ query, documents, return_documents: true });
    expect(strings.body.results[0].document).toEqual({ text: documents[1] });
  });

  test('ties stand in the order given, and every document comes back', async () => {
    const same = ['a job', 'a job', '', 'a job'];
    const { body } = await testApp().client.post('/v2/rerank').send({ query, documents: same }).expect(200);
    expect(body.results.map(({ index }: { index: number }) => index)).toEqual([0, 1, 3, 2]);
  });

  test('documents without words stand among those that score nothing, by index', async () => {
    const { body } = await testApp()
      .client.post('/v2/rerank')
      .send({ query, documents: ['', 'unrelated', '…', 'a job'] });
    expect(body.results.map(({ index }: { index: number }) => index)).toEqual([3, 0, 1, 2]);
  });

  test.each([
    [{ query }, 'documents'],
    [{ query, texts: documents }, 'documents'],
    [{ query, documents: [7] }, '/body/documents/0'],
    [{ query, documents, top_n: 0 }, 'top_n'],
    [{ documents }, 'query'],
    [{ query: '', documents }, 'query'],
  ])('%j is refused with a message the clients read', async (send, says) => {
    const { body } = await testApp().client.post('/v2/rerank').send(send).expect(422);
    expect(body.message).toContain(says);
  });

  test('objects without text or rank_fields are read whole', async () => {
    const objects = [
      { title: 'meal', year: 2001 },
      { title: 'job', body: 'data science' },
    ];
    const { body } = await testApp().client.post('/v2/rerank').send({ query, documents: objects }).expect(200);
    expect(body.results[0].index).toBe(1);
  });

  test('no documents, no results', async () => {
    const { body } = await testApp().client.post('/v2/rerank').send({ query, documents: [] }).expect(200);
    expect(body.results).toEqual([]);
  });
});

describe('Text Embeddings Inference', () => {
  test('a bare array', async () => {
    const send = { query, texts: documents, raw_scores: false, return_text: true, truncate: true };
    const { body } = await testApp().client.post('/rerank').send(send).expect(200);
    expect(body[0]).toEqual({ index: 1, score: expect.any(Number), text: documents[1] });
    expect(body).toHaveLength(3);
  });

  test('errors in its words', async () => {
    const { body } = await testApp().client.post('/rerank').send({ query: '', texts: documents }).expect(422);
    expect(body).toMatchObject({ error: expect.any(String), error_type: 'validation' });
  });
});
