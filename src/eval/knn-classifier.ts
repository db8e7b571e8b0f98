import type { StageCounts } from '../search/ranking';
import type { LabelledDocument } from './labelled-documents';
import type { Method, Neighbours, Ranker } from './rankers';
import { type MeanFigure, mean, meanFigure } from './retrieval-measures';
import type { TextSpace } from './text-space';
import { type Vote, voted } from './vote';

export interface KnnResult {
  readonly method: Method;
  /** Of balanced and partial transport; Infinity for none. */
  readonly threshold?: number;
  /** Share of test documents given a wrong label. */
  readonly error: MeanFigure;
  /** Error minus that of another method, paired by test document: below 0 is better. */
  readonly overL1?: MeanFigure;
  readonly overBm25?: MeanFigure;
  /** Share of the nearest 1, 16 and 128 that have the query's label. */
  readonly precision: { readonly 1: number; readonly 16: number; readonly 128: number };
  /** Time of all queries by the clock, divided by their number. */
  readonly msPerQuery: number;
  /** Means over the queries, of methods that search in stages. */
  readonly stages?: StageCounts;
  /** Best of the further votes, by its error; the first of equal ones. */
  readonly bestVote?: { readonly vote: Vote; readonly error: MeanFigure };
  /** One label a test document. */
  readonly predicted: readonly string[];
}

const CUTOFFS = [1, 16, 128] as const;

/** A result before it is compared with others. */
export interface Measured extends Omit<KnnResult, 'error' | 'overL1' | 'overBm25'> {
  /** 1 for a wrong label. */
  readonly wrong: readonly number[];
}

/** Labels test documents by the neighbours that a ranker finds among the training documents. */
export class Classifier {
  private readonly labels: readonly string[];
  private readonly fallback: string;

  constructor(
    private readonly space: TextSpace,
    train: readonly LabelledDocument[],
    private readonly test: readonly { readonly text: string; readonly label: string }[],
    private readonly votes: readonly Vote[],
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
    const [vote, ...others] = this.votes;
    const predicted = this.predict(found, vote);
    const precisions = CUTOFFS.map((cutoff) =>
      mean(found.map(({ docs }, q) => this.precision(docs, cutoff, this.test[q].label))),
    );
    return {
      method,
      ...(threshold !== undefined && { threshold, stages: meanStages(found) }),
      precision: { 1: precisions[0], 16: precisions[1], 128: precisions[2] },
      msPerQuery,
      ...(others.length > 0 && { bestVote: this.bestOf(found, others) }),
      predicted,
      wrong: this.wrong(predicted),
    };
  }

  private bestOf(found: readonly Neighbours[], votes: readonly Vote[]): NonNullable<KnnResult['bestVote']> {
    const tried = votes.map((vote) => ({ vote, error: meanFigure(this.wrong(this.predict(found, vote))) }));
    return tried.reduce((best, each) => (each.error.mean < best.error.mean ? each : best));
  }

  private predict(found: readonly Neighbours[], vote: Vote): string[] {
    return found.map((each) => voted(each, this.labels, vote) ?? this.fallback);
  }

  private wrong(predicted: readonly string[]): number[] {
    return predicted.map((label, q) => Number(label !== this.test[q].label));
  }

  /** As many queries under way as there are threads. */
  private async neighbours(rank: Ranker, onQuery: () => void): Promise<Neighbours[]> {
    const { test, space, threads, votes } = this;
    const depth = Math.min(Math.max(...CUTOFFS, ...votes.map(({ k }) => k)), space.corpus.size);
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

/** `l1`, `bm25`: what those methods got wrong on the same documents, where they were measured. */
export function toResult(
  { wrong, ...rest }: Measured,
  l1: readonly number[] | undefined,
  bm25: readonly number[] | undefined,
): KnnResult {
  const over = (other: readonly number[]): MeanFigure => meanFigure(wrong.map((value, q) => value - other[q]));
  return {
    ...rest,
    error: meanFigure(wrong),
    ...(l1 && rest.method !== 'l1' && { overL1: over(l1) }),
    ...(bm25 && rest.method !== 'bm25' && { overBm25: over(bm25) }),
  };
}
