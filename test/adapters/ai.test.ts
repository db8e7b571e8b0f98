import { rerank } from 'ai';
import { rerankingModel } from '../../src/ai';
import { rank } from '../../src/index';

const query = 'how do I start a career in data science?';
const documents = [
  'The science of cooking: how to cook a splendid meal',
  'Data science breakthroughs in 2019',
  "A marine biologist's guide to getting a data science job",
  'Data about chimpanzees is the basis of behavioral science',
  'Data science is the top career in the 21st century',
];

test('rerank() ranks as rank does', async () => {
  const expected = await rank(query, documents);
  const { ranking, rerankedDocuments, response } = await rerank({ model: rerankingModel(), query, documents });
  expect(ranking).toEqual(expected.map(({ index, score }) => ({ originalIndex: index, score, document: documents[index] })));
  expect(rerankedDocuments.slice(0, 2)).toEqual([documents[4], documents[2]]);
  expect(response.modelId).toBe('word-movers-distance');
});

test('topN, above the number of documents too', async () => {
  const model = rerankingModel();
  expect((await rerank({ model, query, documents, topN: 2 })).ranking).toHaveLength(2);
  expect((await rerank({ model, query, documents, topN: 99 })).ranking).toHaveLength(5);
  expect((await rerank({ model, query, documents: [] })).ranking).toEqual([]);
});

test('objects are read by the texts and numbers of their values, however deep, and never by their keys', async () => {
  const model = rerankingModel();
  const objects = [
    { career: { science: ['a splendid meal', null, true] }, data: 1 },
    { year: 2019, parts: [{ title: 'Data science' }, 'a career'] },
  ];
  const { ranking } = await rerank({ model, query, documents: objects });
  expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual([1, 0]);
  expect(ranking[1].score).toBe(0);
  const byYear = await rerank({ model, query: '2019', documents: objects });
  expect(byYear.ranking[0].originalIndex).toBe(1);
});

test('explain tells for each place of the ranking which word met which', async () => {
  const { providerMetadata } = await rerank({ model: rerankingModel({ explain: true }), query, documents, topN: 2 });
  const flows = providerMetadata?.wordmover.flows as unknown[][];
  expect(flows).toHaveLength(2);
  expect(flows[1]).toContainEqual(expect.objectContaining({ from: 'career', to: 'job' }));
  expect((await rerank({ model: rerankingModel(), query, documents })).providerMetadata).toBeUndefined();
});

test('the options of rank: vectors, minScore', async () => {
  const model = rerankingModel({ vectors: 'none', minScore: 0.01 });
  const { ranking } = await rerank({ model, query: 'occupation career', documents });
  expect(ranking.map(({ originalIndex }) => originalIndex)).toEqual([4]);
});

test('errors are the library’s and are not tried again', async () => {
  const model = rerankingModel();
  await expect(rerank({ model, query: '…', documents })).rejects.toMatchObject({ code: 'EMPTY_QUERY' });
  const abortSignal = AbortSignal.abort();
  await expect(rerank({ model, query, documents, abortSignal })).rejects.toMatchObject({ code: 'ABORTED' });
});
