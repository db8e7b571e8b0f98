import { CohereClient, CohereClientV2, CohereError } from 'cohere-ai';
import { bestFirst, documents, expectScores, key, query, rerankServer } from './rerank-server';

type Server = Awaited<ReturnType<typeof rerankServer>>;

let server: Server;
let url: string;
beforeAll(async () => {
  server = await rerankServer();
  url = server.url;
});
afterAll(() => server.close());

const v1 = (token = key) => new CohereClient({ environment: url, token });
const v2 = (token = key) => new CohereClientV2({ environment: url, token });
const model = 'rerank-v3.5';

describe('CohereClient (v1)', () => {
  test('texts, best first', async () => {
    const { results, id, meta } = await v1().rerank({ query, documents, model });
    expect(results.map(({ index }) => index)).toEqual(bestFirst);
    expectScores(results.map(({ relevanceScore }) => relevanceScore));
    expect(id).toEqual(expect.any(String));
    expect(meta?.apiVersion?.version).toBe('1');
    expect(results[0].document).toBeUndefined();
  });

  test('topN and returnDocuments', async () => {
    const { results } = await v1().rerank({ query, documents, topN: 2, returnDocuments: true });
    expect(results.map(({ document }) => document?.text)).toEqual([documents[4], documents[2]]);
  });

  test('objects, by their text or by the fields that rankFields names', async () => {
    const objects = documents.map((text) => ({ text }));
    const byText = await v1().rerank({ query, documents: objects });
    expect(byText.results.map(({ index }) => index)).toEqual(bestFirst);
    const titled = documents.map((title, i) => ({ title, text: documents[bestFirst[i]] }));
    const byTitle = await v1().rerank({ query, documents: titled, rankFields: ['title'] });
    expect(byTitle.results).toEqual(byText.results);
  });

  test('the v2 interface it carries', async () => {
    const { results } = await v1().v2.rerank({ query, documents, model });
    expect(results.map(({ index }) => index)).toEqual(bestFirst);
  });
});

describe('CohereClientV2', () => {
  test('texts, best first; topN above their number returns all', async () => {
    const { results, meta } = await v2().rerank({ query, documents, model, topN: 99 });
    expect(results.map(({ index }) => index)).toEqual(bestFirst);
    expectScores(results.map(({ relevanceScore }) => relevanceScore));
    expect(meta?.apiVersion?.version).toBe('2');
    expect(meta?.billedUnits?.searchUnits).toBe(1);
  });

  test('topN, maxTokensPerDoc and priority', async () => {
    const { results } = await v2().rerank({ query, documents, model, topN: 1, maxTokensPerDoc: 512, priority: 3 });
    expect(results.map(({ index }) => index)).toEqual([4]);
  });
});

describe.each([
  ['CohereClient', v1],
  ['CohereClientV2', v2],
] as const)('errors under %s', (_name, client) => {
  test('a wrong key is its error of status 401', async () => {
    const error: unknown = await client('another-key')
      .rerank({ query, documents, model })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CohereError);
    expect(error).toMatchObject({ statusCode: 401, body: { code: 'UNAUTHORIZED' } });
  });

  test('a query without words is its error of status 422, which says why', async () => {
    const error: unknown = await client()
      .rerank({ query: '…', documents, model })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ statusCode: 422, body: { code: 'EMPTY_QUERY', message: expect.stringContaining('word') } });
  });

  test('a full queue is asked again, as Retry-After says', async () => {
    server.solver.refusals = 1;
    const { results } = await client().rerank({ query, documents, model });
    expect(results.map(({ index }) => index)).toEqual(bestFirst);
    expect(server.solver.refusals).toBe(0);
  });

  test('a queue that stays full is its error of status 429', async () => {
    server.solver.refusals = 1;
    const asked = client().rerank({ query, documents, model }, { maxRetries: 0 });
    await expect(asked).rejects.toMatchObject({ statusCode: 429, body: { code: 'QUEUE_FULL' } });
  });
});
