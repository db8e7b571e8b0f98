import { WordmoverError } from '../errors';
import { createPipeline } from '../text/pipeline';
import type { Joined } from '../text/scanner';
import type { TermFrequency } from '../text/tfidf';
import { type ThresholdOption, resolveThreshold } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import type { Solver } from '../workers/solver';
import { Classifier, type KnnResult, type Measured, toResult } from './knn-classifier';
import type { LabelledDocument } from './labelled-documents';
import { type MessageText, messageText } from './message-text';
import { type Method, Rankers } from './rankers';
import { TextSpace } from './text-space';
import { type Vote, checkVote } from './vote';

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
  /** Further votes to count over the same neighbours: for choosing one on held-out training documents. */
  readonly votes?: readonly Vote[];
  /** Balanced transport is measured at each of these too. */
  readonly thresholds?: readonly ThresholdOption[];
  readonly solver: Solver;
  /** Queries under way at once: the threads of the solver. Default 1. */
  readonly threads?: number;
  readonly onProgress?: (done: number, total: number) => void;
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
  for (const vote of [protocol.vote, ...(options.votes ?? [])]) checkVote(vote);
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
    [protocol.vote, ...(options.votes ?? [])],
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
