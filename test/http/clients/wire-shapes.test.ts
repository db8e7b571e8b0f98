import { bestFirst, documents, expectScores, key, query, rerankServer } from './rerank-server';

/** Formats whose clients are plain HTTP requests. */
let server: Awaited<ReturnType<typeof rerankServer>>;
beforeAll(async () => {
  server = await rerankServer();
});
afterAll(() => server.close());

async function post(path: string, body: object, token = key): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
}

interface TeiRank {
  readonly index: number;
  readonly score: number;
  readonly text?: string;
}

describe('Text Embeddings Inference', () => {
  test('a bare array, best first', async () => {
    const answer = await post('/rerank', { query, texts: documents, raw_scores: false, return_text: false, truncate: false });
    const ranks = (await answer.json()) as TeiRank[];
    expect(ranks.map(({ index }) => index)).toEqual(bestFirst);
    expectScores(ranks.map(({ score }) => score));
    expect(Object.keys(ranks[0]).sort()).toEqual(['index', 'score']);
  });

  test('return_text', async () => {
    const ranks = (await (await post('/rerank', { query, texts: documents, return_text: true })).json()) as TeiRank[];
    expect(ranks.map(({ text }) => text)).toEqual(bestFirst.map((i) => documents[i]));
  });

  test('errors carry error and error_type', async () => {
    server.solver.refusals = 1;
    const full = await post('/rerank', { query, texts: documents });
    expect(full.status).toBe(429);
    expect(full.headers.get('retry-after')).toBe('1');
    expect(await full.json()).toMatchObject({ error: expect.any(String), error_type: expect.any(String) });
    const empty = await post('/rerank', { query: '…', texts: documents });
    expect(empty.status).toBe(422);
    expect(await empty.json()).toMatchObject({ error: expect.any(String), error_type: 'validation' });
  });
});

interface JinaAnswer {
  readonly model: string;
  readonly usage: { readonly total_tokens: number };
  readonly results: readonly { index: number; relevance_score: number; document?: { text: string } }[];
}

describe('Jina', () => {
  const model = 'jina-reranker-v2-base-multilingual';

  test('model, usage, results with their documents', async () => {
    const answer = await post('/v1/rerank', { model, query, documents, top_n: 3, return_documents: true });
    const { results, usage, model: named } = (await answer.json()) as JinaAnswer;
    expect(results.map(({ index }) => index)).toEqual(bestFirst.slice(0, 3));
    expectScores(results.map((result) => result.relevance_score));
    expect(results.map(({ document }) => document?.text)).toEqual(bestFirst.slice(0, 3).map((i) => documents[i]));
    expect(named).toBe(model);
    expect(usage.total_tokens).toBeGreaterThan(0);
  });

  test('a wrong key', async () => {
    const refused = await post('/v1/rerank', { model, query, documents }, 'another-key');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });
});
