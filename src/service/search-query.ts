import { WordmoverError } from '../errors';
import type { QueryWords } from '../search/ranking';
import type { Subject } from '../workers/search-task';
import { checkTerms } from './check-document';
import type { Searchable } from './searchable';

/** What is searched for: a text, a document like the one with this id, or a bag of weighted words. */
export type SearchQuery = string | { readonly id: string } | { readonly terms: Readonly<Record<string, number>> };

export interface PreparedQuery {
  readonly subject: Subject;
  /** Its words, without their points where it is a document of the index. */
  readonly words: QueryWords;
  readonly terms: readonly string[];
  readonly unknown: readonly string[];
  /** Undefined for a bag of words. */
  readonly text?: string;
  /** Number of the document that was asked about. */
  readonly self?: number;
}

/** Throws EMPTY_QUERY, UNKNOWN_DOCUMENT, EMPTY_DOCUMENT, INVALID_INPUT. */
export async function prepareQuery(index: Searchable, query: SearchQuery): Promise<PreparedQuery> {
  if (typeof query === 'object' && query !== null && 'id' in query) return likeDocument(index, query.id);
  const counts = countsOf(index, query);
  checkQueryHasWords(counts, query);
  const { words, terms, unknown } = await index.lexicon.query(counts, index.edition.space.corpus.vocabularySize);
  const background = index.background && Float32Array.from(terms, (term) => index.background!.df(term));
  const weighed = { ...words, background };
  return { subject: { words: weighed }, words: weighed, terms, unknown, text: typeof query === 'string' ? query : undefined };
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
  const { offsets, words, counts } = edition.space.corpus;
  const ids = words.slice(offsets[self], offsets[self + 1]);
  const terms = Array.from(ids, (word) => lexicon.vocabulary.term(word));
  const own = Float32Array.from(counts.subarray(offsets[self], offsets[self + 1]));
  return {
    subject: { doc: self },
    words: { ids, counts: own, rows: new Float32Array(0), known: new Uint8Array(ids.length) },
    terms,
    unknown: terms.filter((_, i) => !lexicon.points.has(ids[i])),
    text: index.documents.at(self)?.text,
    self,
  };
}

/** Throws UNKNOWN_DOCUMENT. */
export function documentNumber({ documents }: Searchable, id: string): number {
  const doc = documents.number(id);
  if (doc === undefined) {
    throw new WordmoverError('UNKNOWN_DOCUMENT', `there is no document ${JSON.stringify(id)} in this index`);
  }
  return doc;
}

/** Throws EMPTY_DOCUMENT. */
export function checkHasWords({ edition }: Searchable, doc: number, id: string): void {
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
