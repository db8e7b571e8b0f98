import { Document } from '@langchain/core/documents';
import { PromptTemplate } from '@langchain/core/prompts';
import type { BaseRetriever } from '@langchain/core/retrievers';
import type { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { rerank } from 'ai';
import { rerankingModel } from '../../src/ai.js';
import type { Index } from '../../src/index.js';
import { WordmoverRerank, WordmoverRetriever } from '../../src/langchain.mjs';

// Compiled by the type check, never run: in ES modules too the adapters have the types that the frameworks take.

export async function retrieve(index: Index): Promise<unknown> {
  const retriever: BaseRetriever = new WordmoverRetriever({ index, topK: 1, filter: { year: 2024 }, tags: ['a tag'] });
  const context = retriever.pipe((found) => found.map(({ pageContent }) => pageContent).join('\n'));
  const prompt = PromptTemplate.fromTemplate('{context} {question}');
  return RunnableSequence.from([{ context, question: new RunnablePassthrough() }, prompt]).invoke('a question');
}

export async function compress(): Promise<Document[]> {
  const compressor: BaseDocumentCompressor = new WordmoverRerank();
  await compressor.compressDocuments([new Document({ pageContent: 'a text' })], 'a question');
  return new WordmoverRerank({ topK: 3 }).compressDocuments([new Document({ pageContent: 'a text' })], 'a question');
}

export const reranked = rerank({ model: rerankingModel(), query: 'a question', documents: ['a text'] });
