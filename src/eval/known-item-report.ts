import type { Method, Neighbours } from './rankers';
import type { ModelMethod } from './model-rankers';
import { type MeanFigure, meanFigure, median, ndcg, reciprocalRank } from './retrieval-measures';
import { textTable } from './text-table';
import type { TrecRanking } from './trec';

export type KnownItemMethod = Method | ModelMethod;

export interface KnownItemResult {
  readonly method: KnownItemMethod;
  readonly ndcg10: MeanFigure;
  /** Over the first hundred. */
  readonly mrr: MeanFigure;
  readonly recall10: MeanFigure;
  /** nDCG@10 minus that of what a user might take instead, query by query; of those methods that were run. */
  readonly over: Partial<Record<Rival, MeanFigure>>;
  /** Median processor time of a query. */
  readonly msPerQuery: number;
}

export interface KnownItemReport {
  readonly queries: number;
  readonly documents: number;
  readonly vectors: string;
  /** Infinity for none. */
  readonly threshold: number;
  /** Of words in context, where a sentence model was asked. */
  readonly model?: { readonly name: string; readonly threshold: number };
  readonly results: readonly KnownItemResult[];
}

/** A subject that is asked, and the documents it asks for. */
export interface Asked {
  readonly id: string;
  readonly subject: string;
  readonly relevant: ReadonlySet<number>;
}

/** What a method found, and the processor time of each query. */
export interface Answers {
  readonly found: readonly Neighbours[];
  readonly ms: readonly number[];
}

const RIVALS = ['bm25', 'sentence', 'rrf'] as const;
type Rival = (typeof RIVALS)[number];

const CUTOFF = 10;

/** One result a method, in the order given. */
export function knownItemResults(asked: readonly Asked[], answers: ReadonlyMap<KnownItemMethod, Answers>): KnownItemResult[] {
  const measured = new Map([...answers].map(([method, each]) => [method, measure(asked, each)]));
  return [...measured].map(([method, { ndcg10, reciprocal, recall10, ms }]) => ({
    method,
    ndcg10: meanFigure(ndcg10),
    mrr: meanFigure(reciprocal),
    recall10: meanFigure(recall10),
    over: Object.fromEntries(
      RIVALS.filter((rival) => rival !== method && measured.has(rival)).map((rival) => [
        rival,
        meanFigure(ndcg10.map((value, q) => value - measured.get(rival)!.ndcg10[q])),
      ]),
    ),
    msPerQuery: median(ms),
  }));
}

interface Measured {
  readonly ndcg10: readonly number[];
  readonly reciprocal: readonly number[];
  readonly recall10: readonly number[];
  readonly ms: readonly number[];
}

function measure(asked: readonly Asked[], { found, ms }: Answers): Measured {
  const hits = found.map(({ docs }, q) => Array.from(docs, (doc) => asked[q].relevant.has(doc)));
  return {
    ndcg10: hits.map((relevant, q) => ndcg(relevant, asked[q].relevant.size, CUTOFF)),
    reciprocal: hits.map(reciprocalRank),
    recall10: hits.map((relevant, q) => relevant.slice(0, CUTOFF).filter(Boolean).length / asked[q].relevant.size),
    ms,
  };
}

export function trecRankings(asked: readonly Asked[], ids: readonly string[], { found }: Answers): TrecRanking[] {
  return found.map(({ docs, distances }, q) => ({
    query: asked[q].id,
    docs: Array.from(docs, (doc) => ids[doc]),
    scores: Array.from(distances, (distance) => -distance),
  }));
}

/** The report as a table. */
export function knownItemTable({ queries, documents, vectors, threshold, model, results }: KnownItemReport): string {
  const rivals = RIVALS.filter((rival) => results.some(({ over }) => over[rival]));
  const rows = results.map(({ method, ndcg10, mrr, recall10, over, msPerQuery }) => [
    method,
    shown(ndcg10),
    shown(mrr),
    shown(recall10),
    ...rivals.map((rival) => (over[rival] ? shown(over[rival]) : '')),
    msPerQuery.toFixed(1),
  ]);
  const header = ['method', `nDCG@${CUTOFF}`, 'MRR', `recall@${CUTOFF}`, ...rivals.map((rival) => `- ${rival}`), 'CPU ms/query'];
  const inContext = model ? `; in context ${model.name}, ${cap(model.threshold)}` : '';
  const caption = `${queries} subjects, ${documents} bodies, ${vectors}, ${cap(threshold)} (wcd: none)${inContext}`;
  const note = rivals.length > 0 ? `\n\n- ${rivals.join(', - ')}: nDCG@${CUTOFF} minus theirs, by query` : '';
  return `${caption}\n\n${textTable(header, rows)}${note}`;
}

const cap = (threshold: number): string => (threshold === Infinity ? 'no threshold' : `threshold ${threshold.toFixed(3)}`);

const shown = ({ mean, error }: MeanFigure): string => `${mean.toFixed(3)} ± ${error.toFixed(3)}`;
