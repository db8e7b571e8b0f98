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
  /**
   * `context`: the first `refineTop` are ranked again by transport between words in their sentences; needs a sentence model and
   * a query with a text. Distances, scores, flows and highlights of these are then of that kind. Default `none`.
   */
  readonly refine?: 'none' | 'context';
  /** How many of the first are ranked again; default 100. */
  readonly refineTop?: number;
  /** Cap of the distance between occurrences, in (0, 2], or Infinity; default 1.3 for partial transport, none for balanced. */
  readonly refineThreshold?: number;
  /**
   * `sentence`: documents are also found by the sentence model's vector of the whole text, and the scores of the rankings
   * averaged; needs a sentence model and a query with a text. Default `none`.
   */
  readonly fuse?: 'none' | 'sentence';
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
  /** What words alone had given a hit that was ranked again in context. */
  readonly refined?: { readonly score: number; readonly distance: number };
  /** With `fuse`: what each ranking gave. */
  readonly parts?: FusedParts;
}

/** The places of a document in the rankings that were fused, from 1; absent where a ranking does not have it among its first. */
export interface FusedParts {
  readonly words?: { readonly rank: number; readonly score: number };
  /** By the cosine between the sentence model's vectors of query and document, in [-1, 1]. */
  readonly sentence?: { readonly rank: number; readonly cosine: number };
  readonly context?: { readonly rank: number; readonly score: number };
}

/** What ranking again in context did, and what it cost. */
export interface RefinedSearch {
  /** Name of the sentence model. */
  readonly model: string;
  /** Cap of the distance between occurrences, 2 where none was set. */
  readonly threshold: number;
  /** Documents that were ranked again. */
  readonly documents: number;
  /** How many texts, the query's among them, had to be run through the model; the others' vectors were kept from before. */
  readonly embedded: number;
  /** Words in context that met, the query's counted once. */
  readonly occurrences: number;
  readonly ms: number;
}

/** What fusing with the sentence model's ranking did, and what it cost. */
export interface FusedSearch {
  /** Name of the sentence model. */
  readonly model: string;
  /**
   * score = mean of the parts' scores, the cosine of `sentence` among them, 0 for a negative one and for a part that is absent
   * (CombSUM; Fox, Shaw 1994).
   */
  readonly rule: 'mean-score';
  /** How many of the first of each ranking take part. */
  readonly top: number;
  /** Documents that were compared by their sentence vectors. */
  readonly documents: number;
  /** How many texts, the query's among them, had to be run through the model. */
  readonly embedded: number;
  /** Documents that one of the rankings had. */
  readonly candidates: number;
  readonly ms: number;
}

/** What a refinement did to one document, and what it cost. */
export interface Refinement {
  /** Name of the sentence model. */
  readonly model: string;
  /** Cap of the distance between occurrences, 2 where none was set. */
  readonly threshold: number;
  /** Words in context, on both sides. */
  readonly occurrences: number;
  /** Milliseconds to embed the text and to solve its transport; the query's are not counted with each document. */
  readonly ms: number;
  /** What words alone had given. */
  readonly before?: { readonly score: number; readonly distance: number };
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** True when the hits are proven to be the true nearest; with `refine` or `fuse`, the first that words alone had found. */
  readonly exact: boolean;
  readonly stages: StageCounts;
  /** Words of the query without a vector: they match only themselves. */
  readonly unknownWords: readonly string[];
  readonly refined?: RefinedSearch;
  readonly fused?: FusedSearch;
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
