import { openVectors } from '../service/vector-source';
import type { WordVectors } from '../vectors/word-vectors';
import { seededRandom } from '../embeddings/seeded-random';
import { isBlend } from './knn-blend';
import { Classifier } from './knn-classifier';
import { foundBy, withParts } from './knn-methods';
import type { KnnMethod, KnnProtocol } from './knn-protocol';
import { type KnnMachine, KnnSpace, blend } from './knn-space';
import type { LabelledDocument } from './labelled-document';
import { type MeanFigure } from './retrieval-measures';
import { sample } from './sample';
import { validationSplit } from './splits';
import { type Vote } from './vote';

/** Values tried of each option that has a say in L1, one option after the other, each time keeping the best. */
const TRIED = {
  classWeight: [0, 1],
  tf: ['raw', 'log'],
  idfPower: [1, 1.5, 2],
  joined: ['parts', 'whole', 'both'],
  lemmas: [false, true],
  subjectWeight: [1, 2, 3],
} as const satisfies { readonly [O in keyof KnnProtocol]?: readonly KnnProtocol[O][] };

const QUANTILES = [0.001, 0.005, 0.02, 0.05];
const SHARES = [0.25, 0.5, 0.75];

/** Test documents that a threshold is chosen on. */
const THRESHOLD_QUERIES = 1000;

/** What can be chosen, in this order; `vote` is k, form and scale of every method, and the share of balanced transport in blends. */
export const CHOICES = [...(Object.keys(TRIED) as (keyof typeof TRIED)[]), 'threshold', 'vote'] as const;

export type ChoiceName = (typeof CHOICES)[number];

export interface ChoiceStep {
  readonly option: string;
  /** Whose error decided. */
  readonly method: KnnMethod;
  readonly tried: readonly { readonly value: string; readonly error: MeanFigure }[];
  readonly chosen: string;
}

export interface ChosenVote {
  readonly method: KnnMethod;
  readonly vote: Vote;
  readonly share?: number;
  /** On the held-out training documents. */
  readonly error: MeanFigure;
}

export interface Choice {
  /** Documents of the split of the training data. */
  readonly train: number;
  readonly test: number;
  readonly steps: readonly ChoiceStep[];
  readonly votes: readonly ChosenVote[];
  readonly protocol: KnnProtocol;
}

export interface ChoiceOptions extends KnnMachine {
  readonly vectors: WordVectors;
  /** Where the choice starts: what is not chosen stays. */
  readonly protocol: KnnProtocol;
  readonly methods: readonly KnnMethod[];
  readonly choose: readonly ChoiceName[];
  /** Votes to choose from. */
  readonly votes: readonly Vote[];
  /** Held-out documents, drawn by the seed; all by default. */
  readonly queries?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Chooses the options of a k-NN evaluation on training documents alone: the last quarter of every label, classified by the rest.
 * Text and weights by the error of L1, which is quick and which transport tends to as its threshold falls; the
 * threshold by that of balanced transport; then the vote of every method by its own. An option counts by its best vote.
 */
export async function chooseKnn(documents: readonly LabelledDocument[], options: ChoiceOptions): Promise<Choice> {
  const split = validationSplit(documents);
  const test = sample(split.test, options.queries, seededRandom(options.seed ?? 1));
  return new Chooser(split.train, test, options).choose();
}

class Chooser {
  private readonly classifier: Classifier;
  private readonly steps: ChoiceStep[] = [];
  private protocol: KnnProtocol;
  private done = 0;

  constructor(
    private readonly train: readonly LabelledDocument[],
    private readonly test: readonly LabelledDocument[],
    private readonly options: ChoiceOptions,
  ) {
    this.classifier = new Classifier(train, test);
    this.protocol = options.protocol;
  }

  async choose(): Promise<Choice> {
    const { choose } = this.options;
    const wordOptions = this.wordOptions();
    if (wordOptions.length > 0) await this.chooseByL1(wordOptions);
    if (this.isThresholdChosen()) await this.chooseThreshold();
    const votes = choose.includes('vote') ? await this.chooseVotes() : [];
    const vote = (votes.find(({ method }) => method === 'balanced') ?? votes.at(0))?.vote ?? this.protocol.vote;
    return {
      train: this.train.length,
      test: this.test.length,
      steps: this.steps,
      votes,
      protocol: { ...this.protocol, vote },
    };
  }

