import { SMALL, type SmallTree } from './small-tree';

/** Steps between the least residual and none, and the bits that the row and the column of an arc take below its step. */
const STEPS = 64;
const ARC_BITS = 10;

/**
 * First basis of a problem of at most 32 x 32 by the least cost rule over the residuals: cost - mean of its row - mean of its column +
 * mean of all. A fifth fewer pivots than over the costs themselves (20 words: 20, not 25).
 *
 * Only arcs of negative residual are ordered, by counting in steps, without a branch on the data. They empty five nodes
 * of six; the others take whom they find. Any order gives a basis.
 */
export class SmallStart {
  private readonly rowSum = new Float64Array(SMALL);
  private readonly columnSum = new Float64Array(SMALL);
  private least = 0;
  private readonly left = new Float64Array(2 * SMALL);
  /** An arc is one whole number: its step above its row above its column. */
  private readonly arc = new Int32Array(SMALL * SMALL);
  private readonly ordered = new Int32Array(SMALL * SMALL);
  /** Where the next arc of a step goes in `ordered`. */
  private readonly place = new Int32Array(STEPS + 1);

  /** Strings the tree of the first basis; mass holds n rows, then m columns, cost is n x m row-major. */
  build(n: number, m: number, mass: Float64Array, cost: Float64Array, tree: SmallTree): void {
    const arcs = this.rank(n, m, cost);
    this.sort(arcs);
    this.fill(n, m, mass, arcs, tree);
    tree.string(n, m);
  }

  /** Lists the arcs of negative residual; returns how many. */
  private rank(n: number, m: number, cost: Float64Array): number {
    const mean = this.add(n, m, cost) / (n * m);
    const { rowSum, columnSum, arc } = this;
    const spread = mean - this.least;
    const scale = spread > 0 ? (STEPS << ARC_BITS) / spread : 0;
    for (let j = 0; j < m; j++) columnSum[j] *= scale / n;
    let count = 0;
    let at = 0;
    for (let i = 0; i < n; i++) {
      const shift = (mean - rowSum[i] / m) * scale;
      const row = i << 5;
      for (let j = 0; j < m; j++, at++) {
        const residual = (cost[at] * scale + shift - columnSum[j]) | 0;
        // An arc that is not wanted is overwritten by the next.
        arc[count] = (residual & -1024) | row | j;
        count = (count + (residual >>> 31)) | 0;
      }
    }
    return count;
  }

  /** Sums of the rows and of the columns, and the least cost; four at a time, as prices are. Returns the sum of all. */
  private add(n: number, m: number, cost: Float64Array): number {
    const { rowSum, columnSum } = this;
    for (let j = 0; j < m; j++) columnSum[j] = 0;
    let least = cost[0];
    let all = 0;
    let at = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      let j = 0;
      for (const fours = m & ~3; j < fours; j = (j + 4) | 0, at = (at + 4) | 0) {
        const a = cost[at];
        const b = cost[(at + 1) | 0];
        const c = cost[(at + 2) | 0];
        const d = cost[(at + 3) | 0];
        sum += a + b + (c + d);
        columnSum[j] += a;
        columnSum[(j + 1) | 0] += b;
        columnSum[(j + 2) | 0] += c;
        columnSum[(j + 3) | 0] += d;
        if (a < least || b < least || c < least || d < least) least = Math.min(least, a, b, c, d);
      }
      for (; j < m; j++, at++) {
        const value = cost[at];
        sum += value;
        columnSum[j] += value;
        if (value < least) least = value;
      }
      rowSum[i] = sum;
      all += sum;
    }
    this.least = least;
    return all;
  }

  private sort(arcs: number): void {
    const { arc, ordered, place } = this;
    for (let step = 0; step <= STEPS; step++) place[step] = 0;
    for (let k = 0; k < arcs; k++) {
      const step = ((arc[k] >> ARC_BITS) + STEPS) | 0;
      place[((step & ~(step >> 31)) + 1) | 0]++;
    }
    for (let step = 1; step <= STEPS; step++) place[step] += place[step - 1];
    for (let k = 0; k < arcs; k++) {
      const key = arc[k];
      const step = ((key >> ARC_BITS) + STEPS) | 0;
      ordered[place[step & ~(step >> 31)]++] = key;
    }
  }

  /** Each arc in order takes all that both of its ends have left, empties one and hangs it under the other. */
  private fill(n: number, m: number, mass: Float64Array, arcs: number, tree: SmallTree): void {
    const { left, ordered } = this;
    const { parent, flow, leavesFirst } = tree;
    for (let node = 0; node < n + m; node++) left[node] = mass[node];
    // Bits of the rows and of the columns that have something left.
    let rows = -1 >>> (SMALL - n);
    let columns = -1 >>> (SMALL - m);
    const last = n + m - 1;
    for (let count = 0, k = 0; count < last;) {
      let i: number;
      let j: number;
      if (k < arcs) {
        const arc = ordered[k++];
        i = (arc >> 5) & 31;
        j = arc & 31;
        if (((rows >>> i) & (columns >>> j) & 1) === 0) continue;
      } else {
        i = 31 - Math.clz32(rows);
        j = 31 - Math.clz32(columns);
      }
      const rest = left[n + j] - left[i];
      if (rest > 0) {
        parent[i] = n + j;
        flow[i] = left[i];
        left[n + j] = rest;
        rows &= ~(1 << i);
        leavesFirst[count++] = i;
      } else {
        parent[n + j] = i;
        flow[n + j] = left[n + j];
        left[i] = -rest;
        columns &= ~(1 << j);
        leavesFirst[count++] = n + j;
      }
    }
    leavesFirst[last] = rows !== 0 ? 31 - Math.clz32(rows) : n + 31 - Math.clz32(columns);
  }
}
