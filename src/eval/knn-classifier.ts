import type { KnnMethod } from './knn-protocol';
import { type Found } from './knn-space';
import type { LabelledDocument } from './labelled-document';
import type { Neighbours } from './rankers';
import { type MeanFigure, mean, meanFigure } from './retrieval-measures';
import type { StageCounts } from '../search/ranking';
import { type Vote, voted } from './vote';

export interface KnnResult {
  readonly method: KnnMethod;
  readonly vote: Vote;
  /** Of balanced and partial transport; Infinity for none. */
  readonly threshold?: number;
  /** Share of balanced transport in a blend. */
  readonly share?: number;
  /** Share of test documents given a wrong label. */
  readonly error: MeanFigure;
  /** Error minus that of another method, each by its own vote, paired by test document: below 0 is better. */
  readonly overL1?: MeanFigure;
  readonly overBm25?: MeanFigure;
  /** Share of the nearest 1, 16 and 128 that have the query's label. */
  readonly precision: { readonly 1: number; readonly 16: number; readonly 128: number };
  /** Time of all queries by the clock, and of all processors, divided by their number. */
  readonly msPerQuery: number;
  readonly cpuMsPerQuery: number;
  /** Means over the queries, of methods that search in stages. */
  readonly stages?: StageCounts;
  /** One label a test document. */
  readonly predicted: readonly string[];
}

const CUTOFFS = [1, 16, 128] as const;

/** Labels test documents by the neighbours that a method found among the training documents. */
export class Classifier {
  private readonly labels: readonly string[];
  private readonly fallback: string;

  constructor(
    train: readonly LabelledDocument[],
    private readonly test: readonly LabelledDocument[],
  ) {
    this.labels = train.map(({ label }) => label);
    const neighbours = { docs: Uint32Array.from(train.keys()), distances: new Float64Array(train.length) };
    this.fallback = voted(neighbours, this.labels, { k: train.length, form: 'majority' })!;
  }

  /** 1 for a wrong label, one a test document. */
  wrong(neighbours: readonly Neighbours[], vote: Vote): number[] {
    return this.predict(neighbours, vote).map((label, q) => Number(label !== this.test[q].label));
  }

  /** The vote with the least error; the first of equal ones. */
  bestVote(neighbours: readonly Neighbours[], votes: readonly Vote[]): { readonly vote: Vote; readonly error: MeanFigure } {
    const tried = votes.map((vote) => ({ vote, error: meanFigure(this.wrong(neighbours, vote)) }));
    return tried.reduce((best, each) => (each.error.mean < best.error.mean ? each : best));
  }

  /** Without the comparison with other methods. */
  result({ neighbours, method, threshold, msPerQuery, cpuMsPerQuery, stages }: Found, vote: Vote, share?: number): KnnResult {
    const predicted = this.predict(neighbours, vote);
    const precisions = CUTOFFS.map((cutoff) =>
      mean(neighbours.map(({ docs }, q) => this.precision(docs, cutoff, this.test[q].label))),
    );
    return {
      method,
      vote,
      ...(threshold !== undefined && { threshold }),
      ...(share !== undefined && { share }),
      error: meanFigure(predicted.map((label, q) => Number(label !== this.test[q].label))),
      precision: { 1: precisions[0], 16: precisions[1], 128: precisions[2] },
      msPerQuery,
      cpuMsPerQuery,
      ...(stages && { stages }),
      predicted,
    };
  }

  /** The same results, with their differences from L1 and BM25 where those are among `references`. */
  compared(results: readonly KnnResult[], references: readonly KnnResult[] = results): KnnResult[] {
    const over = (result: KnnResult, method: KnnMethod): MeanFigure | undefined => {
      const other = references.find((each) => each.method === method);
      return other && result.method !== method ? this.difference(result.predicted, other.predicted) : undefined;
    };
    return results.map((result) => {
      const [overL1, overBm25] = [over(result, 'l1'), over(result, 'bm25')];
      return { ...result, ...(overL1 && { overL1 }), ...(overBm25 && { overBm25 }) };
    });
  }

  private difference(predicted: readonly string[], other: readonly string[]): MeanFigure {
    return meanFigure(this.test.map(({ label }, q) => Number(predicted[q] !== label) - Number(other[q] !== label)));
  }

  private predict(found: readonly Neighbours[], vote: Vote): string[] {
    return found.map((each) => voted(each, this.labels, vote) ?? this.fallback);
  }

  private precision(docs: Uint32Array, cutoff: number, label: string): number {
    const held = Math.min(cutoff, this.labels.length);
    return docs.subarray(0, held).reduce((hits, doc) => hits + Number(this.labels[doc] === label), 0) / held;
  }
}
