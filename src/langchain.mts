import type { Document, DocumentInterface } from '@langchain/core/documents';
import type { BaseRetriever, BaseRetrieverInput } from '@langchain/core/retrievers';
import type { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';
import type { Index, SearchOptions } from './index.js';
import * as commonJs from './langchain.js';
import type { WordmoverRerankFields } from './langchain.js';

// `wordmover/langchain` for ES modules. The classes are the same at run time, so that a program has them once; only their
// types are put anew, because TypeScript holds LangChain's classes in ES modules and in CommonJS for different ones.

export type { WordmoverRerankFields };

/** The options of `Index.search`, and those of every LangChain retriever. */
export interface WordmoverRetrieverFields extends BaseRetrieverInput, SearchOptions {
  /** Searched as it is when a query comes; closed by whoever made it. */
  readonly index: Pick<Index, 'search'>;
}

/** Reranks what a LangChain retriever found, best first; metadata has the `relevanceScore`, in [0, 1]. */
export interface WordmoverRerank extends BaseDocumentCompressor {
  /** Throws what `rank` throws: EMPTY_QUERY for a query without words, INVALID_OPTION, DEADLINE_EXCEEDED, ABORTED. */
  compressDocuments(documents: readonly DocumentInterface[], query: string): Promise<Document[]>;
}

export const WordmoverRerank = commonJs.WordmoverRerank as new (fields?: WordmoverRerankFields) => WordmoverRerank;

/** Searches an index from LangChain, best first; metadata has the `relevanceScore`, in [0, 1]. */
export type WordmoverRetriever = BaseRetriever;

export const WordmoverRetriever = commonJs.WordmoverRetriever as unknown as new (
  fields: WordmoverRetrieverFields,
) => WordmoverRetriever;
