import { GainOrder } from './gain-order';
import type { SavingsTree } from './savings-tree';

/**
 * First feasible tree of SavingsSolver: arcs by falling gain, each moving all that both ends have left. A handful of pivots from the
 * optimum (median 6 on near pairs of 20 Newsgroups; orders that weigh regret, as Russell's, took twice as many).
 */
export class GreedyStart {
  private readonly gains = new GainOrder();
  /** Nodes in the order in which they were exhausted. */
  private exhausted = new Int32Array(0);

  /**
   * Each move exhausts a node, which is hung under the other one; of two exhausted at once the column, since an arc that points
   * away from the root must carry flow. Who is left over hangs on the root. Returns the savings; `left` (rows, then columns) is
   * used up.
   */
  build(
    n: number,
    m: number,
    left: Float64Array,
    columnStart: Int32Array,
    arcRow: Int32Array,
    gain: Float64Array,
    largestGain: number,
    tree: SavingsTree,
  ): number {
    this.gains.sort(m, columnStart, gain, largestGain);
    if (this.exhausted.length < n + m) this.exhausted = new Int32Array(2 * (n + m));
    const { exhausted } = this;
    const { order, column: columnOf } = this.gains;
    const arcs = columnStart[m];
    tree.reset(n, m);
    let count = 0;
    let saved = 0;
    for (let k = 0; k < arcs; k++) {
      const e = order[k];
      const row = arcRow[e];
      const rowLeft = left[row];
      if (rowLeft === 0) continue;
      const column = n + columnOf[e];
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
    for (let node = 0; node < n + m; node++) if (!tree.isHung(node)) tree.hangOnRoot(node, left[node]);
    while (count > 0) tree.settle(exhausted[--count], gain);
    return saved;
  }
}
