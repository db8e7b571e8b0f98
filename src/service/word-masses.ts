import { balancedQuery, partialQuery } from '../distances/query';
import type { QueryWords, Transport } from '../search/ranking';
import type { SearchSpace } from '../search/searcher';
import { bm25Capacities } from '../text/bm25';
import { documentNbow } from '../text/tfidf';
import type { Vocabulary } from '../text/vocabulary';

/** Mass of each word of a query, as the stage by words weighs it. `terms`: the name of each word. */
export function queryMasses(
  { tfidf, bm25 }: SearchSpace,
  words: QueryWords,
  terms: readonly string[],
  transport: Transport,
): ReadonlyMap<string, number> {
  const { masses } = transport === 'balanced' ? balancedQuery(words, tfidf) : partialQuery(words, bm25);
  return new Map(terms.map((term, i) => [term, masses[i]]));
}

/** Mass, or capacity, of each word of a document. */
export function documentMasses(
  { corpus, tfidf, bm25 }: SearchSpace,
  vocabulary: Vocabulary,
  doc: number,
  transport: Transport,
): ReadonlyMap<string, number> {
  const { words, weights } = transport === 'balanced' ? documentNbow(corpus, tfidf, doc) : bm25Capacities(corpus, bm25, doc);
  return new Map(Array.from(words, (word, i) => [vocabulary.term(word), weights[i]]));
}
