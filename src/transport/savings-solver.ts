import { SavingsTree } from './savings-tree';

const NONE = -1;
const BUCKETS = 256;
/** Masses become whole numbers below this, so that sums and differences of flows stay exact. */
const MASS_RANGE = 2 ** 52;
/** Prices are sums of gains along a path: gains below this divided by the number of nodes stay exact. */
const PRICE_RANGE = 2 ** 51;

/**
 * Partial transport of the largest savings over sparse arcs: maximise sum f(i,j) gain(i,j), f >= 0, row sums <= rowMass,
 * column sums <= colMass. With gain = T - c it gives the transport under a ground distance capped at T (Pele, Werman 2009):
 * total * T - savings. Primal network simplex (Ahuja, Magnanti, Orlin 1993, ch. 11) from a greedy start.
 *
 * Exact: masses and gains are rounded to 2^-52 and about 2^-40 of the largest and then solved in whole numbers, without a
 * tolerance. A reusable workspace; nothing is allocated once it has grown.
 */
export class SavingsSolver {
  /** Flow per arc, after a solve that was not abandoned. */
  flow = new Float64Array(0);
  /** Prices >= 0 with rowPrice + columnPrice >= gain; the masses times the prices sum to the savings. */
  rowPrice = new Float64Array(0);
  columnPrice = new Float64Array(0);
  abandoned = false;
  pivots = 0;

