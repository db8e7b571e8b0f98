import { checkSearchOptions } from './check-options';
import { wordFlows } from './hits';
import { LEAST_SCORE } from './model-ranking';
import { modelStages } from './model-stages';
import { checkHasWords, documentNumber, prepareQuery, type SearchQuery } from './search-query';
import type { SearchOptions, SearchResult, WordFlow } from './search-options';
import { explainInContext, searchWithModel } from './search-with-model';
import type { Searchable } from './searchable';
import { flowsTo, hitOf, searchTask, transportOf } from './word-search';

const DEFAULT_TOP_K = 10;

/** Throws what the options, the query, the solver and the sentence model throw. */
export async function searchIndex(index: Searchable, query: SearchQuery, options: SearchOptions = {}): Promise<SearchResult> {
  const started = performance.now();
  checkSearchOptions(options);
  const stages = modelStages(options, transportOf(index, query, options));
  if (stages) return searchWithModel(index, query, options, stages);
  const prepared = await prepareQuery(index, query);
  const { topK = DEFAULT_TOP_K, offset = 0, explain, highlight } = options;
  // The document itself is its own nearest neighbour, and one more must be asked for.
  const wanted = topK + offset + (prepared.self === undefined ? 0 : 1);
  const task = searchTask(index, query, prepared, options, wanted);
  const { ranking, flows } = await index.solver.solve({ ...task, explain: explain || highlight ? wanted : 0 }, options);
  const least = Math.max(options.minScore ?? 0, LEAST_SCORE);
  const hits = Array.from(ranking.docs).flatMap((doc, rank) => {
    if (doc === prepared.self || ranking.scores[rank] < least) return [];
    return hitOf(index, prepared, doc, ranking.scores[rank], ranking.distances[rank], flows[rank], options);
  });
  return {
    hits: hits.slice(offset, offset + topK),
    exact: ranking.exact,
    stages: ranking.stages,
    unknownWords: prepared.unknown,
    tookMs: performance.now() - started,
  };
}

/** The flows between a query and one document; their costs sum to the distance. Throws UNKNOWN_DOCUMENT, EMPTY_DOCUMENT. */
export async function explainDocument(
  index: Searchable,
  query: SearchQuery,
  id: string,
  options: SearchOptions = {},
): Promise<readonly WordFlow[]> {
  checkSearchOptions(options);
  const transport = transportOf(index, query, options);
  const stages = modelStages(options, transport);
  const doc = documentNumber(index, id);
  checkHasWords(index, doc, id);
  const prepared = await prepareQuery(index, query);
  if (stages?.refine) return explainInContext(index, prepared, doc, { ...options, transport }, stages.refine.threshold);
  const flows = await flowsTo(index, prepared, [doc], { ...options, transport });
  return wordFlows(flows[0], prepared.terms, index.lexicon.vocabulary);
}
