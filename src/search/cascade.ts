import { WordmoverError } from '../errors';
import type { CorpusDistance, DistanceToDocument, DocumentDistance } from '../distances/document-distance';
import type { Query } from '../distances/query';
import { Nearest } from './nearest';
import type { StageCounts } from './ranking';

/** Bounds are compared with this slack, as a share of the threshold, so that rounding in single precision can't drop a true neighbour. */
const BOUND_SLACK = 1e-6;

/** How many more documents than asked for are refined before the first is solved. */
const SEEDS = 4;

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
 */
export class Cascade {
  private readonly lowest: Float32Array;

  constructor(
    private readonly first: CorpusDistance<'lower'>,
    private readonly tighter: DocumentDistance<'lower'>,
    private readonly exact: DocumentDistance<'exact'>,
    private readonly size: number,
  ) {
    for (const bound of [first, tighter]) assertSameGround(bound, exact);
    this.lowest = new Float32Array(size);
  }

  search(query: Query, options: CascadeOptions): CascadeResult {
    return this.run(query, options, this.tighter.query(query), this.exact.query(query));
  }

  /** Ranks by the tighter bound alone. */
  searchRelaxed(query: Query, options: CascadeOptions): CascadeResult {
    const refine = this.tighter.query(query);
    return { ...this.run(query, options, refine, refine), exact: false };
  }

  private run(query: Query, options: CascadeOptions, refine: DistanceToDocument, solve: DistanceToDocument): CascadeResult {
    this.first.all(query, this.lowest, 0, this.size);
    const run = new CascadeRun(this.lowest, BOUND_SLACK * Math.min(1, this.exact.ground.threshold), options);
    run.descend(refine, solve);
    return run.finish();
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

class CascadeRun {
  private readonly nearest: Nearest;
  private readonly tried: Uint8Array;
  private documents = 0;
  private refined = 0;
  private solved = 0;
  private isExact = true;

  constructor(
    private readonly lowest: Float32Array,
    private readonly slack: number,
    private readonly options: CascadeOptions,
  ) {
    this.nearest = new Nearest(Math.min(options.topK, lowest.length));
    this.tried = new Uint8Array(lowest.length);
  }

  descend(refine: DistanceToDocument, solve: DistanceToDocument): void {
    const seeds = this.refine(this.seeds(), refine);
    this.solveInOrder(seeds.splice(0, this.options.topK), solve);
    const rest = this.refine(this.withinReach(), refine);
    this.solveInOrder([...seeds, ...rest].sort(byBound), solve);
  }

  finish(): CascadeResult {
    const { documents, refined, solved } = this;
    return { ...this.nearest.drain(), exact: this.isExact, stages: { documents, bounded: documents, refined, solved } };
  }

  /** The best documents by the first bound: solving them first brings the worst neighbour near its final distance. */
  private seeds(): number[] {
    const best = new Nearest(Math.min(SEEDS * this.options.topK, this.lowest.length));
    const { accept } = this.options;
    for (let doc = 0; doc < this.lowest.length; doc++) {
      if (!accept[doc]) continue;
      this.documents++;
      best.offer(doc, this.lowest[doc]);
    }
    return Array.from(best.drain().docs);
  }

  /** Documents not yet refined that the first bound can't rule out. */
  private withinReach(): number[] {
    const { accept } = this.options;
    const reach = this.nearest.worst + this.slack;
    const docs: number[] = [];
    for (let doc = 0; doc < this.lowest.length; doc++) {
      if (accept[doc] && !this.tried[doc] && this.lowest[doc] <= reach) docs.push(doc);
    }
    return docs;
  }

  /** The documents that the tighter bound can't rule out, nearest bound first. */
  private refine(docs: readonly number[], refine: DistanceToDocument): Candidate[] {
    const reach = this.nearest.worst + this.slack;
    const candidates: Candidate[] = [];
    for (const doc of docs) {
      this.options.checkpoint?.();
      this.tried[doc] = 1;
      this.refined++;
      const bound = Math.max(refine(doc), this.lowest[doc]);
      if (bound <= reach) candidates.push({ doc, bound });
    }
    return candidates.sort(byBound);
  }

  private solveInOrder(candidates: readonly Candidate[], solve: DistanceToDocument): void {
    const most = Math.max(this.options.topK, this.options.candidates ?? Infinity);
    for (const { doc, bound } of candidates) {
      const reach = this.nearest.worst + this.slack;
      if (bound > reach) return;
      if (this.solved >= most) {
        this.isExact = false;
        return;
      }
      this.options.checkpoint?.();
      this.solved++;
      this.nearest.offer(doc, solve(doc, reach));
    }
  }
}

interface Candidate {
  readonly doc: number;
  readonly bound: number;
}

function byBound(a: Candidate, b: Candidate): number {
  return a.bound - b.bound || a.doc - b.doc;
}
