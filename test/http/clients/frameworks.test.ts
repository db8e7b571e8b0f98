import { createCohere } from '@ai-sdk/cohere';
import { Document } from '@langchain/core/documents';
import { CohereRerank } from '@langchain/cohere';
import { CohereRerank as LlamaRerank } from '@llamaindex/cohere';
import { Document as LlamaDocument } from '@llamaindex/core/schema';
import { APICallError, rerank, RetryError } from 'ai';
import type * as Cohere from 'cohere-ai';
import { bestFirst, documents, expectScores, key, query, rerankServer } from './rerank-server';

// @llamaindex/env asks for pathe without depending on it; what it takes of it is node:path's.
jest.mock('pathe', () => jest.requireActual('node:path'), { virtual: true });

type Server = Awaited<ReturnType<typeof rerankServer>>;

let server: Server;
let url: string;
beforeAll(async () => {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  server = await rerankServer();
  url = server.url;
});
afterAll(() => server.close());

/** The cohere-ai that @langchain/cohere brings, two majors behind the newest. */
function clientOfLangChain(token: string): Cohere.CohereClient {
  const found = require.resolve('cohere-ai', { paths: [require.resolve('@langchain/cohere')] });
  const { CohereClient: Client } = jest.requireActual<typeof Cohere>(found);
  return new Client({ environment: url, token });
}

describe('@langchain/cohere', () => {
  const reranker = (topN: number, token = key) => {
    const client = clientOfLangChain(token) as never;
    return new CohereRerank({ client, model: 'rerank-v3.5', topN });
  };

  test('rerank: indices and scores, best first', async () => {
    const ranked = await reranker(documents.length).rerank(documents, query);
    expect(ranked.map(({ index }) => index)).toEqual(bestFirst);
    expectScores(ranked.map(({ relevanceScore }) => relevanceScore));
  });

  test('compressDocuments: the first topN, with their scores', async () => {
    const given = documents.map((pageContent, id) => new Document({ pageContent, metadata: { id } }));
    const kept = await reranker(2).compressDocuments(given, query);
    expect(kept.map(({ metadata }) => metadata.id)).toEqual(bestFirst.slice(0, 2));
    expectScores(kept.map(({ metadata }) => metadata.relevanceScore));
  });

  test('a wrong key', async () => {
    await expect(reranker(2, 'another-key').rerank(documents, query)).rejects.toMatchObject({ statusCode: 401 });
  });
});

describe('AI SDK rerank() with @ai-sdk/cohere', () => {
  const model = (apiKey = key, version = 'v2') => createCohere({ baseURL: `${url}/${version}`, apiKey }).reranking('rerank-v3.5');

  test.each(['v1', 'v2'])('texts, best first, at /%s', async (version) => {
    const { ranking, rerankedDocuments } = await rerank({ model: model(key, version), query, documents });
    expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual(bestFirst);
    expect(rerankedDocuments[0]).toBe(documents[4]);
    expectScores(ranking.map(({ score }) => score));
  });

  test('objects, topN', async () => {
    const objects = documents.map((text, id) => ({ id, text }));
    const { rerankedDocuments } = await rerank({ model: model(), query, documents: objects, topN: 2 });
    expect(rerankedDocuments.map(({ id }) => id)).toEqual(bestFirst.slice(0, 2));
  });

  test('a document that meets nothing has a score, not a gap', async () => {
    const { ranking } = await rerank({ model: model(), query, documents: ['', ...documents] });
    expect(ranking).toHaveLength(documents.length + 1);
    expect(ranking.at(-1)).toMatchObject({ originalIndex: 0, score: 0 });
  });

  test('a wrong key says why, and is not tried again', async () => {
    const error: unknown = await rerank({ model: model('another-key'), query, documents }).catch((thrown: unknown) => thrown);
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 401, isRetryable: false, message: expect.stringContaining('key') });
  });

  test('a full queue is asked again; one that stays full is an error', async () => {
    server.solver.refusals = 1;
    const { ranking } = await rerank({ model: model(), query, documents });
    expect(ranking[0].originalIndex).toBe(bestFirst[0]);
    server.solver.refusals = 2;
    const refused: unknown = await rerank({ model: model(), query, documents, maxRetries: 1 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RetryError);
    expect((refused as RetryError).lastError).toMatchObject({ statusCode: 429 });
  });
});

describe('@llamaindex/cohere', () => {
  const nodes = () => documents.map((text) => ({ node: new LlamaDocument({ text }), score: 0 }));
  const reranker = (topN: number, apiKey = key) => new LlamaRerank({ apiKey, baseUrl: url, topN });

  test('postprocessNodes: the first topN, best first', async () => {
    const ranked = await reranker(3).postprocessNodes(nodes(), query);
    expect(ranked.map(({ node }) => (node as LlamaDocument).text)).toEqual(bestFirst.slice(0, 3).map((i) => documents[i]));
    expectScores(ranked.map(({ score }) => score));
  });

  test('topN above the number of nodes returns all', async () => {
    expect(await reranker(99).postprocessNodes(nodes(), query)).toHaveLength(documents.length);
  });

  test('a wrong key', async () => {
    await expect(reranker(2, 'another-key').postprocessNodes(nodes(), query)).rejects.toMatchObject({ statusCode: 401 });
  });
});
