import type { QueryFlow, QueryWords, Ranking, RankingOptions } from '../search/ranking';
import type { SearchSpace } from '../search/searcher';
import type { SharedNearWords } from '../vectors/near-words';
import type { SharedPoints } from '../vectors/point-table';
import type { SharedRowCache } from '../vectors/row-cache';

/** One version of an index as every thread can see it: shared memory throughout, so that posting it copies nothing. */
export interface Edition {
  /** Tells indexes apart, `version` the states of one; null for one that is searched only once. */
  readonly key: string | null;
  readonly version: number;
  readonly space: SearchSpace;
  readonly points: SharedPoints;
  /** Near words under a threshold, full rows of distances without one. */
  readonly rows: { readonly near: SharedNearWords } | { readonly full: SharedRowCache };
}

/** What is looked for: words, or a document of the edition. */
export type Subject = { readonly words: QueryWords } | { readonly doc: number };

/** A search, ready to be posted to a worker. */
export interface SearchTask {
  readonly edition: Edition;
  readonly subject: Subject;
  readonly options: Omit<RankingOptions, 'checkpoint'>;
  /** Documents to explain: the first so many of the ranking, or these. */
  readonly explain?: number | readonly number[];
  /** Rank nothing, only explain. */
  readonly explainOnly?: boolean;
}

/** Some of the words that most documents hold, whose near words an idle thread is to find ahead. */
export interface WarmTask {
  readonly edition: Edition;
  /** Place in the order of frequency. */
  readonly from: number;
  readonly count: number;
}

export interface SearchAnswer {
  readonly ranking: Ranking;
  /** Per explained document, in the order asked. */
  readonly flows: readonly (readonly QueryFlow[])[];
}
