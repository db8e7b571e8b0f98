import path from 'node:path';
import type { CorpusDistance } from '../distances/document-distance';
import { type Query, balancedQuery } from '../distances/query';
import { type DistanceName, type DistanceParts, documentDistances } from '../distances/registry';
import { seededRandom } from '../embeddings/seeded-random';
import { createPipeline } from '../text/pipeline';
import { type Tfidf, tfidf } from '../text/tfidf';
import type { WordVectors } from '../vectors/word-vectors';
import { cpuMs } from './cpu-time';
import type { LabelledDocument } from './labelled-document';
import { readLabelledDocuments } from './labelled-documents';
import { mean, median, nearestOf } from './retrieval-measures';
import { sample } from './sample';
import { distanceParts } from './text-distances';
import { textTable } from './text-table';
import { TextSpace } from './text-space';

export interface ActOptions {
  readonly vectors: WordVectors;
  /** Test messages asked; default 100. */
  readonly queries?: number;
  /** Training messages searched; all by default. */
  readonly documents?: number;
  /** Cap of the ground distance; wcd is always taken without. Default 1.15. */
  readonly threshold?: number;
  /** Chooses messages; default 1. */
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ActResult {
  readonly distance: DistanceName;
  readonly bound: string;
  /** Share of the k nearest that have the query's label. */
  readonly precision: { readonly 1: number; readonly 16: number; readonly 128: number };
  /** Median processor time of one query against all documents. */
  readonly msPerQuery: number;
}

export interface ActReport {
  readonly queries: number;
  readonly documents: number;
  readonly threshold: number;
  readonly results: readonly ActResult[];
}

const CUTOFFS = [1, 16, 128] as const;
const NAMES: readonly DistanceName[] = [
  'wcd',
  'lc-rwmd',
  'rwmd',
  'omr',
  'lc-act-1',
  'act-1',
  'act-3',
  'ict',
  'wmd',
  'linear-emd',
  'flowtree',
  'tree-l1',
];

interface Asked {
  readonly query: Query;
  readonly label: string;
}

/**
 * Precision and time of every distance between documents on 20 Newsgroups (the experiment of Atasu, Mittelholzer 2019): each
 * ranks all training messages for test messages by nothing but itself. `folder` holds the two files of messages.
 */
export async function evalAct(folder: string, options: ActOptions): Promise<ActReport> {
  const { threshold = 1.15, seed = 1, vectors, onProgress } = options;
  const random = seededRandom(seed);
  const train = sample(readLabelledDocuments(path.join(folder, '20news-bydate-train.jsonl.gz')), options.documents, random);
  const pipeline = createPipeline({ lemmatize: false });
  const space = await TextSpace.create(
    train.map(({ text }) => text),
    pipeline,
    vectors,
  );
  const weighting = tfidf(space.corpus, { idf: 'plain' });
  const test = sample(readLabelledDocuments(path.join(folder, '20news-bydate-test.jsonl.gz')), options.queries ?? 100, random);
  const asked = await Promise.all(test.map(async ({ text, label }) => ({ query: await query(space, text, weighting), label })));
  const answerable = asked.filter(({ query: { masses } }) => masses.length > 0);
  let done = 0;
  const results = NAMES.map((name) => {
    const parts = distanceParts(space, weighting, name === 'wcd' ? Infinity : threshold);
    return measure(name, parts, train, answerable, () => onProgress?.(++done, NAMES.length * answerable.length));
  });
  return { queries: answerable.length, documents: train.length, threshold, results };
}

async function query(space: TextSpace, text: string, weighting: Tfidf): Promise<Query> {
  return balancedQuery(await space.query(text), weighting);
}

function measure(
  name: DistanceName,
  parts: DistanceParts,
  train: readonly LabelledDocument[],
  asked: readonly Asked[],
  onQuery: () => void,
): ActResult {
  const distance = documentDistances[name](parts);
  const { corpus } = parts.space.masses;
  const distances = new Float32Array(corpus.size);
  const all = ({ query }: Asked): void => {
    if ('all' in distance) return (distance as CorpusDistance).all(query, distances, 0, corpus.size);
    const toDocument = distance.query(query);
    for (let doc = 0; doc < corpus.size; doc++) distances[doc] = toDocument(doc);
  };
  all(asked[0]);
  const times: number[] = [];
  const hits = asked.map((one) => {
    parts.space.enter(one.query);
    const start = cpuMs();
    all(one);
    times.push(cpuMs() - start);
    onQuery();
    for (let doc = 0; doc < corpus.size; doc++) if (corpus.offsets[doc + 1] === corpus.offsets[doc]) distances[doc] = Infinity;
    const nearest = nearestOf(distances, CUTOFFS[CUTOFFS.length - 1]).map((doc) => train[doc].label === one.label);
    return CUTOFFS.map((k) => nearest.slice(0, k).filter(Boolean).length / k);
  });
  const [p1, p16, p128] = CUTOFFS.map((_, c) => mean(hits.map((precisions) => precisions[c])));
  return { distance: name, bound: distance.bound, precision: { 1: p1, 16: p16, 128: p128 }, msPerQuery: median(times) };
}

/** The report as a table. */
export function actTable({ queries, documents, threshold, results }: ActReport): string {
  const exact = results.find(({ distance }) => distance === 'wmd')!;
  const rows = results.map(({ distance, bound, precision, msPerQuery }) => [
    distance,
    bound,
    ...CUTOFFS.map((k) => (100 * precision[k]).toFixed(1)),
    (100 * (precision[16] - exact.precision[16])).toFixed(1),
    msPerQuery.toFixed(1),
  ]);
  const header = ['distance', 'bound', 'P@1 %', 'P@16 %', 'P@128 %', 'P@16 - exact', 'CPU ms/query'];
  const note = 'Paper (Atasu, Mittelholzer 2019): ACT-1 as precise as WMD, four orders of magnitude faster than FastEMD.';
  return `${queries} queries, ${documents} documents, threshold ${threshold} (wcd: none)\n\n${textTable(header, rows)}\n\n${note}`;
}
