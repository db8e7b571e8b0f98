import type { QualifiedBins } from './qualified-bins';
import { SavingsSolver } from './savings-solver';

/**
 * EMD+ between histograms on a grid, exactly (Pele, Werman 2009; Li et al. 2014): the transport between occupied bins nearer than the
 * threshold, all other mass at the threshold. What LinearEMD bounds from above. One object for a grid and thread.
 */
export class GridEmdPlus {
  private readonly solver = new SavingsSolver();
  private readonly rowAt: Int32Array;
  private readonly rowMass: Float64Array;
  private readonly columnMass: Float64Array;
  private readonly columnStart: Int32Array;
  private readonly columnAt: Int32Array;
  private arcRow = new Int32Array(1024);
  private arcGain = new Float64Array(1024);

  constructor(private readonly bins: QualifiedBins) {
    this.rowAt = new Int32Array(bins.paddedSize);
    this.rowMass = new Float64Array(bins.size);
    this.columnMass = new Float64Array(bins.size);
    this.columnAt = new Int32Array(bins.size);
    this.columnStart = new Int32Array(bins.size + 1);
  }

  /** Total cost over the larger of the two masses. Both histograms in the grid's row-major order, entries >= 0. */
  between(supply: Float64Array, demand: Float64Array): number {
    const { size, position, threshold } = this.bins;
    if (supply.length !== size || demand.length !== size) {
      throw new RangeError(`histograms must have ${size} bins, got ${supply.length} and ${demand.length}`);
    }
    this.rowAt.fill(-1);
    let n = 0;
    let m = 0;
    let supplied = 0;
    let demanded = 0;
    for (let bin = 0; bin < size; bin++) {
      supplied += supply[bin];
      demanded += demand[bin];
      if (supply[bin] > 0) {
        this.rowAt[position[bin]] = n;
        this.rowMass[n++] = supply[bin];
      }
      if (demand[bin] > 0) {
        this.columnAt[m] = position[bin];
        this.columnMass[m++] = demand[bin];
      }
    }
    this.connect(m);
    const savings = this.solver.solve(n, m, this.rowMass, this.columnMass, this.columnStart, this.arcRow, this.arcGain);
    return Math.max(0, Math.max(supplied, demanded) * threshold - savings);
  }

  /** An arc from every occupied bin within the threshold of a column; the steps are the same there and back. */
  private connect(m: number): void {
    const { step, distance, threshold } = this.bins;
    const { rowAt, columnAt, columnStart } = this;
    let arcs = 0;
    for (let j = 0; j < m; j++) {
      if (this.arcRow.length < arcs + step.length) this.growArcs(arcs + step.length);
      for (let k = 0; k < step.length; k++) {
        const row = rowAt[columnAt[j] + step[k]];
        if (row < 0) continue;
        this.arcRow[arcs] = row;
        this.arcGain[arcs++] = threshold - distance[k];
      }
      columnStart[j + 1] = arcs;
    }
  }

  private growArcs(size: number): void {
    const { arcRow, arcGain } = this;
    this.arcRow = new Int32Array(2 * size);
    this.arcGain = new Float64Array(2 * size);
    this.arcRow.set(arcRow);
    this.arcGain.set(arcGain);
  }
}
