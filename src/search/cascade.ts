import { WordmoverError } from '../errors';
import type { CorpusDistance, DistanceToDocument, DocumentDistance } from '../distances/document-distance';
import type { Query } from '../distances/query';
import { BoundHeap } from './bound-heap';
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

/**
 * The true nearest documents with few exact distances: a lower bound for all in one pass, a tighter one for those still in
 * the running, the exact one in the order of that bound until it passes the worst neighbour held. Sound because every bound
 * is declared a lower one (anything else does not compile) over the exact distance's own ground distance (else
 * UNSOUND_BOUND).
 *
 * Each step takes the document with the least bound known so far and learns one thing more of it, so no document is refined
 * or solved that a smaller bound elsewhere could have spared (multi-step search; Seidl, Kriegel 1998).
 */
export class Cascade {
  private readonly lowest: Float32Array;
  private readonly unrefined: BoundHeap;
  private readonly refined = new BoundHeap(256);

  constructor(
    private readonly first: CorpusDistance<'lower'>,
    private readonly tighter: DocumentDistance<'lower'>,
    private readonly exact: DocumentDistance<'exact'>,
    private readonly size: number,
  ) {
    for (const bound of [first, tighter]) assertSameGround(bound, exact);
    this.lowest = new Float32Array(size);
    this.unrefined = new BoundHeap(size);
  }

  search(query: Query, options: CascadeOptions): CascadeResult {
    return this.descend(query, options, this.tighter.query(query), this.exact.query(query));
  }

  /** Ranks by the tighter bound alone. */
  searchRelaxed(query: Query, options: CascadeOptions): CascadeResult {
    const refine = this.tighter.query(query);
    return { ...this.descend(query, options, refine, (doc) => refine(doc)), exact: false };
  }

  private descend(query: Query, options: CascadeOptions, refine: DistanceToDocument, solve: DistanceToDocument): CascadeResult {
    const { lowest, unrefined, refined } = this;
    const { topK, checkpoint, candidates = Infinity } = options;
    const slack = BOUND_SLACK * Math.min(1, this.exact.ground.threshold);
    const most = Math.max(topK, candidates);
    const documents = this.boundAll(query, options.accept);
    const nearest = new Nearest(Math.min(topK, documents));
    let refinedCount = 0;
    let solved = 0;
    for (;;) {
      const reach = nearest.worst + slack;
      const next = Math.min(unrefined.least, refined.least);
      const isProven = next > reach || next === Infinity;
      if (isProven || (solved >= most && refined.least <= unrefined.least)) {
        const stages = { documents, bounded: documents, refined: refinedCount, solved };
        return { ...nearest.drain(), exact: isProven, stages };
      }
      checkpoint?.();
      if (refined.least <= unrefined.least) {
        const doc = refined.pop();
        solved++;
        nearest.offer(doc, solve(doc, reach));
      } else {
        const doc = unrefined.pop();
        refinedCount++;
        const bound = Math.max(lowest[doc], refine(doc));
        if (bound <= reach) refined.push(doc, bound);
      }
    }
  }

  /** The first bound of every document that may be a hit; returns how many those are. */
  private boundAll(query: Query, accept: Uint8Array): number {
    const { lowest, unrefined, size } = this;
    this.first.all(query, lowest, 0, size);
    this.refined.clear();
    unrefined.clear();
    let documents = 0;
    for (let doc = 0; doc < size; doc++) {
      if (!accept[doc]) continue;
      unrefined.add(doc, lowest[doc]);
      documents++;
    }
    unrefined.order();
    return documents;
  }
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
