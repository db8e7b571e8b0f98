import { BasisTree } from './basis-tree';
import { LeastCostStart } from './least-cost-start';
import { PerturbedMasses } from './perturbed-masses';
import { ShortLists } from './short-lists';
import { SMALL, SmallStart } from './small-start';

/** A reduced cost is negative below minus this times the largest potential; rounding of fresh potentials stays well under it. */
const TOLERANCE = 2 ** -44;
/** Candidates gathered at once, and pivots made before more are gathered. */
const CANDIDATES = 12;
const MINOR_PIVOTS = 6;
/** Sweeps of the lists between two looks at whether the cutoff is passed. */
const SWEEPS_PER_BOUND = 3;
const PIVOTS_PER_NODE = 200;

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
  u = new Float64Array(0);
  v = new Float64Array(0);
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
  private readonly smallStart = new SmallStart();
  private readonly lists = new ShortLists();
  private rest = new Float64Array(0);
  private wholeRest = new Float64Array(0);
  private tolerance = 0;

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
      const bound = this.boundFrom(startV, n, m, supply, demand, cost);
      if (bound > cutoff) return this.abandon(bound);
    }
    this.tree.reset(n, m);
    const start = n <= SMALL && m <= SMALL ? this.smallStart : this.start;
    start.build(n, m, this.masses.perturbed, cost, this.tree);
    this.refresh(cost);
    this.lists.reset(n, m, cost, this.tree.height);
    const bound = this.optimise(n, m, supply, demand, cost, cutoff);
    if (bound > cutoff) return this.abandon(bound);
    this.readPotentials(n, m);
    return this.readFlows(n, m, supply, demand, cost);
  }

  /** Visits the flows of the last solve; mass is positive. */
  visitFlows(visit: (i: number, j: number, mass: number) => void): void {
    for (let k = 0; k < this.flows; k++) visit(this.flowFrom[k], this.flowTo[k], this.flowMass[k]);
  }

  /** Pivots until the basis is optimal and returns -Infinity, or until a bound above the cutoff is proven, and returns that. */
  private optimise(n: number, m: number, supply: Float64Array, demand: Float64Array, cost: Float64Array, cutoff: number): number {
    const { tree, lists } = this;
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
      if (cutoff < Infinity) {
        this.readPotentials(n, m);
        const bound = this.provenBound(n, m, supply, demand);
        if (bound > cutoff) return bound;
      }
      if (!more) return -Infinity;
    }
  }

  private refresh(cost: Float64Array): void {
    this.tolerance = this.tree.refreshHeights(cost) * TOLERANCE;
  }

  private abandon(bound: number): number {
    this.abandoned = true;
    return bound;
  }

  /** u[i] = least cost - v and v from the heights: feasible whatever rounding did to the heights. */
  private readPotentials(n: number, m: number): void {
    const { u, v } = this;
    const { height } = this.tree;
    const { rowMinimum } = this.lists;
    for (let i = 0; i < n; i++) u[i] = rowMinimum[i];
    for (let j = 0; j < m; j++) v[j] = -height[n + j];
  }

  /** Dual bound of given column potentials, which become u and v. */
  private boundFrom(
    startV: Float64Array,
    n: number,
    m: number,
    supply: Float64Array,
    demand: Float64Array,
    cost: Float64Array,
  ): number {
    const { u, v } = this;
    for (let j = 0; j < m; j++) v[j] = startV[j];
    for (let i = 0; i < n; i++) {
      let least = Infinity;
      for (let j = 0; j < m; j++) least = Math.min(least, cost[i * m + j] - v[j]);
      u[i] = least;
    }
    return this.provenBound(n, m, supply, demand);
  }

  /** Sum of masses times feasible potentials, less what rounding may have added to it. */
  private provenBound(n: number, m: number, supply: Float64Array, demand: Float64Array): number {
    const { u, v } = this;
    const { demandScale } = this.masses;
    let sum = 0;
    let size = 0;
    for (let i = 0; i < n; i++) {
      sum += supply[i] * u[i];
      size += Math.abs(supply[i] * u[i]);
    }
    for (let j = 0; j < m; j++) {
      const term = demand[j] * demandScale * v[j];
      sum += term;
      size += Math.abs(term);
    }
    return sum - size * (n + m) * Number.EPSILON;
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
  private readFlows(n: number, m: number, supply: Float64Array, demand: Float64Array, cost: Float64Array): number {
    const { rest, wholeRest, flowFrom, flowTo, flowMass } = this;
    const { parent, reverse, root } = this.tree;
    const { whole, unit, demandScale } = this.masses;
    for (let node = 0; node < n + m; node++) wholeRest[node] = whole[node];
    for (let i = 0; i < n; i++) rest[i] = supply[i];
    for (let j = 0; j < m; j++) rest[n + j] = demand[j] * demandScale;
    let count = 0;
    let sum = 0;
    for (let node = reverse[root]; node !== root; node = reverse[node]) {
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
    if (this.u.length < n) this.u = new Float64Array(2 * n);
    if (this.v.length < m) this.v = new Float64Array(2 * m);
    if (this.rest.length >= n + m) return;
    this.rest = new Float64Array(2 * (n + m));
    this.wholeRest = new Float64Array(2 * (n + m));
    this.flowFrom = new Int32Array(2 * (n + m));
    this.flowTo = new Int32Array(2 * (n + m));
    this.flowMass = new Float64Array(2 * (n + m));
  }
}
