import { BasisTree } from './basis-tree';
import { LeastCostStart } from './least-cost-start';
import { PerturbedMasses } from './perturbed-masses';
import { Potentials } from './potentials';
import { ShortLists } from './short-lists';
import { SmallSimplex } from './small-simplex';
import { SMALL } from './small-tree';

/** A reduced cost is negative below minus this times the largest potential; rounding of fresh potentials stays well under it. */
const TOLERANCE = 2 ** -44;
/** Candidates gathered at once, and pivots made before more are gathered. */
const CANDIDATES = 12;
const MINOR_PIVOTS = 6;
/** Sweeps of the lists between two looks at whether the cutoff is passed. */
const SWEEPS_PER_BOUND = 3;
const PIVOTS_PER_NODE = 200;
/** Up to 32 x 32: pivots between two looks at whether the cutoff is passed, and pivots after which the general simplex begins anew. */
const SMALL_PIVOTS_PER_BOUND = 8;
const SMALL_PIVOTS_PER_NODE = 20;

type Outcome = 'optimal' | 'abandoned';

/**
 * Dense transportation problem, exactly: move supply (n) onto demand (m) at least cost (n x m row-major). Primal network simplex
 * on the bipartite graph (Ahuja, Magnanti, Orlin 1993, ch. 11; Orden 1956 for degeneracy) from a least cost start, priced
 * over short lists. Masses are whole numbers in doubles, costs are true doubles: pivots cannot cycle and the flow cannot
 * lose mass. A reusable workspace; nothing is allocated once it has grown.
 *
 * After `solve`: u (n) and v (m) with u[i] + v[j] <= cost[i, j], equal on the flow up to rounding; after an abandoned one they
 * prove the bound returned, and there is no flow.
 */
export class NetworkSimplex {
  /** The positive flows of the basis, `flows` of them, at most n + m - 1. */
  flowFrom = new Int32Array(0);
  flowTo = new Int32Array(0);
  flowMass = new Float64Array(0);
  flows = 0;
  abandoned = false;
  pivots = 0;

  private readonly tree = new BasisTree();
  private readonly masses = new PerturbedMasses();
  private readonly start = new LeastCostStart();
  private readonly lists = new ShortLists();
  private readonly small = new SmallSimplex();
  private readonly potentials = new Potentials();
  private rest = new Float64Array(0);
  private wholeRest = new Float64Array(0);
  private leavesFirst = new Int32Array(0);
  private tolerance = 0;
  private bound = 0;

  get u(): Float64Array {
    return this.potentials.u;
  }

  get v(): Float64Array {
    return this.potentials.v;
  }

  /**
   * Returns the least cost of moving all supply; demand is scaled to the same total. With a cutoff, stops as soon as potentials
   * prove that the least cost is above it, sets `abandoned` and returns the bound they prove, which is above the cutoff too.
   * `startV`: potentials of the columns from a neighbouring problem; they can prove that before the first pivot.
   *
   * Costs must be finite and at most about 1e13 times the least that matters. Throws RangeError for masses that are
   * negative, not finite or all zero, and for costs whose sum is not finite; Error if the pivots run out, which is a bug.
   */
  solve(
    n: number,
    m: number,
    supply: Float64Array,
    demand: Float64Array,
    cost: Float64Array,
    cutoff = Infinity,
    startV?: Float64Array,
  ): number {
    this.reserve(n, m);
    this.abandoned = false;
    this.pivots = 0;
    this.flows = 0;
    this.masses.load(n, m, supply, demand);
    if (startV !== undefined && cutoff < Infinity) {
      this.potentials.complete(startV, n, m, cost);
      if (this.passes(cutoff, n, m, supply, demand)) return this.abandon();
    }
    if (n <= SMALL && m <= SMALL) {
      const outcome = this.optimiseSmall(n, m, supply, demand, cost, cutoff);
      if (outcome === 'abandoned') return this.abandon();
      if (outcome === 'optimal')
        return this.readFlows(n, m, supply, demand, cost, this.small.tree.parent, this.small.tree.leavesFirst);
    }
    this.tree.reset(n, m);
    this.start.build(n, m, this.masses.perturbed, cost, this.tree);
    this.refresh(cost);
    this.lists.reset(n, m, cost, this.tree.height);
    if (this.optimise(n, m, supply, demand, cost, cutoff) === 'abandoned') return this.abandon();
    this.tree.listLeavesFirst(this.leavesFirst);
    return this.readFlows(n, m, supply, demand, cost, this.tree.parent, this.leavesFirst);
  }

  /** Visits the flows of the last solve; mass is positive. */
  visitFlows(visit: (i: number, j: number, mass: number) => void): void {
    for (let k = 0; k < this.flows; k++) visit(this.flowFrom[k], this.flowTo[k], this.flowMass[k]);
  }

