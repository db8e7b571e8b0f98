/** Rows, and columns, at most: a set of them is the bits of one 32-bit number. */
export const SMALL = 32;

/**
 * Spanning tree of a transportation basis of at most 32 rows and 32 columns; nodes, flows and heights are those of BasisTree.
 *
 * Instead of a thread every node keeps the rows and the columns of its subtree as two sets of bits: whether an end of an arc lies
 * under a node is one look, and a subtree moves by a few and, or, not along the cycle.
 */
export class SmallTree {
  readonly parent = new Int32Array(2 * SMALL);
  readonly flow = new Float64Array(2 * SMALL);
  readonly height = new Float64Array(2 * SMALL);
  /** Every node before its parent, the root last: the start fills it, `peel` renews it after pivots. */
  readonly leavesFirst = new Int32Array(2 * SMALL);
  private readonly rowsBelow = new Int32Array(2 * SMALL);
  private readonly columnsBelow = new Int32Array(2 * SMALL);
  private readonly children = new Int32Array(2 * SMALL);
  private n = 0;
  private m = 0;

  /** Takes up the tree of n + m nodes that parent, flow and leavesFirst describe. */
  string(n: number, m: number): void {
    this.n = n;
    this.m = m;
    const { parent, leavesFirst, rowsBelow, columnsBelow } = this;
    for (let i = 0; i < n; i++) {
      rowsBelow[i] = 1 << i;
      columnsBelow[i] = 0;
    }
    for (let j = 0; j < m; j++) {
      rowsBelow[n + j] = 0;
      columnsBelow[n + j] = 1 << j;
    }
    const last = n + m - 1;
    parent[leavesFirst[last]] = -1;
    for (let k = 0; k < last; k++) {
      const node = leavesFirst[k];
      const above = parent[node];
      rowsBelow[above] |= rowsBelow[node];
      columnsBelow[above] |= columnsBelow[node];
    }
  }

  /** Puts leavesFirst in order again. */
  peel(): void {
    const { n, m, parent, children, leavesFirst } = this;
    const nodes = n + m;
    for (let node = 0; node < nodes; node++) children[node] = 0;
    for (let node = 0; node < nodes; node++) if (parent[node] >= 0) children[parent[node]]++;
    let count = 0;
    for (let next = 0; next < nodes; next++) {
      let node = next;
      while (node >= 0 && children[node] === 0) {
        leavesFirst[count++] = node;
        children[node] = -1;
        node = parent[node];
        if (node >= 0) children[node]--;
      }
    }
  }

  /** Heights from the costs of the tree arcs (n x m row-major), by leavesFirst. Returns the largest |height|. */
  refreshHeights(cost: Float64Array): number {
    const { n, m, parent, height, leavesFirst } = this;
    let largest = 0;
    let k = n + m - 1;
    height[leavesFirst[k]] = 0;
    while (k > 0) {
      const node = leavesFirst[--k];
      const above = parent[node];
      const value = node < n ? height[above] + cost[node * m + above - n] : height[above] - cost[above * m + node - n];
      height[node] = value;
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Brings the arc row -> column into the tree; reducedCost = cost - u - v < 0. */
  pivot(row: number, column: number, reducedCost: number): void {
    const { n, parent, flow, columnsBelow } = this;
    let theta = Infinity;
    let leaving = -1;
    // Up from both ends to the join. On the row's side rows lose flow to their parents, on the column's side columns do.
    let join = row;
    for (; ((columnsBelow[join] >>> column) & 1) === 0; join = parent[join]) {
      if (join < n && flow[join] < theta) {
        theta = flow[join];
        leaving = join;
      }
    }
    for (let node = n + column; node !== join; node = parent[node]) {
      if (node >= n && flow[node] < theta) {
        theta = flow[node];
        leaving = node;
      }
    }
    if (leaving < n) {
      this.shift(leaving, reducedCost);
      this.exchange(row, n + column, leaving, join);
    } else {
      this.shift(leaving, -reducedCost);
      this.exchange(n + column, row, leaving, join);
    }
  }

  /** The subtree of `leaving` holds `end`; it is cut off, turned over and hung under `newParent` by `end`. */
  private exchange(end: number, newParent: number, leaving: number, join: number): void {
    const { parent, flow, rowsBelow, columnsBelow } = this;
    const rows = rowsBelow[leaving];
    const columns = columnsBelow[leaving];
    const theta = flow[leaving];
    // Along the cycle flow falls and rises in turn; `leaving` and `end` are of one kind, so the turn is right beyond it too.
    let change = -theta;
    let node = end;
    let above = newParent;
    let carried = theta;
    let rowsBefore = 0;
    let columnsBefore = 0;
    for (;;) {
      const next = parent[node];
      const left = flow[node] + change;
      const rowsHere = rowsBelow[node];
      const columnsHere = columnsBelow[node];
      change = -change;
      parent[node] = above;
      flow[node] = carried;
      rowsBelow[node] = rows & ~rowsBefore;
      columnsBelow[node] = columns & ~columnsBefore;
      above = node;
      node = next;
      if (above === leaving) break;
      carried = left;
      rowsBefore = rowsHere;
      columnsBefore = columnsHere;
    }
    for (; node !== join; node = parent[node]) {
      flow[node] += change;
      change = -change;
      rowsBelow[node] &= ~rows;
      columnsBelow[node] &= ~columns;
    }
    change = -theta;
    for (node = newParent; node !== join; node = parent[node]) {
      flow[node] += change;
      change = -change;
      rowsBelow[node] |= rows;
      columnsBelow[node] |= columns;
    }
  }

  /** Lifts the subtree of a node against the rest of the tree. */
  private shift(top: number, lift: number): void {
    const { height, rowsBelow, columnsBelow, n } = this;
    const last = n + 31;
    for (let set = rowsBelow[top]; set !== 0; set &= set - 1) height[31 - Math.clz32(set & -set)] += lift;
    for (let set = columnsBelow[top]; set !== 0; set &= set - 1) height[last - Math.clz32(set & -set)] += lift;
  }
}
