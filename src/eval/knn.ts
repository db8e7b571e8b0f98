import { WordmoverError } from '../errors';
import { createPipeline } from '../text/pipeline';
import type { Joined } from '../text/scanner';
import type { TermFrequency } from '../text/tfidf';
import { type ThresholdOption, resolveThreshold } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import type { Solver } from '../workers/solver';
import type { StageCounts } from '../search/ranking';
import type { LabelledDocument } from './labelled-documents';
import { type MessageText, messageText } from './message-text';
import { type Method, type Neighbours, type Ranker, Rankers } from './rankers';
import { mean, standardError } from './retrieval-measures';
import { TextSpace } from './text-space';
import { type Vote, checkVote, voted } from './vote';

/** All that a k-NN figure depends on besides its method. */
export interface KnnProtocol {
  readonly vote: Vote;
  /** Part of a message that is compared. */
  readonly text: MessageText;
  /** Times the subject is counted; for `subject-body`. */
  readonly subjectWeight: number;
  readonly tf: TermFrequency;
  readonly idfPower: number;
  readonly joined: Joined;
  /** Lemmas instead of words as they stand. */
  readonly lemmas: boolean;
  /** Cap of the distance between words of balanced and partial transport. */
  readonly threshold: ThresholdOption;
}

export interface KnnOptions {
  readonly vectors: WordVectors;
  readonly protocol?: Partial<KnnProtocol>;
  readonly methods?: readonly Method[];
  /** Balanced transport is measured at each of these too. */
  readonly thresholds?: readonly ThresholdOption[];
  readonly solver: Solver;
  /** Queries under way at once: the threads of the solver. Default 1. */
  readonly threads?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Mean and standard error. */
export interface Figure {
  readonly mean: number;
  readonly error: number;
}

export interface KnnResult {
  readonly method: Method;
  /** Of balanced and partial transport; Infinity for none. */
  readonly threshold?: number;
  /** Share of test documents given a wrong label. */
  readonly error: Figure;
  /** Error minus that of another method, paired by test document: below 0 is better. */
  readonly overL1?: Figure;
  readonly overBm25?: Figure;
  /** Share of the nearest 1, 16 and 128 that have the query's label. */
  readonly precision: { readonly 1: number; readonly 16: number; readonly 128: number };
  /** Time of all queries by the clock, divided by their number. */
  readonly msPerQuery: number;
  /** Means over the queries, of methods that search in stages. */
  readonly stages?: StageCounts;
  /** One label a test document. */
  readonly predicted: readonly string[];
}

export interface KnnReport {
  readonly protocol: KnnProtocol;
  readonly vectors: string;
  readonly train: number;
  readonly test: number;
  readonly threads: number;
  readonly labels: readonly string[];
  /** True labels, one a test document. */
  readonly truth: readonly string[];
  readonly results: readonly KnnResult[];
  /** Balanced transport at other thresholds. */
  readonly curve: readonly KnnResult[];
}

export const KNN_METHODS: readonly Method[] = ['l1', 'cosine', 'bm25', 'wcd', 'balanced', 'partial'];

export const KNN_PROTOCOL: KnnProtocol = {
  vote: { k: 19, form: 'majority' },
  text: 'whole',
  subjectWeight: 1,
  tf: 'raw',
  idfPower: 1,
  joined: 'parts',
  lemmas: false,
  threshold: 1.15,
};

const CUTOFFS = [1, 16, 128] as const;

/**
 * k-nearest-neighbour classification (Cover, Hart 1967) of test documents by training documents, methods side by side on the
 * same terms and vote. A test document without any neighbour gets the most frequent label.
 */
export async function evalKnn(
  train: readonly LabelledDocument[],
  test: readonly LabelledDocument[],
  options: KnnOptions,
): Promise<KnnReport> {
  const { vectors, methods = KNN_METHODS, threads = 1, onProgress } = options;
  const protocol = { ...KNN_PROTOCOL, ...options.protocol };
  checkVote(protocol.vote);
  if (train.length === 0 || test.length === 0) {
    throw new WordmoverError('INVALID_INPUT', `${train.length} training and ${test.length} test documents: give some of both`);
  }
  const textOf = ({ text }: LabelledDocument): string => messageText(text, protocol.text, protocol.subjectWeight);
  const pipeline = createPipeline({ joined: protocol.joined, ...(!protocol.lemmas && { lemmatize: false }) });
  const space = await TextSpace.create(train.map(textOf), pipeline, vectors);
  const threshold = resolveThreshold(protocol.threshold, space.points);
  const thresholds = (options.thresholds ?? []).map((each) => resolveThreshold(each, space.points));
  const { tf, idfPower } = protocol;
  const rankers = new Rankers(space, { threshold, tfidf: { tf, idfPower }, solver: options.solver });
  const classifier = new Classifier(
    space,
    train,
    test.map((each) => ({ text: textOf(each), label: each.label })),
    protocol.vote,
    threads,
  );

  const total = (methods.length + thresholds.length) * test.length;
  let done = 0;
  const onQuery = (): void => onProgress?.(++done, total);
  const measured: Measured[] = [];
  for (const method of methods) {
    const cap = method === 'balanced' || method === 'partial' ? threshold : undefined;
    measured.push(await classifier.measure(method, rankers.ranker(method), cap, onQuery));
  }
  const curve: Measured[] = [];
  for (const cap of thresholds) curve.push(await classifier.measure('balanced', rankers.ranker('balanced', cap), cap, onQuery));
  const wrongOf = (method: Method) => measured.find((each) => each.method === method)?.wrong;
  const results = (each: readonly Measured[]) => each.map((one) => toResult(one, wrongOf('l1'), wrongOf('bm25')));
  return {
    protocol: { ...protocol, threshold },
    vectors: vectors.label,
    train: train.length,
    test: test.length,
    threads,
    labels: [...new Set(train.map(({ label }) => label))].sort(),
    truth: test.map(({ label }) => label),
    results: results(measured),
    curve: results(curve),
  };
}

interface Measured extends Omit<KnnResult, 'error' | 'overL1' | 'overBm25'> {
  /** 1 for a wrong label. */
  readonly wrong: readonly number[];
}

class Classifier {
  private readonly labels: readonly string[];
  private readonly fallback: string;