  private wordOptions(): (keyof typeof TRIED)[] {
    const { choose, protocol } = this.options;
    return (Object.keys(TRIED) as (keyof typeof TRIED)[]).filter(
      (option) => choose.includes(option) && (option !== 'subjectWeight' || protocol.text === 'subject-body'),
    );
  }

  private isThresholdChosen(): boolean {
    const { choose, methods } = this.options;
    return choose.includes('threshold') && withParts(methods).some((method) => method === 'balanced' || method === 'partial');
  }

  /** The value an option has already is not tried again: its error is known. */
  private async chooseByL1(options: readonly (keyof typeof TRIED)[]): Promise<void> {
    const vectors = await openVectors('none');
    const errorOf = async (protocol: KnnProtocol): Promise<MeanFigure> => {
      const space = await KnnSpace.create(this.train, protocol, vectors, this.options);
      const { neighbours } = await space.find('l1', this.test, this.onQuery);
      return this.classifier.bestVote(neighbours, this.options.votes).error;
    };
    let least = await errorOf(this.protocol);
    for (const option of options) {
      const tried = [{ value: this.protocol[option] as KnnProtocol[typeof option], error: least }];
      for (const value of TRIED[option]) {
        if (value !== this.protocol[option]) tried.push({ value, error: await errorOf({ ...this.protocol, [option]: value }) });
      }
      const best = tried.reduce((a, b) => (b.error.mean < a.error.mean ? b : a));
      this.protocol = { ...this.protocol, [option]: best.value };
      least = best.error;
      this.note(option, 'l1', tried, best.value);
    }
  }

  private async chooseThreshold(): Promise<void> {
    const { vectors, votes, seed = 1 } = this.options;
    const test = sample(this.test, THRESHOLD_QUERIES, seededRandom(seed));
    const classifier = new Classifier(this.train, test);
    const space = await KnnSpace.create(this.train, this.protocol, vectors, this.options);
    const tried: { value: number; error: MeanFigure }[] = [];
    for (const quantile of QUANTILES) {
      const value = space.resolve({ quantile });
      const { neighbours } = await space.find('balanced', test, this.onQuery, value);
      tried.push({ value, error: classifier.bestVote(neighbours, votes).error });
    }
    const best = tried.reduce((a, b) => (b.error.mean < a.error.mean ? b : a));
    this.protocol = { ...this.protocol, threshold: best.value };
    this.note('threshold', 'balanced', tried, best.value);
  }

  private async chooseVotes(): Promise<ChosenVote[]> {
    const { vectors, methods, votes } = this.options;
    const space = await KnnSpace.create(this.train, this.protocol, vectors, this.options);
    const found = await foundBy(space, this.test, methods, this.onQuery);
    return methods.map((method) => {
      if (!isBlend(method)) return { method, ...this.classifier.bestVote(found.get(method)!.neighbours, votes) };
      const shares = SHARES.map((share) => ({
        share,
        ...this.classifier.bestVote(blend(method, found, share).neighbours, votes),
      }));
      return { method, ...shares.reduce((a, b) => (b.error.mean < a.error.mean ? b : a)) };
    });
  }

  private note(
    option: string,
    method: KnnMethod,
    tried: readonly { readonly value: unknown; readonly error: MeanFigure }[],
    chosen: unknown,
  ): void {
    const shown = (value: unknown): string => (typeof value === 'number' ? String(Number(value.toFixed(3))) : String(value));
    this.steps.push({
      option,
      method,
      tried: tried.map(({ value, error }) => ({ value: shown(value), error })),
      chosen: shown(chosen),
    });
  }

  private readonly onQuery = (): void => this.options.onProgress?.(++this.done, this.total());

  private total(): number {
    const { choose, methods } = this.options;
    const words = this.wordOptions();
    const protocols = words.length > 0 ? words.reduce((sum, option) => sum + TRIED[option].length - 1, 1) : 0;
    const thresholds = this.isThresholdChosen() ? QUANTILES.length * Math.min(THRESHOLD_QUERIES, this.test.length) : 0;
    const votes = choose.includes('vote') ? withParts(methods).length : 0;
    return (protocols + votes) * this.test.length + thresholds;
  }
}
