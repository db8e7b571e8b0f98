import { WordmoverError } from '../errors';
import type { CorpusDistance, DistanceToDocument, DocumentDistance } from '../distances/document-distance';
import type { Query } from '../distances/query';
import { BoundHeap } from './bound-heap';
import { BoundOrder } from './bound-order';
import { Nearest } from './nearest';
import type { StageCounts } from './ranking';

/** Bounds are compared with this slack, as a share of the threshold, so that rounding in single precision can't drop a true neighbour. */
const BOUND_SLACK = 1e-6;

export interface CascadeOptions {
  readonly topK: number;
  /** 1 where a document may be a hit. */
  readonly accept: Uint8Array;
  /** At most this many exact solves, but never fewer than topK. */
  readonly candidates?: number;
  readonly checkpoint?: () => void;
}

export interface CascadeResult {
  readonly docs: Uint32Array;
  readonly distances: Float64Array;
  readonly exact: boolean;
  readonly stages: StageCounts;
}

/** Lower bounds in the order of their cost, and the distance that they bound. */
export interface CascadeStages {
  /** For every document, in one pass. */
  readonly all: CorpusDistance<'lower'>;
  readonly oneSided: readonly DocumentDistance<'lower'>[];
  /** At least one. */
  readonly twoSided: readonly DocumentDistance<'lower'>[];
  readonly exact: DocumentDistance<'exact'>;
}

/**
 * The true nearest documents with few exact distances: a lower bound for all in one pass, tighter ones for those still in the
 * running, the exact one in the order of the last bound until it passes the worst neighbour held. Sound because every bound
 * is declared a lower one (anything else does not compile) over the exact distance's own ground distance (else
 * UNSOUND_BOUND).
 *
 * Each step takes the document with the least bound known so far and learns one thing more of it, so no document is refined
 * or solved that a smaller bound elsewhere could have spared (multi-step search; Seidl, Kriegel 1998).
 */
export class Cascade {
  private readonly lowest: Float32Array;
  private readonly unrefined = new BoundOrder();
  /** Documents that a stage has bounded, the first one after `all`, and the next one has not. */
  private readonly refined: readonly BoundHeap[];

  constructor(
    private readonly stages: CascadeStages,
    private readonly size: number,
  ) {
    const bounds = [stages.all, ...stages.oneSided, ...stages.twoSided];
    for (const bound of bounds) assertSameGround(bound, stages.exact);
    this.lowest = new Float32Array(size);
    this.refined = bounds.slice(1).map(() => new BoundHeap(256));
  }

  search(query: Query, options: CascadeOptions): CascadeResult {
    const { oneSided, twoSided, exact } = this.stages;
    const bounds = [...oneSided, ...twoSided].map((bound) => bound.query(query));
    return this.descend(query, options, bounds, exact.query(query));
  }

  /** Ranks by the first of the two-sided bounds. */
  searchRelaxed(query: Query, options: CascadeOptions): CascadeResult {
    const bounds = this.stages.oneSided.map((bound) => bound.query(query));
    const refine = this.stages.twoSided[0].query(query);
    const { stages, ...result } = this.descend(query, options, bounds, refine);
    return { ...result, exact: false, stages: { ...stages, refined: stages.solved, solved: 0 } };
  }

  private descend(
    query: Query,
    options: CascadeOptions,
    bounds: readonly DistanceToDocument[],
    solve: DistanceToDocument,
  ): CascadeResult {
    const { topK, checkpoint, candidates = Infinity } = options;
    const waiting = [this.unrefined, ...this.refined.slice(0, bounds.length)];
    const slack = BOUND_SLACK * Math.min(1, this.stages.exact.ground.threshold);
    const most = Math.max(topK, candidates);
    const documents = this.boundAll(query, options.accept);
    const nearest = new Nearest(Math.min(topK, documents));
    let refined = 0;
    let solved = 0;
    for (;;) {
      const stage = leastStage(waiting);
      const reach = nearest.worst + slack;
      const { least } = waiting[stage];
      const isProven = least > reach || least === Infinity;
      const isLast = stage === bounds.length;
      if (isProven || (isLast && solved >= most)) {
        return { ...nearest.drain(), exact: isProven, stages: { documents, bounded: documents, refined, solved } };
      }
      checkpoint?.();
      const doc = waiting[stage].pop();
      if (isLast) {
        solved++;
        nearest.offer(doc, solve(doc, reach));
      } else {
        if (stage === this.stages.oneSided.length) refined++;
        const bound = Math.max(least, bounds[stage](doc, reach));
        if (bound <= reach) this.refined[stage].push(doc, bound);
      }
    }
  }

  /** The first bound of every document that may be a hit; returns how many those are. */
  private boundAll(query: Query, accept: Uint8Array): number {
    this.stages.all.all(query, this.lowest, 0, this.size);
    for (const heap of this.refined) heap.clear();
    return this.unrefined.load(this.lowest, accept);
  }
}

/** The stage that holds the least bound; of equal ones the last, which is nearest to an answer. */
function leastStage(waiting: readonly { readonly least: number }[]): number {
  let stage = waiting.length - 1;
  for (let s = stage - 1; s >= 0; s--) if (waiting[s].least < waiting[stage].least) stage = s;
  return stage;
}

function assertSameGround(bound: DocumentDistance, exact: DocumentDistance): void {
  const { label, threshold } = bound.ground;
  if (label === exact.ground.label && threshold === exact.ground.threshold) return;
  throw new WordmoverError(
    'UNSOUND_BOUND',
    `${bound.name} is a bound over the ground distance ${label} (threshold ${threshold}), but ${exact.name} is over ` +
      `${exact.ground.label} (threshold ${exact.ground.threshold}): make both for the same one`,
  );
}
