import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import { WordmoverError } from '../errors';
import type { Edition, SearchAnswer, SearchTask, Subject } from '../workers/search-task';
import type { Solver } from '../workers/solver';
import { checkTerms } from './check-document';
import { checkSearchOptions } from './check-options';
import type { DocumentTable } from './document-table';
import { reachOf } from './editions';
import { highlights, wordFlows } from './hits';
import type { Lexicon } from './lexicon';
import type { SearchHit, SearchOptions, SearchResult, WordFlow } from './search-options';

/** What is searched for: a text, a document like the one with this id, or a bag of weighted words. */
export type SearchQuery = string | { readonly id: string } | { readonly terms: Readonly<Record<string, number>> };

/** An index as it was when the search began. */
export interface Searchable {
  readonly edition: Edition;
  readonly documents: DocumentTable;
  readonly lexicon: Lexicon;
  /** Frequencies blended into those of the documents. */
  readonly background?: BackgroundFrequencies;
  readonly threshold: number;
  /** Weights were given: a bag is compared with bags, balanced. */
  readonly isGiven: boolean;
  readonly solver: Solver;
}

interface PreparedQuery {
  readonly subject: Subject;
  readonly terms: readonly string[];
  readonly unknown: readonly string[];
  /** Number of the document that was asked about. */
  readonly self?: number;
}

const DEFAULT_TOP_K = 10;
/** Scores below are rounding: nothing of the query was met. */
const LEAST_SCORE = 1e-9;

/** Throws what the options, the query and the solver throw. */
export async function searchIndex(index: Searchable, query: SearchQuery, options: SearchOptions = {}): Promise<SearchResult> {
  const started = performance.now();
  checkSearchOptions(options);
  const prepared = await prepare(index, query);
  const { topK = DEFAULT_TOP_K, offset = 0 } = options;
  // The document itself is its own nearest neighbour, and one more must be asked for.
  const wanted = topK + offset + (prepared.self === undefined ? 0 : 1);
  const task = taskOf(index, query, prepared, options, wanted);
  const answer = await index.solver.solve(task, options);
  return {
    hits: hitsOf(index, prepared, answer, options).slice(offset, offset + topK),
    exact: answer.ranking.exact,
    stages: answer.ranking.stages,
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
  const doc = documentNumber(index, id);
  checkHasWords(index, doc, id);
  const { subject, terms } = await prepare(index, query);
  const task: SearchTask = {
    edition: index.edition,
    subject,
    options: { topK: 1, transport: options.transport ?? defaultTransport(index, query) },
    explain: [doc],
    explainOnly: true,
  };
  const { flows } = await index.solver.solve(task, options);
  return wordFlows(flows[0], terms, index.lexicon.vocabulary);
}

function taskOf(
  index: Searchable,
  query: SearchQuery,
  { subject }: PreparedQuery,
  options: SearchOptions,
  wanted: number,
): SearchTask {
  const { mode, candidates, filter, explain, highlight } = options;
  return {
    edition: index.edition,
    subject,
    options: {
      topK: wanted,
      transport: options.transport ?? defaultTransport(index, query),
      mode,
      candidates,
      accept: filter && index.documents.accept(filter),
    },
    explain: explain || highlight ? wanted : 0,
  };
}

function defaultTransport(index: Searchable, query: SearchQuery): 'balanced' | 'partial' {
  return (typeof query === 'object' && 'id' in query) || index.isGiven ? 'balanced' : 'partial';
}

async function prepare(index: Searchable, query: SearchQuery): Promise<PreparedQuery> {
  if (typeof query === 'object' && query !== null && 'id' in query) return likeDocument(index, query.id);
  const counts = countsOf(index, query);
  checkQueryHasWords(counts, query);
  const { words, terms, unknown } = await index.lexicon.query(counts, index.edition.space.corpus.vocabularySize);
  const background = index.background && Float32Array.from(terms, (term) => index.background!.df(term));
  return { subject: { words: { ...words, background } }, terms, unknown };
}

function countsOf(index: Searchable, query: Exclude<SearchQuery, { id: string }>): ReadonlyMap<string, number> {
  if (typeof query === 'string') return index.lexicon.pipeline.counts(query);
  if (typeof query !== 'object' || query === null || !('terms' in query)) {
    throw new WordmoverError('INVALID_INPUT', 'a query is a text, { id } of a document, or { terms } with their weights');
  }
  checkTerms(query.terms, 'the query');
  return new Map(Object.entries(query.terms));
}

function likeDocument(index: Searchable, id: string): PreparedQuery {
  const { edition, lexicon } = index;
  const self = documentNumber(index, id);
  checkHasWords(index, self, id);
  const { offsets, words } = edition.space.corpus;
  const ids = Array.from(words.subarray(offsets[self], offsets[self + 1]));
  return {
    subject: { doc: self },
    terms: ids.map((word) => lexicon.vocabulary.term(word)),
    unknown: ids.filter((word) => !lexicon.points.has(word)).map((word) => lexicon.vocabulary.term(word)),
    self,
  };
}

function hitsOf(index: Searchable, query: PreparedQuery, { ranking, flows }: SearchAnswer, options: SearchOptions): SearchHit[] {
  const least = Math.max(options.minScore ?? 0, LEAST_SCORE);
  const hits: SearchHit[] = [];
  ranking.docs.forEach((doc, rank) => {
    // Of a document that was removed while the search ran nothing is left to show.
    const document = doc === query.self ? undefined : index.documents.at(doc);
    if (!document || ranking.scores[rank] < least) return;
    const met = flows[rank] && wordFlows(flows[rank], query.terms, index.lexicon.vocabulary);
    hits.push({
      id: document.id,
      score: ranking.scores[rank],
      distance: ranking.distances[rank],
      text: document.text,
      metadata: document.metadata,
      flows: options.explain ? met : undefined,
      highlights: options.highlight && met ? highlightsOf(index, document.text, met) : undefined,
    });
  });
  return hits;
}

function highlightsOf(index: Searchable, text: string | undefined, flows: readonly WordFlow[]): SearchHit['highlights'] {
  return text === undefined ? [] : highlights(text, flows, index.lexicon.pipeline, reachOf(index.threshold));
}

function documentNumber({ documents }: Searchable, id: string): number {
  const doc = documents.number(id);
  if (doc === undefined) {
    throw new WordmoverError('UNKNOWN_DOCUMENT', `there is no document ${JSON.stringify(id)} in this index`);
  }
  return doc;
}

function checkHasWords({ edition }: Searchable, doc: number, id: string): void {
  const { offsets } = edition.space.corpus;
  if (offsets[doc + 1] > offsets[doc]) return;
  throw new WordmoverError(
    'EMPTY_DOCUMENT',
    `document ${JSON.stringify(id)} has no words: nothing is like it, and nothing explains it`,
  );
}

/** Throws EMPTY_QUERY. */
export function checkQueryHasWords(counts: ReadonlyMap<string, number>, query: SearchQuery): void {
  if (counts.size > 0) return;
  const shown = typeof query === 'string' ? JSON.stringify(query.slice(0, 60)) : 'an empty bag';
  throw new WordmoverError('EMPTY_QUERY', `the query has no words (${shown}): write at least one letter, digit or emoji`);
}
