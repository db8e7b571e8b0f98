import { Document, type DocumentInterface } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import { BaseDocumentCompressor } from '@langchain/core/retrievers/document_compressors';
import {
  rank,
  type AdHocOptions,
  type Index,
  type RankedDocument,
  type RankOptions,
  type SearchHit,
  type SearchOptions,
} from './index';

/** The options of `rank`: `topK` documents are kept, all by default; `minScore` drops those below it. */
export type WordmoverRerankFields = RankOptions & AdHocOptions;

/**
 * Reranks what a LangChain retriever found, best first. A document comes back as a copy whose metadata has its
 * `relevanceScore`, in [0, 1], and, where they were asked for, its `flows` and `highlights`.
 */
export class WordmoverRerank extends BaseDocumentCompressor {
  readonly #options: WordmoverRerankFields;

  constructor(fields: WordmoverRerankFields = {}) {
    super();
    this.#options = fields;
  }

  /** Throws what `rank` throws: EMPTY_QUERY for a query without words, INVALID_OPTION, DEADLINE_EXCEEDED, ABORTED. */
  override async compressDocuments(documents: readonly DocumentInterface[], query: string): Promise<Document[]> {
    if (documents.length === 0) return [];
    const texts = documents.map(({ pageContent }) => pageContent);
    const ranked = await rank(query, texts, this.#options);
    return ranked.map((each) => {
      const { id, pageContent, metadata } = documents[each.index];
      return new Document({ id, pageContent, metadata: { ...metadata, ...relevance(each) } });
    });
  }
}

/** The options of `Index.search`, and those of every LangChain retriever. */
export interface WordmoverRetrieverFields extends BaseRetrieverInput, SearchOptions {
  /** Searched as it is when a query comes; closed by whoever made it. */
  readonly index: Pick<Index, 'search'>;
}

/**
 * Searches an index from LangChain, best first: `id`, text and metadata of each hit as they are stored, and in the metadata
 * its `relevanceScore`, in [0, 1], and, where they were asked for, its `flows` and `highlights`.
 */
export class WordmoverRetriever extends BaseRetriever {
  override lc_namespace = ['wordmover', 'langchain'];
  readonly #index: Pick<Index, 'search'>;
  readonly #options: SearchOptions;

  static override lc_name(): string {
    return 'WordmoverRetriever';
  }

  constructor({ index, callbacks, tags, metadata, verbose, ...options }: WordmoverRetrieverFields) {
    super({ callbacks, tags, metadata, verbose });
    this.#index = index;
    this.#options = options;
  }

  /** Throws what `Index.search` throws: EMPTY_QUERY for a query without words, INVALID_OPTION, DEADLINE_EXCEEDED, ABORTED. */
  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    const { hits } = await this.#index.search(query, this.#options);
    return hits.map(
      (hit) => new Document({ id: hit.id, pageContent: hit.text ?? '', metadata: { ...hit.metadata, ...relevance(hit) } }),
    );
  }
}

function relevance({ score, flows, highlights }: RankedDocument | SearchHit): Record<string, unknown> {
  return { relevanceScore: score, ...(flows && { flows }), ...(highlights && { highlights }) };
}
