import type { JSONValue, RerankingModelV3 } from '@ai-sdk/provider';
import { rank, type AdHocOptions, type RankedDocument, type RankOptions } from './index';

/** The options of `rank`; how many documents come back, and when to give up, is said to `rerank()`. */
export type RerankingOptions = Omit<RankOptions, 'topK' | 'offset' | 'signal' | 'highlight'> & AdHocOptions;

/**
 * A reranking model for `rerank()` of the AI SDK, running in this process. Scores are in [0, 1]. Of a document that is an
 * object the texts and numbers of its values are read, not its keys. With `explain`, `providerMetadata.wordmover.flows`
 * tells for each place of the ranking which word met which. Throws what `rank` throws.
 */
export function rerankingModel(options: RerankingOptions = {}): RerankingModelV3 {
  return {
    specificationVersion: 'v3',
    provider: 'wordmover',
    modelId: 'word-movers-distance',
    async doRerank({ documents, query, topN, abortSignal }) {
      const texts = documents.type === 'text' ? documents.values : documents.values.map(textOf);
      const ranked = await rank(query, texts, { ...options, topK: topN, signal: abortSignal });
      return {
        ranking: ranked.map(({ index, score }) => ({ index, relevanceScore: score })),
        ...(options.explain && { providerMetadata: { wordmover: { flows: ranked.map(flowsOf) } } }),
      };
    },
  };
}

function textOf(value: JSONValue | undefined): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textOf).join('\n');
}

function flowsOf({ flows = [] }: RankedDocument): JSONValue {
  return flows.map((flow) => ({ ...flow }));
}
