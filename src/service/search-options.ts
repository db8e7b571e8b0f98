import type { StageCounts, Transport } from '../search/ranking';
import type { Filter } from './filter';

export interface SearchOptions {
  /** How many hits; default 10. */
  readonly topK?: number;
  /** Hits to skip first; default 0. */
  readonly offset?: number;
  readonly filter?: Filter;
  /** Default `partial` for a text, `balanced` for a document's id. */
  readonly transport?: Transport;
  /** `exact` (default) returns the true nearest; `relaxed` stops after the bounds and says `exact: false`. */
  readonly mode?: 'exact' | 'relaxed';
  /** At most this many exact solves; the answer says `exact: false` unless the bounds prove it anyway. */
  readonly candidates?: number;
  /** Give the flows of every hit. */
  readonly explain?: boolean;
  /** Give the character ranges of the words that were met. */
  readonly highlight?: boolean;
  /** Leave out hits under this score, in [0, 1]. */
  readonly minScore?: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One word of the query meeting one word of the document. */
export interface WordFlow {
  /** Word of the query. */
  readonly from: string;
  /** Word of the document; null where the mass met no near word and pays the threshold. */
  readonly to: string | null;
  readonly mass: number;
  /** Ground distance between the two, in [0, threshold]. */
  readonly distance: number;
  /** mass x distance; the costs of all flows sum to the distance of the documents. */
  readonly cost: number;
}

/** Characters [start, end) of the document's text that were met by the query, and by which of its words. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly from: string;
  readonly distance: number;
  /** Share of the hit's score that this word gives, in [0, 1]. */
  readonly share: number;
}

export interface SearchHit {
  readonly id: string;
  /** In [0, 1], larger is better. */
  readonly score: number;
  readonly distance: number;
  readonly text?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly flows?: readonly WordFlow[];
  readonly highlights?: readonly Highlight[];
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** True when the hits are proven to be the true nearest. */
  readonly exact: boolean;
  readonly stages: StageCounts;
  /** Words of the query without a vector: they match only themselves. */
  readonly unknownWords: readonly string[];
  readonly tookMs: number;
}

/** Two texts held against each other. */
export interface Comparison {
  readonly distance: number;
  readonly score: number;
  readonly flows: readonly WordFlow[];
  /** Value of every bound of the registry by name, beside the exact distance. */
  readonly bounds: Readonly<Record<string, number>>;
  readonly unknownWords: readonly string[];
}
