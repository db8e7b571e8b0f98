import { roundGains, roundMasses } from './exact-grid';
import { GreedyStart } from './greedy-start';
import { SavingsTree } from './savings-tree';

const NONE = -1;
/** Arcs looked at before the best of them enters. 50 to 100 measured fastest from 100 to 8,000 arcs. */
const BLOCK = 64;
/** Pivots between two attempts to prove that the savings stay below what is needed. */
const PIVOTS_A_PROOF = 8;

/**
 * Partial transport of the largest savings over sparse arcs: maximise sum f(i,j) gain(i,j), f >= 0, row sums <= rowMass,
 * column sums <= colMass. With gain = T - c it solves the transport under a ground distance capped at T (Pele, Werman 2009):
 * total * T - savings. Primal network simplex (Ahuja, Magnanti, Orlin 1993, ch. 11) from a greedy start. Measured faster than the
 * dense NetworkSimplex until about half of all pairs are arcs (n = m = 80 to 400); above, slower by up to two.
 *
 * Masses and gains are rounded to a grid (2^-52 of the largest mass; about 2^-45 of the largest gain for 100 rows) on which all
 * arithmetic is exact, so that it ends without a tolerance. A reusable workspace: nothing is allocated once it has grown.
 */
export class SavingsSolver {
  /** Flow per arc, after a solve that was not abandoned. */
  flow = new Float64Array(0);
  /** Prices >= 0 with rowPrice + columnPrice >= gain; masses times prices sum to what `solve` returned. */
  rowPrice = new Float64Array(0);
  columnPrice = new Float64Array(0);
  abandoned = false;
  pivots = 0;

  private readonly tree = new SavingsTree();
  private readonly start = new GreedyStart();
  private n = 0;
  private m = 0;
  private columnStart: Int32Array = new Int32Array(1);
  private arcRow: Int32Array = new Int32Array(0);
  /** Gains on the grid. */
  private gain = new Float64Array(0);
  /** Masses on the grid, rows then columns; what the greedy start leaves of them. */
  private left = new Float64Array(0);
  /** Savings of the flow in the tree. */
  private saved = 0;
  /** Where the search for an entering arc goes on: a column, or m for the slacks of the rows. */
  private cursor = 0;

  /**
   * Arcs are grouped by column: those of column j are [columnStart[j], columnStart[j + 1]), each with its row and its gain > 0.
   * Returns the largest savings. With `needed`, stops as soon as prices prove that the savings are below it, sets `abandoned`
   * and returns the bound they prove. Throws RangeError for masses or gains that are negative or not finite.
   */
  solve(
    n: number,
    m: number,
    rowMass: Float64Array,
    colMass: Float64Array,
    columnStart: Int32Array,
    arcRow: Int32Array,
    arcGain: Float64Array,
    needed = -Infinity,
  ): number {
    this.reset(n, m, columnStart, arcRow);
    roundMasses(n, m, rowMass, colMass, this.left);
    const largest = roundGains(n, m, columnStart[m], arcGain, this.gain);
    this.saved = this.start.build(n, m, this.left, columnStart, arcRow, this.gain, largest, this.tree);
    const limit = 1e6 + 1000 * (n + m);
    for (;;) {
      if (this.saved < needed && this.pivots % PIVOTS_A_PROOF === 0) {
        const bound = this.bound(rowMass, colMass, arcGain);
        if (bound < needed) {
          this.abandoned = true;
          return bound;
        }
      }
      if (!this.improve()) break;
      if (this.pivots > limit) throw new Error(`no optimum after ${limit} pivots of a ${n} x ${m} transport`);
    }
    this.readPrices(rowMass, colMass, arcGain);
    return this.readFlow(arcGain);
  }

  private reset(n: number, m: number, columnStart: Int32Array, arcRow: Int32Array): void {
    this.grow(n + m + 1, columnStart[m]);
    this.n = n;
    this.m = m;
    this.columnStart = columnStart;
    this.arcRow = arcRow;
    this.abandoned = false;
    this.pivots = 0;
    this.cursor = 0;
  }

