/**
 * Spanning tree of a transportation basis: n rows (nodes 0..n-1) and m columns (nodes n..n+m-1), n + m - 1 arcs. Every node but
 * the root owns the arc to its parent and the flow on it.
 *
 * `thread` runs through the nodes in preorder and closes to a ring, so that the subtree of x is the stretch x .. last[x], and
 * what is left of the tree is one stretch too:
 *
 *     root  ..  [ x  ..  last[x] ]  ..  root
 *
 * `height` is the potential u of a row and -v of a column: with that sign, moving a subtree against the rest of the tree adds
 * one number to all of its nodes, and cost - height[row] + height[column] is zero on every tree arc.
 *
 * Invariant: all flows are positive whole numbers under 2^53 (see PerturbedMasses), so every pivot moves mass, the arc
 * that leaves is the only one that can, and no basis comes back.
 */
export class BasisTree {
  parent = new Int32Array(0);
  flow = new Float64Array(0);
  height = new Float64Array(0);
  thread = new Int32Array(0);
  reverse = new Int32Array(0);
  root = 0;
  private last = new Int32Array(0);
  private size = new Int32Array(0);
  private n = 0;
  private m = 0;

  /** Makes room for n rows and m columns; what the tree held is lost. */
  reset(n: number, m: number): void {
    this.n = n;
    this.m = m;
    const nodes = n + m;
    if (nodes <= this.parent.length) return;
    const room = 2 * nodes;
    this.parent = new Int32Array(room);
    this.flow = new Float64Array(room);
    this.height = new Float64Array(room);
    this.thread = new Int32Array(room);
    this.reverse = new Int32Array(room);
    this.last = new Int32Array(room);
    this.size = new Int32Array(room);
  }

  /** Strings the thread, once parents and flows are set. `leavesFirst` lists every node before its parent, the root last. */
  string(leavesFirst: Int32Array): void {
    const { parent, thread, reverse, last, size, n, m } = this;
    const nodes = n + m;
    this.root = leavesFirst[nodes - 1];
    parent[this.root] = -1;
    thread[this.root] = this.root;
    size.fill(1, 0, nodes);
    for (let k = 0; k < nodes - 1; k++) size[parent[leavesFirst[k]]] += size[leavesFirst[k]];
    for (let k = nodes - 2; k >= 0; k--) {
      const node = leavesFirst[k];
      thread[node] = thread[parent[node]];
      thread[parent[node]] = node;
    }
    for (let k = 0, node = this.root; k < nodes; k++, node = thread[node]) reverse[thread[node]] = node;
    for (let k = 0; k < nodes; k++) last[leavesFirst[k]] = leavesFirst[k];
    // Backwards through the preorder: the first descendant met that way is the last one.
    for (let k = 1, node = reverse[this.root]; k < nodes; k++, node = reverse[node]) {
      const above = parent[node];
      if (last[above] === above) last[above] = last[node];
    }
  }

  /** Lists every node before its parent, the root last. */
  listLeavesFirst(leavesFirst: Int32Array): void {
    const { reverse, root } = this;
    let node = reverse[root];
    for (let k = 0; k < this.n + this.m; k++, node = reverse[node]) leavesFirst[k] = node;
  }

  /** Heights from the costs of the tree arcs (n x m row-major), free of what pivots have piled up in rounding. Returns the largest |height|. */
  refreshHeights(cost: Float64Array): number {
    const { parent, thread, height, root, n, m } = this;
    let largest = 0;
    height[root] = 0;
    for (let node = thread[root]; node !== root; node = thread[node]) {
      const above = parent[node];
      const value = node < n ? height[above] + cost[node * m + above - n] : height[above] - cost[above * m + node - n];
      height[node] = value;
      if (Math.abs(value) > largest) largest = Math.abs(value);
    }
    return largest;
  }

  /** Brings the arc row -> column into the tree; reducedCost = cost - u - v < 0. */
  pivot(row: number, column: number, reducedCost: number): void {
    const { n, parent, flow, size } = this;
    let a = row;
    let b = n + column;
    let theta = Infinity;
    let leaving = -1;
    // Up from both ends to the join. On the row's side rows lose flow to their parents, on the column's side columns do.
    while (a !== b) {
      if (size[a] < size[b]) {
        if (a < n && flow[a] < theta) {
          theta = flow[a];
          leaving = a;
        }
        a = parent[a];
      } else {
        if (b >= n && flow[b] < theta) {
          theta = flow[b];
          leaving = b;
        }
        b = parent[b];
      }
    }
    // Rows block only on the row's side of the cycle, columns only on the column's side.
    if (leaving < n) this.exchange(row, n + column, leaving, a, theta, reducedCost);
    else this.exchange(n + column, row, leaving, a, theta, -reducedCost);
  }

