import { WordmoverError } from '../errors';
import type { ThresholdOption } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import { isBlend } from './knn-blend';
import type { Choice } from './knn-choice';
import { Classifier, type KnnResult } from './knn-classifier';
import { foundBy, withParts } from './knn-methods';
import { KNN_METHODS, KNN_PROTOCOL, type KnnMethod, type KnnProtocol } from './knn-protocol';
import { type Found, type KnnMachine, KnnSpace, blend } from './knn-space';
import { writeKnnTrec } from './knn-trec';
import type { LabelledDocument } from './labelled-document';
import { type Vote, checkVote } from './vote';

export interface KnnOptions extends KnnMachine {
  readonly vectors: WordVectors;
  readonly protocol?: Partial<KnnProtocol>;
  readonly methods?: readonly KnnMethod[];
  /** What was chosen on training documents, in place of `protocol`: every method gets its own vote. */
  readonly choice?: Choice;
  /** Balanced transport is measured at each of these too. */
  readonly thresholds?: readonly ThresholdOption[];
  /** Where to write NAME.run, so many documents a query, and qrels.txt. */
  readonly trec?: { readonly folder: string; readonly depth: number };
  readonly onProgress?: (done: number, total: number) => void;
}

export interface KnnReport {
  readonly protocol: KnnProtocol;
  readonly vectors: string;
  readonly train: number;
  readonly test: number;
  readonly threads: number;
  readonly choice?: Choice;
  readonly labels: readonly string[];
  /** True labels, one a test document. */
  readonly truth: readonly string[];
  /** Every method by the vote chosen for it, or by the protocol's. */
  readonly results: readonly KnnResult[];
  /** All by the protocol's vote, where methods had votes of their own. */
  readonly sameVote: readonly KnnResult[];
  /** Balanced transport at other thresholds, by its own vote. */
  readonly curve: readonly KnnResult[];
  readonly seconds: number;
}

/**
 * k-nearest-neighbour classification (Cover, Hart 1967) of test documents by training documents, methods side by side on the
 * same terms. A test document without any neighbour gets the most frequent label.
 */
export async function evalKnn(
  train: readonly LabelledDocument[],
  test: readonly LabelledDocument[],
  options: KnnOptions,
): Promise<KnnReport> {
  const { vectors, methods = KNN_METHODS, choice, threads = 1, trec } = options;
  const start = performance.now();
  const protocol = { ...KNN_PROTOCOL, ...(choice?.protocol ?? options.protocol) };
  checkVote(protocol.vote);
  if (train.length === 0 || test.length === 0) {
    throw new WordmoverError('INVALID_INPUT', `${train.length} training and ${test.length} test documents: give some of both`);
  }
  const space = await KnnSpace.create(train, protocol, vectors, options);
  const thresholds = (options.thresholds ?? []).map((each) => space.resolve(each));
  const total = (withParts(methods).length + thresholds.length) * test.length;
  let done = 0;
  const onQuery = (): void => options.onProgress?.(++done, total);

  const searched = await foundBy(space, test, methods, onQuery);
  const shareOf = (method: KnnMethod): number => chosen(choice, method)?.share ?? protocol.blendWeight;
  const found = methods.map((method): Found =>
    isBlend(method) ? blend(method, searched, shareOf(method)) : searched.get(method)!,
  );
  const classifier = new Classifier(train, test);
  const resultsBy = (voteOf: (method: KnnMethod) => Vote): KnnResult[] =>
    classifier.compared(
      found.map((each) => classifier.result(each, voteOf(each.method), isBlend(each.method) ? shareOf(each.method) : undefined)),
    );
  const ownVote = (method: KnnMethod): Vote => chosen(choice, method)?.vote ?? protocol.vote;
  const results = resultsBy(ownVote);
  const curve: KnnResult[] = [];
  for (const cap of thresholds) {
    curve.push(classifier.result(await space.find('balanced', test, onQuery, cap), ownVote('balanced')));
  }
  if (trec) await writeKnnTrec(trec.folder, trec.depth, { train, test, found });
  return {
    protocol: { ...protocol, threshold: space.threshold },
    vectors: vectors.label,
    train: train.length,
    test: test.length,
    threads,
    ...(choice && { choice }),
    labels: [...new Set(train.map(({ label }) => label))].sort(),
    truth: test.map(({ label }) => label),
    results,
    sameVote: choice && choice.votes.length > 0 ? resultsBy(() => protocol.vote) : [],
    curve: classifier.compared(curve, results),
    seconds: (performance.now() - start) / 1000,
  };
}

const chosen = (choice: Choice | undefined, method: KnnMethod) => choice?.votes.find((each) => each.method === method);
