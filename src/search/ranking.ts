export type { QueryWords } from '../distances/query-words';

/** `balanced`: both texts weigh one, all mass moves. `partial`: only the query's words must be served (BM25's weights). */
export type Transport = 'balanced' | 'partial';

/** How many documents each stage of the cascade touched. */
export interface StageCounts {
  /** Live documents that passed the filter. */
  readonly documents: number;
  /** Documents given a one-sided bound. */
  readonly bounded: number;
  /** Documents given a tighter, two-sided bound. */
  readonly refined: number;
  /** Documents whose exact distance was solved. */
  readonly solved: number;
}

export interface RankingOptions {
  readonly topK: number;
  readonly transport: Transport;
  readonly mode?: 'exact' | 'relaxed';
  /** At most this many exact solves, but never fewer than topK. */
  readonly candidates?: number;
  /** 1 where a document may be a hit, per document; all live ones when absent. */
  readonly accept?: Uint8Array;
  /** Asked now and then between documents; true makes the search throw ABORTED or DEADLINE_EXCEEDED, as the caller decides. */
  readonly checkpoint?: () => void;
}

/** The nearest documents, best first; ties by document number. */
export interface Ranking {
  readonly docs: Uint32Array;
  readonly distances: Float64Array;
  readonly scores: Float64Array;
  readonly exact: boolean;
  readonly stages: StageCounts;
}

/**
 * Share of the query's mass that its word `query` (position in the query) sends to vocabulary word `word`, or to none (-1) at
 * the threshold. Mass times distance, summed over the flows, is the distance of the documents.
 */
export interface QueryFlow {
  readonly query: number;
  readonly word: number;
  readonly mass: number;
  readonly distance: number;
}