  /** One pivot: the best of the next block of arcs that violate their prices. False when there is none. */
  private improve(): boolean {
    const { n, m, gain, columnStart, arcRow } = this;
    const { price } = this.tree;
    let best = 0;
    let bestArc = NONE;
    let bestColumn = NONE;
    let slack = NONE;
    let scanned = 0;
    let j = this.cursor;
    for (let visited = 0; visited <= m && (best === 0 || scanned < BLOCK); visited++) {
      if (j === m) {
        for (let i = 0; i < n; i++) {
          if (-price[i] > best) {
            best = -price[i];
            slack = i;
          }
        }
        scanned += n;
        j = 0;
        continue;
      }
      const v = price[n + j];
      if (-v > best) {
        best = -v;
        slack = n + j;
      }
      const end = columnStart[j + 1];
      const start = columnStart[j];
      for (let e = start; e < end; e++) {
        const violation = gain[e] - price[arcRow[e]] - v;
        if (violation > best) {
          best = violation;
          bestArc = e;
          bestColumn = n + j;
          slack = NONE;
        }
      }
      scanned += end - start + 1;
      j++;
    }
    this.cursor = j;
    if (best === 0) return false;
    this.pivots++;
    const root = n + m;
    let moved;
    if (slack === NONE) moved = this.tree.pivot(arcRow[bestArc], bestColumn, bestArc, best);
    else if (slack < n) moved = this.tree.pivot(slack, root, NONE, best);
    else moved = this.tree.pivot(root, slack, NONE, best);
    this.saved += moved * best;
    return true;
  }

  /** The flow per arc; returns what it saves. */
  private readFlow(arcGain: Float64Array): number {
    const { n, m, tree, flow } = this;
    flow.fill(0, 0, this.columnStart[m]);
    let savings = 0;
    for (let node = 0; node < n + m; node++) {
      const e = tree.arc[node];
      if (e === NONE) continue;
      flow[e] = tree.flow[node];
      savings += tree.flow[node] * arcGain[e];
    }
    return savings;
  }

  /** The prices of an optimal tree. */
  private readPrices(rowMass: Float64Array, colMass: Float64Array, arcGain: Float64Array): void {
    const { n, m, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    let massless = 0;
    for (let i = 0; i < n; i++) {
      const finite = price[i] < Infinity;
      rowPrice[i] = finite ? price[i] : 0;
      if (!finite) massless++;
    }
    for (let j = 0; j < m; j++) {
      const finite = price[n + j] < Infinity;
      columnPrice[j] = finite ? price[n + j] : 0;
      if (!finite) massless++;
    }
    if (massless > 0) this.coverMassless(rowMass, colMass, arcGain);
  }

  /** Prices that cover every gain, from the rows' prices in any tree, and their total: an upper bound of the savings. */
  private bound(rowMass: Float64Array, colMass: Float64Array, arcGain: Float64Array): number {
    const { n, m, columnStart, arcRow, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    for (let i = 0; i < n; i++) rowPrice[i] = Math.max(0, price[i]);
    for (let j = 0; j < m; j++) {
      let v = 0;
      const end = columnStart[j + 1];
      for (let e = columnStart[j]; e < end; e++) {
        const need = arcGain[e] - rowPrice[arcRow[e]];
        if (need > v) v = need;
      }
      columnPrice[j] = v;
    }
    let massless = 0;
    for (let i = 0; i < n; i++) {
      if (rowPrice[i] < Infinity) continue;
      rowPrice[i] = 0;
      massless++;
    }
    if (massless > 0) this.coverMassless(rowMass, colMass, arcGain);
    return dot(rowMass, rowPrice, n) + dot(colMass, columnPrice, m);
  }

  /** A node without mass has no place in the tree. It gets the least price that covers its gains; of two such, the lighter one. */
  private coverMassless(rowMass: Float64Array, colMass: Float64Array, arcGain: Float64Array): void {
    const { n, m, columnStart, arcRow, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    for (let j = 0; j < m; j++) {
      const columnIsMassless = price[n + j] === Infinity;
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        const i = arcRow[e];
        const missing = arcGain[e] - rowPrice[i] - columnPrice[j];
        if (missing <= 0) continue;
        if (price[i] === Infinity && !(columnIsMassless && colMass[j] < rowMass[i])) rowPrice[i] += missing;
        else if (columnIsMassless) columnPrice[j] += missing;
      }
    }
  }

  private grow(nodes: number, arcs: number): void {
    if (this.left.length < nodes) {
      this.left = new Float64Array(2 * nodes);
      this.rowPrice = new Float64Array(2 * nodes);
      this.columnPrice = new Float64Array(2 * nodes);
    }
    if (this.flow.length < arcs) {
      this.flow = new Float64Array(2 * arcs);
      this.gain = new Float64Array(2 * arcs);
    }
  }
}

function dot(mass: Float64Array, price: Float64Array, length: number): number {
  let total = 0;
  for (let k = 0; k < length; k++) total += mass[k] * price[k];
  return total;
}
