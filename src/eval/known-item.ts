import path from 'node:path';
import { seededRandom } from '../embeddings/seeded-random';
import { WordmoverError } from '../errors';
import { type PipelineOptions, createPipeline } from '../text/pipeline';
import { type ThresholdOption, resolveThreshold } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import { InlineSolver } from '../workers/solver';
import { cpuMs } from './cpu-time';
import { type LabelledDocument, readLabelledDocuments } from './labelled-documents';
import { messageSubject, messageText, normalizedSubject } from './message-text';
import { type Method, type Neighbours, type Ranker, Rankers } from './rankers';
import { type MeanFigure, meanFigure, median, ndcg, reciprocalRank } from './retrieval-measures';
import { sample } from './sample';
import { textTable } from './text-table';
import { TextSpace } from './text-space';
import { type TrecRanking, writeTrec } from './trec';

export interface KnownItemOptions {
  readonly vectors: WordVectors;
  readonly methods?: readonly Method[];
  /** Subjects asked; default 400. */
  readonly queries?: number;
  /** Messages whose subjects are asked; choose options on `train`. Default `test`. */
  readonly subjects?: 'train' | 'test';
  /** Messages searched, drawn from both files; all by default. */
  readonly documents?: number;
  /** Cap of the distance between words in balanced and partial transport; default 1.2. */
  readonly threshold?: ThresholdOption;
  /** How texts become terms; lemmas without stop words by default. */
  readonly pipeline?: PipelineOptions;
  /** Draws subjects and documents; default 1. */
  readonly seed?: number;
  /** Folder for NAME.run and qrels.txt. */
  readonly trec?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface KnownItemResult {
  readonly method: Method;
  readonly ndcg10: MeanFigure;
  /** Over the first hundred. */
  readonly mrr: MeanFigure;
  readonly recall10: MeanFigure;
  /** nDCG@10 minus BM25's, query by query; absent without BM25. */
  readonly overBm25?: MeanFigure;
  /** Median processor time of a query. */
  readonly msPerQuery: number;
}

export interface KnownItemReport {
  readonly queries: number;
  readonly documents: number;
  readonly vectors: string;
  /** Infinity for none. */
  readonly threshold: number;
  readonly results: readonly KnownItemResult[];
}

export const KNOWN_ITEM_METHODS: readonly Method[] = ['bm25', 'cosine', 'partial', 'balanced', 'wcd'];

const CUTOFF = 10;
const DEPTH = 100;
const LEAST_WORDS = 2;

interface Item {
  readonly id: string;
  /** Normalised: equal for the messages of a thread. */
  readonly subject: string;
  /** The subject as it stands. */
  readonly written: string;
  readonly body: string;
}

interface Asked {
  readonly id: string;
  readonly subject: string;
  readonly relevant: ReadonlySet<number>;
}

/**
 * Known-item search on 20 Newsgroups: the subject of a message, each different one once, asks for the bodies of the messages
 * that have it, among the bodies of all (no headers, quotes, signatures). Messages whose body has no words are left out.
 * `folder` holds the two files of messages.
 */
export async function evalKnownItem(folder: string, options: KnownItemOptions): Promise<KnownItemReport> {
  const { methods = KNOWN_ITEM_METHODS, seed = 1, subjects = 'test', vectors, onProgress } = options;
  const random = seededRandom(seed);
  const pipeline = createPipeline(options.pipeline);
  const items = sample(readItems(folder), options.documents, random).filter(({ body }) => pipeline.terms(body).length > 0);
  const asked = sample(
    askable(
      items,
      (item) => item.id.startsWith(`${subjects}/`),
      createPipeline({ ...options.pipeline, keepStopWordsWhenAlone: false }),
    ),
    options.queries ?? 400,
    random,
  );
  if (asked.length === 0)
    throw new WordmoverError('INVALID_INPUT', `${folder}: no ${subjects} message has a subject of two words`);
  const space = await TextSpace.create(
    items.map(({ body }) => body),
    pipeline,
    vectors,
  );
  const threshold = resolveThreshold(options.threshold ?? 1.2, space.points);
  const rankers = new Rankers(space, { threshold, solver: new InlineSolver() });
  const runs = new Map<string, readonly TrecRanking[]>();
  const measured: [Method, Measured][] = [];
  for (const [m, method] of methods.entries()) {
    const answers = await askAll(rankers.ranker(method), space, asked, (done) =>
      onProgress?.(m * asked.length + done, methods.length * asked.length),
    );
    runs.set(method, trecRankings(asked, items, answers.found));
    measured.push([method, measure(asked, answers)]);
  }
  if (options.trec !== undefined) {
    await writeTrec(
      options.trec,
      runs,
      new Map(asked.map(({ id, relevant }) => [id, Array.from(relevant, (doc) => items[doc].id)])),
    );
  }
  const reference = measured.find(([method]) => method === 'bm25')?.[1];
  const results = measured.map(([method, each]) => toResult(method, each, reference));
  return { queries: asked.length, documents: items.length, vectors: vectors.label, threshold, results };
}

function readItems(folder: string): Item[] {
  const split = (name: string): LabelledDocument[] => readLabelledDocuments(path.join(folder, `20news-bydate-${name}.jsonl.gz`));
  return [...split('train'), ...split('test')].map(({ id, text }) => ({
    id,
    subject: normalizedSubject(text),
    written: messageSubject(text),
    body: messageText(text, 'body'),
  }));
}

/** Each different subject of enough words, with the messages that have it. */
function askable(items: readonly Item[], isAsked: (item: Item) => boolean, pipeline: { terms(text: string): string[] }): Asked[] {
  const docsOf = new Map<string, Set<number>>();
  items.forEach(({ subject }, doc) => docsOf.set(subject, (docsOf.get(subject) ?? new Set()).add(doc)));
  const seen = new Set<string>();
  return items.filter(isAsked).flatMap(({ id, subject, written }) => {
    if (seen.has(subject)) return [];
    seen.add(subject);
    return new Set(pipeline.terms(written)).size < LEAST_WORDS ? [] : [{ id, subject: written, relevant: docsOf.get(subject)! }];
  });
}

interface Answers {
  readonly found: readonly Neighbours[];
  readonly ms: readonly number[];
}

async function askAll(rank: Ranker, space: TextSpace, asked: readonly Asked[], onDone: (done: number) => void): Promise<Answers> {
  const found: Neighbours[] = [];
  const ms: number[] = [];
  await rank(await space.query(asked[0].subject), DEPTH);
  for (const { subject } of asked) {
    const query = await space.query(subject);
    const start = cpuMs();
    found.push(await rank(query, DEPTH));
    ms.push(cpuMs() - start);
    onDone(found.length);
  }
  return { found, ms };
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

function toResult(method: Method, { ndcg10, reciprocal, recall10, ms }: Measured, bm25: Measured | undefined): KnownItemResult {
  return {
    method,
    ndcg10: meanFigure(ndcg10),
    mrr: meanFigure(reciprocal),
    recall10: meanFigure(recall10),
    ...(bm25 && method !== 'bm25' && { overBm25: meanFigure(ndcg10.map((value, q) => value - bm25.ndcg10[q])) }),
    msPerQuery: median(ms),
  };
}

function trecRankings(asked: readonly Asked[], items: readonly Item[], found: readonly Neighbours[]): TrecRanking[] {
  return found.map(({ docs, distances }, q) => ({
    query: asked[q].id,
    docs: Array.from(docs, (doc) => items[doc].id),
    scores: Array.from(distances, (distance) => -distance),
  }));
}

/** The report as a table. */
export function knownItemTable({ queries, documents, vectors, threshold, results }: KnownItemReport): string {
  const rows = results.map(({ method, ndcg10, mrr, recall10, overBm25, msPerQuery }) => [
    method,
    shown(ndcg10),
    shown(mrr),
    shown(recall10),
    overBm25 ? shown(overBm25) : '',
    msPerQuery.toFixed(1),
  ]);
  const cap = threshold === Infinity ? 'no threshold' : `threshold ${threshold.toFixed(3)}`;
  const header = ['method', `nDCG@${CUTOFF}`, 'MRR', `recall@${CUTOFF}`, 'nDCG - BM25', 'CPU ms/query'];
  return `${queries} subjects, ${documents} bodies, ${vectors}, ${cap} (wcd: none)\n\n${textTable(header, rows)}`;
}

const shown = ({ mean, error }: MeanFigure): string => `${mean.toFixed(3)} ± ${error.toFixed(3)}`;
