import type { BasisTree } from './basis-tree';

/**
 * First basis by the least cost rule (matrix minimum) over the residuals, cost - mean of its row - mean of its column: again
 * and again the least arc between a row and a column that both have something left takes all it can. Each arc empties
 * exactly one of its ends (masses are perturbed), and that end hangs under the other, so the arcs are a spanning tree by
 * construction.
 *
 * It leaves fewer pivots than the same over costs (400 words: 1,439, not 1,724) or the row minimum rule (twice as many).
 * Open rows wait in a heap by their least arc. Columns only run out, so what a row waits with is a lower bound of what it
 * has, and is found anew only when it comes first.
 */
export class LeastCostStart {
  private left = new Float64Array(0);
  private openColumns = new Int32Array(0);
  /** Where a column stands among the open ones, or -1 once it is emptied. */
  private place = new Int32Array(0);
  private columns = 0;
  private heap = new Int32Array(0);
  private rows = 0;
  /** By row: the column of least residual when last looked at, and that residual. */
  private column = new Int32Array(0);
  private least = new Float64Array(0);
  private emptied = new Int32Array(0);
  private rowMean = new Float64Array(0);
  private columnMean = new Float64Array(0);

  /** Strings the tree of the first basis; mass holds n rows, then m columns, cost is n x m row-major. */
  build(n: number, m: number, mass: Float64Array, cost: Float64Array, tree: BasisTree): void {
    this.open(n, m, mass, cost);
    const { left, heap, column, place, emptied } = this;
    const { parent, flow } = tree;
    for (let count = 0; count < n + m - 1;) {
      const i = heap[0];
      const j = column[i];
      if (place[j] < 0) {
        this.findLeast(i, m, cost);
        this.sink(0);
        continue;
      }
      const rest = left[n + j] - left[i];
      if (rest > 0) {
        parent[i] = n + j;
        flow[i] = left[i];
        left[n + j] = rest;
        emptied[count++] = i;
        heap[0] = heap[--this.rows];
        this.sink(0);
      } else {
        parent[n + j] = i;
        flow[n + j] = left[n + j];
        left[i] = -rest;
        emptied[count++] = n + j;
        this.close(j);
      }
    }
    emptied[n + m - 1] = heap[0];
    tree.string(emptied);
  }

  private open(n: number, m: number, mass: Float64Array, cost: Float64Array): void {
    this.reserve(n, m);
    this.average(n, m, cost);
    for (let node = 0; node < n + m; node++) this.left[node] = mass[node];
    for (let j = 0; j < m; j++) {
      this.openColumns[j] = j;
      this.place[j] = j;
    }
    this.columns = m;
    for (let i = 0; i < n; i++) {
      this.heap[i] = i;
      this.findLeast(i, m, cost);
    }
    this.rows = n;
    for (let at = (n >> 1) - 1; at >= 0; at--) this.sink(at);
  }

  private average(n: number, m: number, cost: Float64Array): void {
    const { rowMean, columnMean } = this;
    columnMean.fill(0, 0, m);
    for (let i = 0; i < n; i++) {
      const start = i * m;
      let sum = 0;
      for (let j = 0; j < m; j++) {
        const value = cost[start + j];
        sum += value;
        columnMean[j] += value;
      }
      rowMean[i] = sum / m;
    }
    for (let j = 0; j < m; j++) columnMean[j] /= n;
  }

  private findLeast(row: number, m: number, cost: Float64Array): void {
    const { openColumns, columns, columnMean } = this;
    const start = row * m;
    // Costs that are infinite or no numbers are cheaper than nothing: the search must go on.
    let column = openColumns[0];
    let lowest = Infinity;
    for (let k = 0; k < columns; k++) {
      const j = openColumns[k];
      const value = cost[start + j] - columnMean[j];
      if (value < lowest) {
        lowest = value;
        column = j;
      }
    }
    this.least[row] = lowest - this.rowMean[row];
    this.column[row] = column;
  }

  private close(column: number): void {
    const { openColumns, place } = this;
    const last = openColumns[--this.columns];
    openColumns[place[column]] = last;
    place[last] = place[column];
    place[column] = -1;
  }

  private sink(at: number): void {
    const { heap, least, rows } = this;
    const row = heap[at];
    const value = least[row];
    for (let child = 2 * at + 1; child < rows; child = 2 * at + 1) {
      if (child + 1 < rows && least[heap[child + 1]] < least[heap[child]]) child++;
      if (!(least[heap[child]] < value)) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = row;
  }

  private reserve(n: number, m: number): void {
    if (n + m <= this.left.length) return;
    const room = 2 * (n + m);
    this.left = new Float64Array(room);
    this.openColumns = new Int32Array(room);
    this.place = new Int32Array(room);
    this.heap = new Int32Array(room);
    this.column = new Int32Array(room);
    this.least = new Float64Array(room);
    this.emptied = new Int32Array(room);
    this.rowMean = new Float64Array(room);
    this.columnMean = new Float64Array(room);
  }
}
