import type { QueryFlow } from '../search/ranking';
import type { SearchTask } from '../workers/search-task';
import { reachOf } from './editions';
import { highlights, wordFlows } from './hits';
import type { SearchHit, SearchOptions, WordFlow } from './search-options';
import type { PreparedQuery, SearchQuery } from './search-query';
import type { Searchable } from './searchable';

/** The ranking of the first `wanted` documents by words. */
export function searchTask(
  index: Searchable,
  query: SearchQuery,
  { subject }: PreparedQuery,
  options: SearchOptions,
  wanted: number,
): SearchTask {
  const { mode, candidates, filter } = options;
  const accept = filter && index.documents.accept(filter);
  const transport = transportOf(index, query, options);
  return { edition: index.edition, subject, options: { topK: wanted, transport, mode, candidates, accept } };
}

/** Flows between the query's words and those of some documents. */
export async function flowsTo(
  { edition, solver }: Searchable,
  { subject }: PreparedQuery,
  docs: readonly number[],
  { transport = 'partial', timeoutMs, signal }: SearchOptions,
): Promise<readonly (readonly QueryFlow[])[]> {
  const task: SearchTask = { edition, subject, options: { topK: 1, transport }, explain: docs, explainOnly: true };
  return (await solver.solve(task, { timeoutMs, signal })).flows;
}

export function transportOf(index: Searchable, query: SearchQuery, { transport }: SearchOptions): 'balanced' | 'partial' {
  const isLike = typeof query === 'object' && query !== null && 'id' in query;
  return transport ?? (isLike || index.isGiven ? 'balanced' : 'partial');
}

/** None for a document that was removed while the search ran: nothing of it is left to show. */
export function hitOf(
  index: Searchable,
  query: PreparedQuery,
  doc: number,
  score: number,
  distance: number,
  flows: readonly QueryFlow[] | undefined,
  options: SearchOptions,
): SearchHit[] {
  const document = index.documents.at(doc);
  if (!document) return [];
  const { id, text, metadata } = document;
  const met = flows && wordFlows(flows, query.terms, index.lexicon.vocabulary);
  const shown = {
    flows: options.explain ? met : undefined,
    highlights: options.highlight && met ? highlightsOf(index, text, met) : undefined,
  };
  return [{ id, score, distance, text, metadata, ...shown }];
}

function highlightsOf(index: Searchable, text: string | undefined, flows: readonly WordFlow[]): SearchHit['highlights'] {
  return text === undefined ? [] : highlights(text, flows, index.lexicon.pipeline, reachOf(index.threshold));
}