  private readonly tree = new SavingsTree();
  private gain = new Float64Array(0);
  private left = new Float64Array(0);
  private order = new Int32Array(0);
  private arcColumn = new Int32Array(0);
  private hung = new Int32Array(0);
  private hungArc = new Int32Array(0);
  private readonly bucketEnd = new Int32Array(BUCKETS + 1);
  private largestGain = 0;
  private gainUnit = 1;
  private massUnit = 1;

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
    this.grow(n, m, columnStart[m]);
    this.abandoned = false;
    this.pivots = 0;
    this.scaleMasses(n, m, rowMass, colMass, columnStart, arcRow);
    this.scaleGains(n + m + 1, columnStart[m], arcGain);
    this.startGreedy(n, m, columnStart, arcRow);
    this.improve(n, m, columnStart, arcRow, needed);
    return this.finish(n, m, rowMass, colMass, columnStart, arcRow, arcGain);
  }

  /** Whole masses, rounded down; a mass larger than anything the other side can meet is cut to twice that, which leaves it slack. */
  private scaleMasses(n: number, m: number, rowMass: Float64Array, colMass: Float64Array, columnStart: Int32Array, arcRow: Int32Array): void {
    const { left } = this;
    left.fill(0, 0, n + m);
    for (let j = 0; j < m; j++) {
      if (columnStart[j] === columnStart[j + 1]) continue;
      left[n + j] = colMass[j];
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) left[arcRow[e]] = rowMass[arcRow[e]];
    }
    let rows = 0;
    let columns = 0;
    for (let i = 0; i < n; i++) rows += left[i];
    for (let j = n; j < n + m; j++) columns += left[j];
    if (!(rows >= 0 && columns >= 0 && rows + columns < Infinity)) throw new RangeError('masses must be finite and not negative');
    const cut = 2 * Math.min(rows, columns);
    let largest = 0;
    for (let k = 0; k < n + m; k++) {
      if (left[k] > cut) left[k] = cut;
      if (left[k] > largest) largest = left[k];
    }
    this.massUnit = largest > 0 ? powerOfTwoAbove(largest) / MASS_RANGE : 1;
    for (let k = 0; k < n + m; k++) left[k] = Math.floor(left[k] / this.massUnit);
  }

  private scaleGains(nodes: number, arcs: number, arcGain: Float64Array): void {
    const { gain } = this;
    let largest = 0;
    for (let e = 0; e < arcs; e++) if (arcGain[e] > largest) largest = arcGain[e];
    if (!(largest < Infinity)) throw new RangeError('gains must be finite');
    this.gainUnit = largest > 0 ? (powerOfTwoAbove(largest) * powerOfTwoAbove(nodes)) / PRICE_RANGE : 1;
    const scale = 1 / this.gainUnit;
    for (let e = 0; e < arcs; e++) gain[e] = Math.round(arcGain[e] * scale);
    this.largestGain = Math.round(largest * scale);
  }

  /** Arcs by falling gain, roughly: a counting sort into buckets. */
  private sortArcs(m: number, columnStart: Int32Array): void {
    const { gain, order, arcColumn, bucketEnd } = this;
    const arcs = columnStart[m];
    const scale = (BUCKETS - 1) / Math.max(1, this.largestGain);
    bucketEnd.fill(0);
    for (let e = 0; e < arcs; e++) bucketEnd[BUCKETS - 1 - ((gain[e] * scale) | 0) + 1]++;
    for (let b = 1; b <= BUCKETS; b++) bucketEnd[b] += bucketEnd[b - 1];
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        arcColumn[e] = j;
        order[bucketEnd[BUCKETS - 1 - ((gain[e] * scale) | 0)]++] = e;
      }
    }
  }

  /**
   * Moves all that both sides have left, arc by arc. Each move exhausts a node, which is hung under the other one; of two exhausted at
   * once the column, since an arc that points down must carry flow. Who is left over hangs on the root. Then prices, top down.
   */
  private startGreedy(n: number, m: number, columnStart: Int32Array, arcRow: Int32Array): void {
    this.sortArcs(m, columnStart);
    const { tree, gain, left, order, arcColumn, hung, hungArc } = this;
    const arcs = columnStart[m];
    tree.reset(n, m);
    hungArc.fill(-2, 0, n + m);
    let count = 0;
    for (let k = 0; k < arcs; k++) {
      const e = order[k];
      const row = arcRow[e];
      const column = n + arcColumn[e];
      const rowLeft = left[row];
      const columnLeft = left[column];
      if (rowLeft === 0 || columnLeft === 0) continue;
      if (columnLeft <= rowLeft) {
        left[row] = rowLeft - columnLeft;
        left[column] = 0;
        tree.hang(column, row, e, columnLeft);
        hungArc[column] = e;
        hung[count++] = column;
      } else {
        left[column] = columnLeft - rowLeft;
        left[row] = 0;
        tree.hang(row, column, e, rowLeft);
        hungArc[row] = e;
        hung[count++] = row;
      }
    }
    for (let node = 0; node < n + m; node++) {
      if (hungArc[node] !== -2) continue;
      if (left[node] > 0 || (node < n && tree.hasChild(node))) {
        tree.hang(node, n + m, NONE, left[node]);
        tree.settle(node, 0);
      } else tree.price[node] = Infinity;
    }
    while (count > 0) {
      const node = hung[--count];
      tree.settle(node, gain[hungArc[node]]);
    }
  }

  private improve(n: number, m: number, columnStart: Int32Array, arcRow: Int32Array, _needed: number): void {
    const { tree, gain } = this;
    const { price } = tree;
    const root = n + m;
    const arcs = columnStart[m];
    const block = Math.max(BLOCK, Math.sqrt(arcs) | 0);
    let unit = 0;
    const units = m + 1;
    for (;;) {
      let best = 0;
      let bestRow = NONE;
      let bestColumn = NONE;
      let bestArc = NONE;
      let scanned = 0;
      for (let visited = 0; visited < units; visited++) {
        if (unit === m) {
          for (let i = 0; i < n; i++) {
            if (-price[i] > best) {
              best = -price[i];
              bestRow = i;
              bestColumn = root;
              bestArc = NONE;
            }
          }
          unit = 0;
        } else {
          const column = n + unit;
          const end = columnStart[unit + 1];
          const v = price[column];
          if (v !== Infinity) {
            if (-v > best) {
              best = -v;
              bestRow = root;
              bestColumn = column;
              bestArc = NONE;
            }
            for (let e = columnStart[unit]; e < end; e++) {
              const violation = gain[e] - price[arcRow[e]] - v;
              if (violation > best) {
                best = violation;
                bestArc = e;
                bestRow = arcRow[e];
                bestColumn = column;
              }
            }
            scanned += end - columnStart[unit] + 1;
          }
          unit++;
        }
        if (best > 0 && scanned >= block) break;
      }
      if (best === 0) return;
      tree.pivot(bestRow, bestColumn, bestArc, best);
      this.pivots++;
    }
  }

  private finish(
    n: number,
    m: number,
    rowMass: Float64Array,
    colMass: Float64Array,
    columnStart: Int32Array,
    arcRow: Int32Array,
    arcGain: Float64Array,
  ): number {
    const { tree, rowPrice, columnPrice, flow, gainUnit, massUnit } = this;
    const arcs = columnStart[m];
    flow.fill(0, 0, arcs);
    for (let node = 0; node < n + m; node++) {
      if (tree.price[node] !== Infinity && tree.arc[node] !== NONE) flow[tree.arc[node]] = tree.flow[node] * massUnit;
    }
    let massless = 0;
    for (let i = 0; i < n; i++) {
      rowPrice[i] = tree.price[i] * gainUnit;
      if (rowPrice[i] === Infinity) massless++;
    }
    let savings = 0;
    for (let j = 0; j < m; j++) {
      let price = 0;
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) price = Math.max(price, arcGain[e] - rowPrice[arcRow[e]]);
      columnPrice[j] = price;
      savings += colMass[j] * price;
    }
    if (massless > 0) this.priceMassless(n, m, columnStart, arcRow, arcGain);
    for (let i = 0; i < n; i++) savings += rowMass[i] * rowPrice[i];
    return savings;
  }

  /** Rows that had no mass to speak of, and so no place in the tree: the least price that covers their gains. */
  private priceMassless(n: number, m: number, columnStart: Int32Array, arcRow: Int32Array, arcGain: Float64Array): void {
    const { tree, rowPrice, columnPrice } = this;
    for (let i = 0; i < n; i++) if (rowPrice[i] === Infinity) rowPrice[i] = 0;
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        const row = arcRow[e];
        if (tree.price[row] === Infinity) rowPrice[row] = Math.max(rowPrice[row], arcGain[e] - columnPrice[j]);
      }
    }
  }

  private grow(n: number, m: number, arcs: number): void {
    if (this.left.length < n + m + 1) {
      const nodes = 2 * (n + m + 1);
      this.left = new Float64Array(nodes);
      this.hung = new Int32Array(nodes);
      this.hungArc = new Int32Array(nodes);
      this.rowPrice = new Float64Array(nodes);
      this.columnPrice = new Float64Array(nodes);
    }
    if (this.flow.length < arcs) {
      this.flow = new Float64Array(2 * arcs);
      this.gain = new Float64Array(2 * arcs);
      this.order = new Int32Array(2 * arcs);
      this.arcColumn = new Int32Array(2 * arcs);
    }
  }
}

const BLOCK = Number((globalThis as any).BLOCK ?? 100);

function powerOfTwoAbove(x: number): number {
  return 2 ** (Math.floor(Math.log2(x)) + 1);
}
