import { GainOrder } from './gain-order';

/**
 * LinearEMD on sparse arcs (Li et al. 2014, for words): arcs in order of increasing distance, each moving what both ends still
 * hold. A feasible partial transport: never saves more than SavingsSolver, so that total * T - savings is an upper bound of EMD+.
 * Linear in the arcs. A reusable workspace.
 */
export class GreedySavings {
  /** Flow per arc. */
  flow = new Float64Array(0);
  private readonly gains = new GainOrder();
  private rowLeft = new Float64Array(0);
  private columnLeft = new Float64Array(0);

  /**
   * Savings of the greedy flow. Arcs are grouped by column, those of column j at [columnStart[j], columnStart[j + 1]), gains >= 0.
   * Of equal gains the arc that comes first moves first.
   */
  solve(
    n: number,
    m: number,
    rowMass: Float64Array,
    colMass: Float64Array,
    columnStart: Int32Array,
    arcRow: Int32Array,
    arcGain: Float64Array,
  ): number {
    const arcs = columnStart[m];
    this.grow(n, m, arcs);
    const { flow, rowLeft, columnLeft, gains } = this;
    for (let i = 0; i < n; i++) rowLeft[i] = rowMass[i];
    for (let j = 0; j < m; j++) columnLeft[j] = colMass[j];
    let largest = 0;
    for (let e = 0; e < arcs; e++) if (arcGain[e] > largest) largest = arcGain[e];
    gains.sortExactly(m, columnStart, arcGain, largest);
    let savings = 0;
    for (let k = 0; k < arcs; k++) {
      const e = gains.order[k];
      const i = arcRow[e];
      const j = gains.column[e];
      const moved = Math.min(rowLeft[i], columnLeft[j]);
      flow[e] = moved;
      rowLeft[i] -= moved;
      columnLeft[j] -= moved;
      savings += moved * arcGain[e];
    }
    return savings;
  }

  private grow(n: number, m: number, arcs: number): void {
    if (this.rowLeft.length < n) this.rowLeft = new Float64Array(2 * n);
    if (this.columnLeft.length < m) this.columnLeft = new Float64Array(2 * m);
    if (this.flow.length < arcs) this.flow = new Float64Array(2 * arcs);
  }
}