  constructor(
    private readonly space: TextSpace,
    train: readonly LabelledDocument[],
    private readonly test: readonly { readonly text: string; readonly label: string }[],
    private readonly vote: Vote,
    private readonly threads: number,
  ) {
    this.labels = train.map(({ label }) => label);
    const neighbours = { docs: Uint32Array.from(train.keys()), distances: new Float64Array(train.length) };
    this.fallback = voted(neighbours, this.labels, { k: train.length, form: 'majority' })!;
  }

  async measure(method: Method, rank: Ranker, threshold: number | undefined, onQuery: () => void): Promise<Measured> {
    const start = performance.now();
    const found = await this.neighbours(rank, onQuery);
    const msPerQuery = (performance.now() - start) / this.test.length;
    const predicted = found.map((each) => voted(each, this.labels, this.vote) ?? this.fallback);
    const precisions = CUTOFFS.map((cutoff) =>
      mean(found.map(({ docs }, q) => this.precision(docs, cutoff, this.test[q].label))),
    );
    return {
      method,
      ...(threshold !== undefined && { threshold, stages: meanStages(found) }),
      precision: { 1: precisions[0], 16: precisions[1], 128: precisions[2] },
      msPerQuery,
      predicted,
      wrong: predicted.map((label, q) => Number(label !== this.test[q].label)),
    };
  }

  /** As many queries under way as there are threads. */
  private async neighbours(rank: Ranker, onQuery: () => void): Promise<Neighbours[]> {
    const { test, space, threads, vote } = this;
    const depth = Math.min(Math.max(vote.k, ...CUTOFFS), space.corpus.size);
    const found = new Array<Neighbours>(test.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < test.length) {
        const q = next++;
        const words = await space.query(test[q].text);
        found[q] = words.ids.length > 0 ? await rank(words, depth) : NONE;
        onQuery();
      }
    };
    await Promise.all(Array.from({ length: threads }, lane));
    return found;
  }

  private precision(docs: Uint32Array, cutoff: number, label: string): number {
    const held = Math.min(cutoff, this.space.corpus.size);
    return docs.subarray(0, held).reduce((hits, doc) => hits + Number(this.labels[doc] === label), 0) / held;
  }
}

const NONE: Neighbours = { docs: new Uint32Array(0), distances: new Float64Array(0) };

function meanStages(found: readonly Neighbours[]): StageCounts {
  const stages = found.flatMap((each) => each.stages ?? []);
  const average = (stage: keyof StageCounts): number => (stages.length > 0 ? mean(stages.map((each) => each[stage])) : 0);
  return { documents: average('documents'), bounded: average('bounded'), refined: average('refined'), solved: average('solved') };
}

function toResult(
  { wrong, ...rest }: Measured,
  l1: readonly number[] | undefined,
  bm25: readonly number[] | undefined,
): KnnResult {
  const over = (other: readonly number[]): Figure => figure(wrong.map((value, q) => value - other[q]));
  return {
    ...rest,
    error: figure(wrong),
    ...(l1 && rest.method !== 'l1' && { overL1: over(l1) }),
    ...(bm25 && rest.method !== 'bm25' && { overBm25: over(bm25) }),
  };
}

const figure = (values: readonly number[]): Figure => ({ mean: mean(values), error: standardError(values) });
