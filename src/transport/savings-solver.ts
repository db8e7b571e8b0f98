import { SavingsTree } from './savings-tree';

const NONE = -1;
const BUCKETS = 128;
/** Arcs looked at before the best of them enters. 50 to 100 measured fastest from 100 to 8,000 arcs. */
const BLOCK = 64;
/** Pivots between two attempts to prove that the savings stay below what is needed. */
const PIVOTS_A_PROOF = 8;

/**
 * Partial transport of the largest savings over sparse arcs: maximise sum f(i,j) gain(i,j), f >= 0, row sums <= rowMass,
 * column sums <= colMass. With gain = T - c it solves the transport under a ground distance capped at T (Pele, Werman 2009):
 * total * T - savings. Primal network simplex (Ahuja, Magnanti, Orlin 1993, ch. 11) from a greedy start.
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
  private n = 0;
  private m = 0;
  private columnStart: Int32Array = new Int32Array(1);
  private arcRow: Int32Array = new Int32Array(0);
  /** Gains on the grid. */
  private gain = new Float64Array(0);
  /** Masses on the grid, rows then columns; what the greedy start leaves of them. */
  private left = new Float64Array(0);
  private arcColumn = new Int32Array(0);
  private bucket = new Uint8Array(0);
  private order = new Int32Array(0);
  private readonly bucketStart = new Int32Array(BUCKETS + 1);
  /** Nodes in the order in which the start exhausted them. */
  private exhausted = new Int32Array(0);
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
    this.roundMasses(rowMass, colMass);
    this.sortGains(arcGain);
    this.startGreedy();
    const limit = 1e6 + 1000 * (n + m);
    for (;;) {
      if (this.saved < needed && this.pivots % PIVOTS_A_PROOF === 0) {
        const bound = this.priceArcs(rowMass, colMass, arcGain);
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
    this.saved = 0;
    this.cursor = 0;
  }

  /** A mass larger than all the other side has is cut to twice that, which leaves it slack and its price 0. */
  private roundMasses(rowMass: Float64Array, colMass: Float64Array): void {
    const { n, m, left } = this;
    const cut = 2 * Math.min(sum(rowMass, n), sum(colMass, m)) || Infinity;
    let largest = 0;
    for (let i = 0; i < n; i++) largest = Math.max(largest, (left[i] = Math.min(rowMass[i], cut)));
    for (let j = 0; j < m; j++) largest = Math.max(largest, (left[n + j] = Math.min(colMass[j], cut)));
    const grid = rounder(largest);
    for (let k = 0; k < n + m; k++) left[k] = left[k] + grid - grid;
  }

  /** Gains on the grid, and the arcs by falling gain, roughly: a counting sort. */
  private sortGains(arcGain: Float64Array): void {
    const { n, m, gain, columnStart, order, bucket, bucketStart, arcColumn } = this;
    const arcs = columnStart[m];
    let largest = 0;
    for (let e = 0; e < arcs; e++) {
      if (!(arcGain[e] >= 0 && arcGain[e] < LARGEST))
        throw new RangeError(`gain ${e} must be in [0, ${LARGEST}), got ${arcGain[e]}`);
      if (arcGain[e] > largest) largest = arcGain[e];
    }
    // A price is a sum of gains along a path, alternately added and taken away.
    const grid = rounder(largest * (2 * Math.min(n, m) + 3));
    const unit = grid * 2 ** -52;
    const scale = (BUCKETS - 1) / largest;
    bucketStart.fill(0);
    for (let e = 0; e < arcs; e++) {
      gain[e] = arcGain[e] + unit + grid - grid;
      const b = BUCKETS - 1 - ((arcGain[e] * scale) | 0);
      bucket[e] = b;
      bucketStart[b + 1]++;
    }
    for (let b = 1; b < BUCKETS; b++) bucketStart[b] += bucketStart[b - 1];
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        arcColumn[e] = j;
        order[bucketStart[bucket[e]]++] = e;
      }
    }
  }

  /**
   * Moves all that both sides have left, arc by arc. Each move exhausts a node, which is hung under the other one; of two
   * exhausted at once the column, since an arc that points down must carry flow. Who is left over hangs on the root.
   */
  private startGreedy(): void {
    const { n, m, tree, gain, left, order, arcRow, arcColumn, exhausted } = this;
    const arcs = this.columnStart[m];
    const root = n + m;
    tree.reset(n, m);
    let count = 0;
    let saved = 0;
    for (let k = 0; k < arcs; k++) {
      const e = order[k];
      const row = arcRow[e];
      const rowLeft = left[row];
      if (rowLeft === 0) continue;
      const column = n + arcColumn[e];
      const columnLeft = left[column];
      if (columnLeft === 0) continue;
      if (columnLeft <= rowLeft) {
        left[row] = rowLeft - columnLeft;
        left[column] = 0;
        saved += columnLeft * gain[e];
        tree.hang(column, row, e, columnLeft);
        exhausted[count++] = column;
      } else {
        left[column] = columnLeft - rowLeft;
        left[row] = 0;
        saved += rowLeft * gain[e];
        tree.hang(row, column, e, rowLeft);
        exhausted[count++] = row;
      }
    }
    this.saved = saved;
    for (let node = 0; node < root; node++) if (!tree.isHung(node)) tree.hangOnRoot(node, left[node]);
    while (count > 0) tree.settle(exhausted[--count], gain);
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

  /** Prices of an optimal tree. A node without mass has no place in it, and gets the least price that covers its gains. */
  private readPrices(rowMass: Float64Array, colMass: Float64Array, arcGain: Float64Array): void {
    const { n, m, columnStart, arcRow, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    let complete = true;
    for (let i = 0; i < n; i++) {
      rowPrice[i] = price[i] === Infinity ? 0 : price[i];
      if (price[i] === Infinity) complete = false;
    }
    for (let j = 0; j < m; j++) {
      columnPrice[j] = price[n + j] === Infinity ? 0 : price[n + j];
      if (price[n + j] === Infinity) complete = false;
    }
    if (complete) return;
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        const row = arcRow[e];
        const massless = price[n + j] === Infinity;
        if (price[row] === Infinity && !(massless && colMass[j] < rowMass[row]))
          rowPrice[row] = Math.max(rowPrice[row], arcGain[e] - columnPrice[j]);
        else if (massless) columnPrice[j] = Math.max(columnPrice[j], arcGain[e] - rowPrice[row]);
      }
    }
  }

  /** Prices that cover every gain, from the rows' prices in the tree, and their total: an upper bound of the savings. */
  private priceArcs(rowMass: Float64Array, colMass: Float64Array, arcGain: Float64Array): number {
    const { n, m, columnStart, arcRow, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    let total = 0;
    let massless = 0;
    for (let i = 0; i < n; i++) {
      const u = price[i];
      if (u === Infinity) massless++;
      else if (u > 0) total += rowMass[i] * u;
      rowPrice[i] = u > 0 ? u : 0;
    }
    for (let j = 0; j < m; j++) {
      let v = 0;
      const end = columnStart[j + 1];
      for (let e = columnStart[j]; e < end; e++) {
        const need = arcGain[e] - rowPrice[arcRow[e]];
        if (need > v) v = need;
      }
      columnPrice[j] = v;
      total += colMass[j] * v;
    }
    return massless > 0 ? total + this.priceMassless(rowMass, arcGain) : total;
  }

  /** Rows without mass to speak of have no place in the tree: they get the least price that covers their gains. */
  private priceMassless(rowMass: Float64Array, arcGain: Float64Array): number {
    const { n, m, columnStart, arcRow, rowPrice, columnPrice } = this;
    const { price } = this.tree;
    for (let i = 0; i < n; i++) if (price[i] === Infinity) rowPrice[i] = 0;
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        const row = arcRow[e];
        if (price[row] === Infinity) rowPrice[row] = Math.max(rowPrice[row], arcGain[e] - columnPrice[j]);
      }
    }
    let total = 0;
    for (let i = 0; i < n; i++) if (price[i] === Infinity) total += rowMass[i] * rowPrice[i];
    return total;
  }

  private grow(nodes: number, arcs: number): void {
    if (this.left.length < nodes) {
      this.left = new Float64Array(2 * nodes);
      this.exhausted = new Int32Array(2 * nodes);
      this.rowPrice = new Float64Array(2 * nodes);
      this.columnPrice = new Float64Array(2 * nodes);
    }
    if (this.flow.length < arcs) {
      this.flow = new Float64Array(2 * arcs);
      this.gain = new Float64Array(2 * arcs);
      this.bucket = new Uint8Array(2 * arcs);
      this.order = new Int32Array(2 * arcs);
      this.arcColumn = new Int32Array(2 * arcs);
    }
  }
}

/** Sums of masses and prices stay finite below this. */
const LARGEST = 1e290;

/** x + r - r rounds x to a grid on which sums and differences up to `largest` are exact. */
function rounder(largest: number): number {
  return largest > 0 ? 1.5 * 2 ** Math.ceil(Math.log2(largest)) : 0;
}

function sum(mass: Float64Array, length: number): number {
  let total = 0;
  for (let i = 0; i < length; i++) {
    if (!(mass[i] >= 0)) throw new RangeError(`mass ${i} must not be negative, got ${mass[i]}`);
    total += mass[i];
  }
  if (!(total < LARGEST)) throw new RangeError(`masses must sum to less than ${LARGEST}, got ${total}`);
  return total;
}
