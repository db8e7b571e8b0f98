import { SmallStart } from './small-start';
import { SMALL, SmallTree } from './small-tree';

/** Pivots after which heights are computed anew, free of what they have piled up in rounding. */
const PIVOTS_PER_REFRESH = 64;

/**
 * Primal network simplex on at most 32 rows and 32 columns, where starting, pivoting and reading back take as long as looking at arcs.
 * Rows are priced in turn straight from the costs and pivot at once on their cheapest arc: 22 pivots and 84 rows priced for
 * 20 words, where candidates gathered first would take 16 and 125.
 */
export class SmallSimplex {
  readonly tree = new SmallTree();
  /** By row: the least cost - v when it was last priced, at most its height. After `survey`, or once optimal, feasible with v. */
  readonly rowMinimum = new Float64Array(SMALL);
  pivots = 0;
  private readonly start = new SmallStart();
  private n = 0;
  private m = 0;
  private row = 0;
  /** What share of the largest height a reduced cost must be under 0 by. */
  private relative = 0;
  private tolerance = 0;

  /** Takes up a problem with a first basis: mass as of PerturbedMasses (n rows, then m columns), cost n x m row-major. */
  begin(n: number, m: number, mass: Float64Array, cost: Float64Array, tolerance: number): void {
    this.n = n;
    this.m = m;
    this.row = 0;
    this.pivots = 0;
    this.relative = tolerance;
    this.start.build(n, m, mass, cost, this.tree);
    this.refresh(cost);
  }

  /** Pivots at most `most` times. True if all rows were priced since the last pivot and none has an arc to pivot on: optimal. */
  improve(cost: Float64Array, most: number): boolean {
    const { n, tree } = this;
    const { height } = tree;
    let made = 0;
    let row = this.row;
    for (let quiet = 0; quiet < n; quiet++) {
      const column = this.price(row, cost);
      if (column >= 0) {
        if (made++ === most) break;
        tree.pivot(row, column, this.rowMinimum[row] - height[row]);
        if (++this.pivots % PIVOTS_PER_REFRESH === 0) {
          tree.peel();
          this.refresh(cost);
        }
        quiet = -1;
      }
      if (++row === n) row = 0;
    }
    this.row = row;
    return made <= most;
  }

  /** Prices every row. */
  survey(cost: Float64Array): void {
    for (let row = 0; row < this.n; row++) this.price(row, cost);
  }

  /** The column of the row's arc of least reduced cost, or -1 if none is under -tolerance. */
  private price(row: number, cost: Float64Array): number {
    const { n, m } = this;
    const { height } = this.tree;
    const first = Math.imul(row, m);
    let least = height[row];
    let best = -1;
    // Four at a time: mostly none of them is the least so far, and V8 looks at the arrays once (20 words: 1.2 us).
    let j = 0;
    for (const fours = m & ~3; j < fours; j = (j + 4) | 0) {
      const at = (first + j) | 0;
      const node = (n + j) | 0;
      const a = cost[at] + height[node];
      const b = cost[(at + 1) | 0] + height[(node + 1) | 0];
      const c = cost[(at + 2) | 0] + height[(node + 2) | 0];
      const d = cost[(at + 3) | 0] + height[(node + 3) | 0];
      if (!(a < least || b < least || c < least || d < least)) continue;
      if (a < least) {
        least = a;
        best = j;
      }
      if (b < least) {
        least = b;
        best = j + 1;
      }
      if (c < least) {
        least = c;
        best = j + 2;
      }
      if (d < least) {
        least = d;
        best = j + 3;
      }
    }
    for (; j < m; j++) {
      const value = cost[first + j] + height[n + j];
      if (value < least) {
        least = value;
        best = j;
      }
    }
    this.rowMinimum[row] = least;
    return least < height[row] - this.tolerance ? best : -1;
  }

  private refresh(cost: Float64Array): void {
    this.tolerance = this.tree.refreshHeights(cost) * this.relative;
  }
}