  /** The subtree of `leaving` holds `end`; it is cut off, turned over and hung under `newParent` by `end`. */
  private exchange(end: number, newParent: number, leaving: number, join: number, theta: number, lift: number): void {
    const moved = this.size[leaving];
    this.shift(leaving, moved, lift);
    this.changeFlow(end, newParent, leaving, join, theta, moved);
    this.cut(leaving);
    const tail = this.turnOver(end, leaving, theta, moved);
    this.hang(end, tail, newParent);
  }

  /** Lifts the subtree of a node against the rest of the tree, by way of whichever side has fewer nodes. */
  private shift(top: number, count: number, lift: number): void {
    const { thread, height } = this;
    if (2 * count <= this.n + this.m) {
      for (let k = count, node = top; k > 0; k--, node = thread[node]) height[node] += lift;
      return;
    }
    for (let node = thread[this.last[top]]; node !== top; node = thread[node]) height[node] -= lift;
  }

  /** Moves theta around the cycle and the count of the moved nodes from one of its sides to the other. */
  private changeFlow(end: number, newParent: number, leaving: number, join: number, theta: number, moved: number): void {
    const { parent, flow, size } = this;
    let change = -theta;
    // `leaving` and `end` are of one kind (both rows or both columns): the arcs alternate from there.
    for (let node = end; node !== join; node = parent[node]) {
      flow[node] += change;
      change = -change;
    }
    for (let node = parent[leaving]; node !== join; node = parent[node]) size[node] -= moved;
    change = -theta;
    for (let node = newParent; node !== join; node = parent[node]) {
      flow[node] += change;
      size[node] += moved;
      change = -change;
    }
  }

  /** Takes the stretch of `top` out of the thread. */
  private cut(top: number): void {
    const { parent, thread, reverse, last } = this;
    const end = last[top];
    const before = reverse[top];
    const after = thread[end];
    for (let node = parent[top]; node !== -1 && last[node] === end; node = parent[node]) last[node] = before;
    thread[before] = after;
    reverse[after] = before;
  }

  /** Turns round the path from `end` up to `top`: what a node of the path had above it, it now has below. Returns the new last node. */
  private turnOver(end: number, top: number, theta: number, moved: number): number {
    const { parent, flow, thread, reverse, last, size } = this;
    let node = end;
    let above = parent[end];
    let before = reverse[end];
    let nodeLast = last[end];
    let after = thread[nodeLast];
    let nodeSize = size[end];
    let nodeFlow = flow[end];
    let tail = nodeLast;
    size[end] = moved;
    flow[end] = theta;
    while (node !== top) {
      // Append the stretch of `above` without that of `node`: the part before it, then the part after it, if any.
      const aboveBefore = reverse[above];
      const aboveLast = last[above];
      const aboveAfter = aboveLast === nodeLast ? after : thread[aboveLast];
      thread[tail] = above;
      reverse[above] = tail;
      tail = before;
      if (aboveLast !== nodeLast) {
        thread[tail] = after;
        reverse[after] = tail;
        tail = aboveLast;
      }
      const aboveSize = size[above];
      const aboveFlow = flow[above];
      size[above] = moved - nodeSize;
      flow[above] = nodeFlow;
      const next = parent[above];
      parent[above] = node;
      node = above;
      above = next;
      before = aboveBefore;
      nodeLast = aboveLast;
      after = aboveAfter;
      nodeSize = aboveSize;
      nodeFlow = aboveFlow;
    }
    for (; node !== end; node = parent[node]) last[node] = tail;
    last[end] = tail;
    return tail;
  }

  /** Puts the stretch `top` .. `tail` into the thread as the first child of `newParent`. */
  private hang(top: number, tail: number, newParent: number): void {
    const { parent, thread, reverse, last } = this;
    const after = thread[newParent];
    thread[newParent] = top;
    reverse[top] = newParent;
    thread[tail] = after;
    reverse[after] = tail;
    parent[top] = newParent;
    for (let node = newParent; node !== -1 && last[node] === newParent; node = parent[node]) last[node] = tail;
  }
}