  /** Pivots until the basis is optimal, or until a bound above the cutoff is proven: the first basis proves 98 % of the optimum. */
  private optimise(
    n: number,
    m: number,
    supply: Float64Array,
    demand: Float64Array,
    cost: Float64Array,
    cutoff: number,
  ): Outcome {
    const { tree, lists } = this;
    this.potentials.read(n, m, tree.height, lists.rowMinimum);
    if (cutoff < Infinity && this.passes(cutoff, n, m, supply, demand)) return 'abandoned';
    let boundAt = cutoff < Infinity ? SWEEPS_PER_BOUND : Infinity;
    for (;;) {
      while (lists.gather(tree.height, this.tolerance, CANDIDATES)) {
        for (let k = 0; k < MINOR_PIVOTS && lists.pivot(tree, this.tolerance); k++) this.pivots++;
        if (this.pivots > PIVOTS_PER_NODE * (n + m)) throw new Error(`network simplex: no optimum after ${this.pivots} pivots`);
        if (lists.sweeps < boundAt) continue;
        boundAt = lists.sweeps + SWEEPS_PER_BOUND;
        if (this.listedBound(n, m, supply, demand) > cutoff) break;
      }
      this.refresh(cost);
      const more = lists.survey(cost, tree.height, this.tolerance);
      this.potentials.read(n, m, tree.height, lists.rowMinimum);
      if (cutoff < Infinity && this.passes(cutoff, n, m, supply, demand)) return 'abandoned';
      if (!more) return 'optimal';
    }
  }

  /** The same for at most 32 x 32. Looks for a bound only while the basis is dearer than the cutoff; else the optimum is not above it. */
  private optimiseSmall(
    n: number,
    m: number,
    supply: Float64Array,
    demand: Float64Array,
    cost: Float64Array,
    cutoff: number,
  ): Outcome | 'unsettled' {
    const { small, potentials } = this;
    const { tree, rowMinimum } = small;
    small.begin(n, m, this.masses.perturbed, cost, TOLERANCE);
    const most = SMALL_PIVOTS_PER_NODE * (n + m);
    let isOptimal = false;
    while (!isOptimal && small.pivots < most) {
      const mayPass = cutoff < Infinity && this.basisCost(n, m, supply, demand, tree.height) > cutoff;
      if (mayPass) {
        small.survey(cost);
        potentials.read(n, m, tree.height, rowMinimum);
        if (this.passes(cutoff, n, m, supply, demand)) return 'abandoned';
      }
      isOptimal = small.improve(cost, mayPass ? SMALL_PIVOTS_PER_BOUND : most - small.pivots);
    }
    this.pivots = small.pivots;
    if (!isOptimal) return 'unsettled';
    potentials.read(n, m, tree.height, rowMinimum);
    if (cutoff < Infinity && this.passes(cutoff, n, m, supply, demand)) return 'abandoned';
    tree.peel();
    return 'optimal';
  }

  private refresh(cost: Float64Array): void {
    this.tolerance = this.tree.refreshHeights(cost) * TOLERANCE;
  }

  private abandon(): number {
    this.abandoned = true;
    return this.bound;
  }

  /** Whether the potentials prove more than the cutoff; `bound` is what they prove. */
  private passes(cutoff: number, n: number, m: number, supply: Float64Array, demand: Float64Array): boolean {
    this.bound = this.potentials.bound(n, m, supply, demand, this.masses.demandScale);
    return this.bound > cutoff;
  }

  /** What the plan of a basis costs, by its heights. */
  private basisCost(n: number, m: number, supply: Float64Array, demand: Float64Array, height: Float64Array): number {
    const { demandScale } = this.masses;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += supply[i] * height[i];
    for (let j = 0; j < m; j++) sum -= demand[j] * demandScale * height[n + j];
    return sum;
  }

  /** The same over the listed arcs only: not proven, but a sign that a survey will prove it. */
  private listedBound(n: number, m: number, supply: Float64Array, demand: Float64Array): number {
    const { height } = this.tree;
    const { demandScale } = this.masses;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += supply[i] * this.lists.listedMinimum(i, height);
    for (let j = 0; j < m; j++) sum -= demand[j] * demandScale * height[n + j];
    return sum;
  }

  /**
   * The flow of the basis, from the leaves up, and its cost. Whole numbers say which arcs carry mass at all, once the
   * perturbation is gone; doubles, summed alongside, say how much to the last digit.
   */
  private readFlows(
    n: number,
    m: number,
    supply: Float64Array,
    demand: Float64Array,
    cost: Float64Array,
    parent: Int32Array,
    leavesFirst: Int32Array,
  ): number {
    const { rest, wholeRest, flowFrom, flowTo, flowMass } = this;
    const { whole, unit, demandScale } = this.masses;
    for (let node = 0; node < n + m; node++) wholeRest[node] = whole[node];
    for (let i = 0; i < n; i++) rest[i] = supply[i];
    for (let j = 0; j < m; j++) rest[n + j] = demand[j] * demandScale;
    let count = 0;
    let sum = 0;
    for (let k = 0; k < n + m - 1; k++) {
      const node = leavesFirst[k];
      const above = parent[node];
      wholeRest[above] -= wholeRest[node];
      rest[above] -= rest[node];
      if (wholeRest[node] === 0) continue;
      const from = node < n ? node : above;
      const to = (node < n ? above : node) - n;
      const mass = rest[node] > 0 ? rest[node] : wholeRest[node] * unit;
      flowFrom[count] = from;
      flowTo[count] = to;
      flowMass[count++] = mass;
      sum += mass * cost[from * m + to];
    }
    this.flows = count;
    if (!Number.isFinite(sum))
      throw new RangeError('the costs are not finite numbers, or too large to be summed; scale them down');
    return sum;
  }

  private reserve(n: number, m: number): void {
    this.potentials.reserve(n, m);
    if (this.rest.length >= n + m) return;
    this.rest = new Float64Array(2 * (n + m));
    this.wholeRest = new Float64Array(2 * (n + m));
    this.leavesFirst = new Int32Array(2 * (n + m));
    this.flowFrom = new Int32Array(2 * (n + m));
    this.flowTo = new Int32Array(2 * (n + m));
    this.flowMass = new Float64Array(2 * (n + m));
  }
}
