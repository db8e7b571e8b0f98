import { Document } from '@langchain/core/documents';
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';
import { BaseRetriever } from '@langchain/core/retrievers';
import { Index, rank, WordmoverError } from '../../src/index';
import { WordmoverRerank, WordmoverRetriever } from '../../src/langchain';

const query = 'how do I start a career in data science?';
const texts = [
  'The science of cooking: how to cook a splendid meal',
  'Data science breakthroughs in 2019',
  "A marine biologist's guide to getting a data science job",
  'Data about chimpanzees is the basis of behavioral science',
  'Data science is the top career in the 21st century',
];
const documents = texts.map((pageContent, i) => new Document({ pageContent, id: `doc-${i}`, metadata: { place: i } }));

describe('WordmoverRerank', () => {
  test('every document in the order and with the scores of rank, as a copy', async () => {
    const expected = await rank(query, texts);
    const before = structuredClone(documents.map(({ metadata }) => metadata));
    const ranked = await new WordmoverRerank().compressDocuments(documents, query);
    expect(ranked.map(({ metadata }) => metadata)).toEqual(
      expected.map(({ index, score }) => ({ place: index, relevanceScore: score })),
    );
    expect(ranked.map(({ id }) => id)).toEqual(expected.map(({ index }) => `doc-${index}`));
    expect(ranked.map(({ pageContent }) => pageContent)).toEqual(expected.map(({ index }) => texts[index]));
    expect(documents.map(({ metadata }) => metadata)).toEqual(before);
  });

  test('is what LangChain takes for a compressor', () => {
    expect(BaseDocumentCompressor.isBaseDocumentCompressor(new WordmoverRerank())).toBe(true);
  });

  test('topK and minScore keep the best; explain tells why', async () => {
    const [first, second, ...more] = await new WordmoverRerank({ topK: 2, explain: true }).compressDocuments(documents, query);
    expect([first.metadata.place, second.metadata.place, more.length]).toEqual([4, 2, 0]);
    expect(second.metadata.flows).toContainEqual(expect.objectContaining({ from: 'career', to: 'job' }));
    const least = second.metadata.relevanceScore as number;
    expect(await new WordmoverRerank({ minScore: least }).compressDocuments(documents, query)).toHaveLength(2);
  });

  test('no documents, one without words, a query without words', async () => {
    const reranker = new WordmoverRerank();
    expect(await reranker.compressDocuments([], query)).toEqual([]);
    const [only] = await reranker.compressDocuments([new Document({ pageContent: '' })], query);
    expect(only.metadata.relevanceScore).toBe(0);
    await expect(reranker.compressDocuments(documents, '…')).rejects.toMatchObject({ code: 'EMPTY_QUERY' });
  });
});

describe('WordmoverRetriever', () => {
  let index: Index;
  beforeAll(async () => {
    index = await Index.create({ background: true });
    await index.add(texts.map((text, i) => ({ id: `doc-${i}`, text, metadata: { place: i } })));
  });
  afterAll(() => index.close());

  test('hits of the index, with id, text, metadata and score', async () => {
    const { hits } = await index.search(query, { topK: 3 });
    const found = await new WordmoverRetriever({ index, topK: 3 }).invoke(query);
    expect(found).toEqual(
      hits.map(
        ({ id, text, metadata, score }) =>
          new Document({ id, pageContent: text ?? '', metadata: { ...metadata, relevanceScore: score } }),
      ),
    );
    expect(found[0].pageContent).toBe(texts[4]);
  });

  test('filter, explain and highlight go through', async () => {
    const retriever = new WordmoverRetriever({ index, filter: { place: { lte: 2 } }, explain: true, highlight: true });
    const found = await retriever.invoke(query);
    expect(found[0].metadata).toMatchObject({ place: 2, flows: expect.any(Array), highlights: expect.any(Array) });
    expect(found.every(({ metadata }) => metadata.place <= 2)).toBe(true);
  });

  test('sees what was written to the index since', async () => {
    const retriever = new WordmoverRetriever({ index, topK: 1 });
    await index.add([{ id: 'new', text: 'How to start a career in data science' }]);
    expect((await retriever.invoke(query))[0].id).toBe('new');
    await index.remove('new');
  });

  test('a bag of words has no text, and is found all the same', async () => {
    const bags = await Index.create({ weighting: 'tfidf' });
    await bags.add([{ id: 'bag', terms: { career: 2, science: 1 } }]);
    const found = await new WordmoverRetriever({ index: bags }).invoke(query);
    expect(found).toMatchObject([{ id: 'bag', pageContent: '' }]);
    await bags.close();
  });

  test('callbacks and tags of LangChain are its own, and not the search’s', async () => {
    const seen: unknown[] = [];
    const callbacks = [
      {
        handleRetrieverEnd: (found: readonly unknown[], _run: string, _parent?: string, tags?: string[]) =>
          void seen.push(found.length, tags),
      },
    ];
    const retriever = new WordmoverRetriever({ index, topK: 2, callbacks, tags: ['mine'] });
    expect(retriever).toBeInstanceOf(BaseRetriever);
    expect(await retriever.batch([query, 'cooking'])).toHaveLength(2);
    expect(seen).toEqual([2, ['mine'], expect.any(Number), ['mine']]);
    expect(JSON.stringify(retriever)).not.toContain('cooking');
  });

  test('errors are the library’s', async () => {
    await expect(new WordmoverRetriever({ index }).invoke('…')).rejects.toThrow(WordmoverError);
    await expect(new WordmoverRetriever({ index, topK: 0 }).invoke(query)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const retriever = new WordmoverRetriever({ index, signal: AbortSignal.abort() });
    await expect(retriever.invoke(query)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
