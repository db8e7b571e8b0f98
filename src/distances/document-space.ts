import type { GroundDistance } from '../vectors/ground-distance';
import type { DocumentMasses } from './document-masses';
import { PairProblem } from './pair-problem';
import { PairSolver } from './pair-solver';
import { QueryArcs } from './query-arcs';
import type { Query } from './query';
import type { QueryWords } from './query-words';

/** Distances between unit vectors end at 2: what mass pays at most where no threshold is set. */
export const NO_THRESHOLD = 2;

/** Where the near arcs of a query come from. */
export interface ArcSource {
  readonly ground: GroundDistance;
  load(words: QueryWords, arcs: QueryArcs): void;
  /** Prepares vocabulary words ahead of the queries that hold them; false when there is no room for more. */
  warm(words: ArrayLike<number>): boolean;
  /** Forgets what was prepared. */
  forget(): void;
}

/**
 * What every distance over one corpus, one ground distance and one weighting shares in one thread: the near arcs of the
 * current query and the pair being looked at. Distances made for it take turns; entering the same query again is free.
 */
export class DocumentSpace {
  readonly arcs: QueryArcs;
  readonly pair: PairProblem;
  readonly solver: PairSolver;
  /** Cost of mass that meets nothing near. */
  readonly threshold: number;
  private current: Query | undefined;

  constructor(
    readonly masses: DocumentMasses,
    private readonly source: ArcSource,
  ) {
    const { ground } = source;
    this.threshold = Number.isFinite(ground.threshold) ? ground.threshold : NO_THRESHOLD;
    this.arcs = new QueryArcs(masses.corpus.vocabularySize, this.threshold);
    this.pair = new PairProblem(this.arcs, masses, this.threshold, ground.isMetric);
    this.solver = new PairSolver(this.pair);
  }

  get ground(): GroundDistance {
    return this.source.ground;
  }

  enter(query: Query): void {
    if (query === this.current) return;
    this.source.load(query.words, this.arcs);
    this.pair.begin(query.masses);
    this.current = query;
  }
}
