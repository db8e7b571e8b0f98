const NONE = -1;

/**
 * Spanning tree of a partial transport: n rows (nodes 0..n-1), m columns (nodes n..n+m-1), and a root that takes what the rows
 * keep and gives what the columns miss. Every node but the root owns the tree arc to its parent:
 *
 *              root
 *       keeps ^    | misses      price[row] + price[column] = gain on every tree arc,
 *          row      column       price 0 for the children of the root
 *       gets ^      | sends
 *        column    row
 *
 * Invariant (Cunningham 1976, strongly feasible): an arc that points away from the root carries flow > 0. Masses and gains lie
 * on a grid on which every flow and price is exact; so no basis comes back, and the simplex ends.
 */
export class SavingsTree {
  /** Index of the arc to the parent, or -1 for the slack of a child of the root. */
  arc = new Int32Array(0);
  flow = new Float64Array(0);
  price = new Float64Array(0);
  private parent = new Int32Array(0);
  private depth = new Int32Array(0);
  private firstChild = new Int32Array(0);
  private next = new Int32Array(0);
  private previous = new Int32Array(0);
  private n = 0;
  private root = 0;

  /** Starts over with n rows and m columns, none of them hung anywhere yet. */
  reset(n: number, m: number): void {
    const nodes = n + m + 1;
    if (this.parent.length < nodes) this.grow(2 * nodes);
    this.n = n;
    this.root = n + m;
    this.firstChild.fill(NONE, 0, nodes);
    this.parent.fill(NONE, 0, nodes);
    this.depth[this.root] = 0;
    this.price[this.root] = 0;
  }

  /** Hangs a node, with all that hangs on it already, under another one; `settle` it once the parent is settled. */
  hang(node: number, parent: number, arc: number, flow: number): void {
    this.parent[node] = parent;
    this.arc[node] = arc;
    this.flow[node] = flow;
    const first = this.firstChild[parent];
    this.next[node] = first;
    this.previous[node] = NONE;
    if (first !== NONE) this.previous[first] = node;
    this.firstChild[parent] = node;
  }

  isHung(node: number): boolean {
    return this.parent[node] !== NONE;
  }

  /** Hangs a node on the root with what it keeps or misses. One without mass or children stays out, at a price that no gain reaches. */
  hangOnRoot(node: number, slack: number): void {
    if (slack === 0 && this.firstChild[node] === NONE) {
      this.arc[node] = NONE;
      this.price[node] = Infinity;
      return;
    }
    this.hang(node, this.root, NONE, slack);
    this.depth[node] = 1;
    this.price[node] = 0;
  }

  /** Depth and price of a node from its parent's; gain per arc. */
  settle(node: number, gain: Float64Array): void {
    const parent = this.parent[node];
    this.depth[node] = this.depth[parent] + 1;
    this.price[node] = gain[this.arc[node]] - this.price[parent];
  }

  /**
   * Brings the arc row -> column into the tree, violation = gain - price[row] - price[column] > 0, and returns the mass moved
   * around the cycle. The root in the place of the row or the column means the slack of the other.
   */
  pivot(row: number, column: number, arc: number, violation: number): number {
    const leaving = this.findLeaving(row, column);
    const delta = this.flow[leaving];
    if (delta > 0) this.moveMass(row, column, delta);
    if (leaving < this.n) this.rehang(row, leaving, column, arc, delta);
    else this.rehang(column, leaving, row, arc, delta);
    if (leaving < this.n) this.reprice(row, violation, -violation);
    else this.reprice(column, -violation, violation);
    return delta;
  }

  /**
   * The child end of the arc that blocks first. Of several, the last along the cycle (join, down to the row, over to the column,
   * up again): this keeps the tree strongly feasible. Rows block on the row's side of the cycle, columns on the column's side.
   */
  private findLeaving(row: number, column: number): number {
    const { n, parent, flow, depth } = this;
    let delta = Infinity;
    let leaving = NONE;
    let a = row;
    let b = column;
    while (a !== b) {
      if (depth[a] > depth[b]) {
        if (a < n && flow[a] < delta) {
          delta = flow[a];
          leaving = a;
        }
        a = parent[a];
      } else {
        if (b >= n && flow[b] <= delta) {
          delta = flow[b];
          leaving = b;
        }
        b = parent[b];
      }
    }
    return leaving;
  }

  private moveMass(row: number, column: number, delta: number): void {
    const { n, parent, flow, depth } = this;
    let a = row;
    let b = column;
    while (a !== b) {
      if (depth[a] > depth[b]) {
        flow[a] += a < n ? -delta : delta;
        a = parent[a];
      } else {
        flow[b] += b < n ? delta : -delta;
        b = parent[b];
      }
    }
  }

  /** Turns round the path from a node up to the leaving arc, and hangs it under its new parent. */
  private rehang(node: number, leaving: number, newParent: number, newArc: number, newFlow: number): void {
    const { parent, arc, flow, next, previous, firstChild } = this;
    for (;;) {
      const oldParent = parent[node];
      const oldArc = arc[node];
      const oldFlow = flow[node];
      const before = previous[node];
      const after = next[node];
      if (before === NONE) firstChild[oldParent] = after;
      else next[before] = after;
      if (after !== NONE) previous[after] = before;
      this.hang(node, newParent, newArc, newFlow);
      if (node === leaving) return;
      newParent = node;
      newArc = oldArc;
      newFlow = oldFlow;
      node = oldParent;
    }
  }

  /** Adds to the prices of the rows and columns of a subtree, and renews its depths. */
  private reprice(top: number, addToRows: number, addToColumns: number): void {
    const { n, parent, depth, price, next, firstChild } = this;
    let node = top;
    for (;;) {
      depth[node] = depth[parent[node]] + 1;
      price[node] += node < n ? addToRows : addToColumns;
      let following = firstChild[node];
      while (following === NONE) {
        if (node === top) return;
        following = next[node];
        if (following === NONE) node = parent[node];
      }
      node = following;
    }
  }

  private grow(nodes: number): void {
    this.arc = new Int32Array(nodes);
    this.flow = new Float64Array(nodes);
    this.price = new Float64Array(nodes);
    this.parent = new Int32Array(nodes);
    this.depth = new Int32Array(nodes);
    this.firstChild = new Int32Array(nodes);
    this.next = new Int32Array(nodes);
    this.previous = new Int32Array(nodes);
  }
}
