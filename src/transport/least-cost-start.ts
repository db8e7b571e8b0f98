import type { BasisTree } from './basis-tree';

/**
 * First basis by the least cost rule (matrix minimum): again and again the cheapest arc between a row and a column that both
 * have something left takes all it can. Each arc empties exactly one of its ends (masses are perturbed), and that end hangs
 * under the other, so the arcs are a spanning tree by construction.
 *
 * It leaves half the pivots that the row minimum rule does (400 words: 2,350 and 4,800), and saves more than good potentials do.
 * Columns only run out, so the minimum a row had is a lower bound of the one it has: it is found anew when it comes first.
 */
export class LeastCostStart {
  private left = new Float64Array(0);
  /** 0, or Infinity once the column is emptied. */
  private barrier = new Float64Array(0);
  /** By slot: the open rows, the cheapest column each had when last looked at, and its cost. */
  private row = new Int32Array(0);
  private column = new Int32Array(0);
  private least = new Float64Array(0);
  private emptied = new Int32Array(0);

  /** Strings the tree of the first basis; mass holds n rows, then m columns, cost is n x m row-major. */
  build(n: number, m: number, mass: Float64Array, cost: Float64Array, tree: BasisTree): void {
    this.reserve(n, m);
    const { left, barrier, row, column, emptied } = this;
    const { parent, flow } = tree;
    for (let node = 0; node < n + m; node++) left[node] = mass[node];
    barrier.fill(0, 0, m);
    for (let i = 0; i < n; i++) {
      row[i] = i;
      this.findCheapest(i, m, cost);
    }
    let rows = n;
    for (let count = 0; count < n + m - 1;) {
      const slot = this.cheapestSlot(rows);
      const i = row[slot];
      const j = column[slot];
      if (barrier[j] > 0) {
        this.findCheapest(slot, m, cost);
        continue;
      }
      const rest = left[n + j] - left[i];
      if (rest > 0) {
        parent[i] = n + j;
        flow[i] = left[i];
        left[n + j] = rest;
        emptied[count++] = i;
        this.move(--rows, slot);
      } else {
        parent[n + j] = i;
        flow[n + j] = left[n + j];
        left[i] = -rest;
        emptied[count++] = n + j;
        barrier[j] = Infinity;
      }
    }
    emptied[n + m - 1] = row[0];
    tree.string(emptied);
  }

  private cheapestSlot(rows: number): number {
    const { least } = this;
    let slot = 0;
    for (let k = 1; k < rows; k++) if (least[k] < least[slot]) slot = k;
    return slot;
  }

  private findCheapest(slot: number, m: number, cost: Float64Array): void {
    const { barrier } = this;
    const start = this.row[slot] * m;
    let cheapest = Infinity;
    let column = 0;
    for (let j = 0; j < m; j++) {
      const value = cost[start + j] + barrier[j];
      if (value < cheapest) {
        cheapest = value;
        column = j;
      }
    }
    // Costs that are infinite or no numbers are cheaper than nothing: take any open column, the search must go on.
    this.least[slot] = cheapest;
    this.column[slot] = cheapest < Infinity ? column : barrier.indexOf(0);
  }

  private move(from: number, to: number): void {
    this.row[to] = this.row[from];
    this.column[to] = this.column[from];
    this.least[to] = this.least[from];
  }

  private reserve(n: number, m: number): void {
    if (n + m <= this.left.length) return;
    const room = 2 * (n + m);
    this.left = new Float64Array(room);
    this.barrier = new Float64Array(room);
    this.row = new Int32Array(room);
    this.column = new Int32Array(room);
    this.least = new Float64Array(room);
    this.emptied = new Int32Array(room);
  }
}
