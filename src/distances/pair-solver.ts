import { GreedySavings } from '../transport/greedy-savings';
import { NetworkSimplex } from '../transport/network-simplex';
import { SavingsSolver } from '../transport/savings-solver';
import type { PairProblem } from './pair-problem';

/** Mass that query word `row` (position in the query) sends to document word `column` (position in the document). */
export type FlowVisitor = (row: number, column: number, mass: number, distance: number) => void;

/** Fewer arcs than this are solved faster as a sparse problem, even when every word is near every other. */
const DENSE_FROM = 64;

/**
 * Exact savings of the pair loaded in a PairProblem: the thresholded form by connected components over the near arcs, or,
 * where every word is near every other, the dense network simplex. One per thread; nothing allocates once it has grown.
 */
export class PairSolver {
  private readonly sparse = new SavingsSolver();
  private readonly dense = new NetworkSimplex();
  private readonly greedy = new GreedySavings();
  private rowSlot = new Int32Array(0);
  private rowOf = new Int32Array(0);
  private columnOf = new Int32Array(0);
  private rowMass = new Float64Array(0);
  private columnMass = new Float64Array(0);
  private columnStart = new Int32Array(1);
  private arcRow = new Int32Array(1024);
  private arcDistance = new Float64Array(1024);
  private arcGain = new Float64Array(1024);
  private cost = new Float64Array(0);
  private n = 0;
  private m = 0;
  private arcs = 0;
  private usedDense = false;

  constructor(private readonly pair: PairProblem) {}

  /**
   * Greatest savings of the loaded pair, matched mass included. Stops early once they are proven to stay under `needed`,
   * and then returns an upper bound of them that is also under `needed`.
   */
  solve(needed = -Infinity): number {
    const { pair } = this;
    this.assemble();
    const base = pair.matched * pair.threshold;
    if (this.arcs === 0) return base;
    this.usedDense = this.arcs === this.n * this.m && this.arcs >= DENSE_FROM && this.isBalanced();
    const savings = base + (this.usedDense ? this.solveDense(needed - base) : this.solveSparse(needed - base));
    if (pair.learnsPrices) this.teachPrices();
    return savings;
  }

  /** Savings of moving along the nearest arcs first: a feasible plan, so never more than `solve` gives. */
  solveGreedily(): number {
    const { pair } = this;
    this.assemble();
    const { n, m, rowMass, columnMass, columnStart, arcRow, arcGain } = this;
    const base = pair.matched * pair.threshold;
    return this.arcs === 0 ? base : base + this.greedy.solve(n, m, rowMass, columnMass, columnStart, arcRow, arcGain);
  }

  /** Flows of the last solve that was not abandoned, matched mass left out. */
  visitFlows(visit: FlowVisitor): void {
    if (this.arcs === 0) return;
    if (this.usedDense) {
      this.dense.visitFlows((i, j, mass) => visit(this.rowOf[i], this.columnOf[j], mass, this.cost[i * this.m + j]));
      return;
    }
    const { flow } = this.sparse;
    for (let j = 0; j < this.m; j++) {
      for (let k = this.columnStart[j]; k < this.columnStart[j + 1]; k++) {
        if (flow[k] > 0) visit(this.rowOf[this.arcRow[k]], this.columnOf[j], flow[k], this.arcDistance[k]);
      }
    }
  }

  /** The rows and columns with mass left and an arc between them, numbered anew, arcs grouped by column. */
  private assemble(): void {
    const { pair } = this;
    const { arcs, columnRest, rowRest, firstPosting, threshold } = pair;
    const { words } = pair.masses.corpus;
    this.reserve(pair.n, pair.m);
    this.rowSlot.fill(-1, 0, pair.n);
    let n = 0;
    let m = 0;
    let at = 0;
    for (let j = 0; j < pair.m; j++) {
      const word = words[firstPosting + j];
      const count = columnRest[j] > 0 ? arcs.count(word) : 0;
      if (count === 0) continue;
      const start = 2 * arcs.firstOfAll(word);
      const end = start + 2 * count;
      this.reserveArcs(at + count);
      const begin = at;
      for (let k = start; k < end; k += 2) {
        const i = arcs.arcs[k];
        const gain = threshold - arcs.arcsAsFloat[k + 1];
        if (rowRest[i] <= 0 || gain <= 0) continue;
        if (this.rowSlot[i] < 0) {
          this.rowSlot[i] = n;
          this.rowOf[n] = i;
          this.rowMass[n++] = rowRest[i];
        }
        this.arcRow[at] = this.rowSlot[i];
        this.arcDistance[at] = arcs.arcsAsFloat[k + 1];
        this.arcGain[at] = gain;
        at++;
      }
      if (at === begin) continue;
      this.columnOf[m] = j;
      this.columnMass[m++] = columnRest[j];
      this.columnStart[m] = at;
    }
    this.n = n;
    this.m = m;
    this.arcs = at;
  }

  /** What a unit of each query word was worth here bounds the savings of the next document. */
  private teachPrices(): void {
    if (this.usedDense ? this.dense.abandoned : this.sparse.abandoned) return;
    if (!this.usedDense) {
      for (let i = 0; i < this.n; i++) this.pair.teachPrice(this.rowOf[i], this.sparse.rowPrice[i]);
      return;
    }
    const { u } = this.dense;
    let highest = -Infinity;
    for (let i = 0; i < this.n; i++) highest = Math.max(highest, u[i]);
    for (let i = 0; i < this.n; i++) this.pair.teachPrice(this.rowOf[i], highest - u[i]);
  }

  private isBalanced(): boolean {
    let supply = 0;
    let demand = 0;
    for (let i = 0; i < this.n; i++) supply += this.rowMass[i];
    for (let j = 0; j < this.m; j++) demand += this.columnMass[j];
    return Math.abs(supply - demand) <= 1e-6 * this.pair.total;
  }

  private solveSparse(needed: number): number {
    return this.sparse.solve(this.n, this.m, this.rowMass, this.columnMass, this.columnStart, this.arcRow, this.arcGain, needed);
  }

  /** Least cost instead of greatest savings: all mass moves, so one is the other subtracted from mass times threshold. */
  private solveDense(needed: number): number {
    const { n, m } = this;
    if (n * m > this.cost.length) this.cost = new Float64Array(2 * n * m);
    const { cost } = this;
    let mass = 0;
    for (let i = 0; i < n; i++) mass += this.rowMass[i];
    for (let j = 0; j < m; j++) {
      for (let k = this.columnStart[j]; k < this.columnStart[j + 1]; k++) cost[this.arcRow[k] * m + j] = this.arcDistance[k];
    }
    const most = mass * this.pair.threshold;
    return most - this.dense.solve(n, m, this.rowMass, this.columnMass, cost, most - needed);
  }

  private reserve(n: number, m: number): void {
    if (n > this.rowSlot.length) {
      this.rowSlot = new Int32Array(n);
      this.rowOf = new Int32Array(n);
      this.rowMass = new Float64Array(n);
    }
    if (m > this.columnOf.length) {
      this.columnOf = new Int32Array(2 * m);
      this.columnMass = new Float64Array(2 * m);
      this.columnStart = new Int32Array(2 * m + 1);
    }
  }

  private reserveArcs(size: number): void {
    if (size <= this.arcRow.length) return;
    const grown = <A extends Int32Array | Float64Array>(old: A, to: A): A => (to.set(old), to);
    this.arcRow = grown(this.arcRow, new Int32Array(2 * size));
    this.arcDistance = grown(this.arcDistance, new Float64Array(2 * size));
    this.arcGain = grown(this.arcGain, new Float64Array(2 * size));
  }
}
