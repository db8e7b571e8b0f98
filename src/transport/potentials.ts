/** Potentials u of n rows and v of m columns with u[i] + v[j] <= cost[i, j], and the bound of the least cost that they prove. */
export class Potentials {
  u = new Float64Array(0);
  v = new Float64Array(0);

  /** Makes room; what was held is lost. */
  reserve(n: number, m: number): void {
    if (this.u.length < n) this.u = new Float64Array(2 * n);
    if (this.v.length < m) this.v = new Float64Array(2 * m);
  }

  /** u[i] = least cost - v, and v from the heights of a basis (columns after n rows): feasible whatever rounding did to the heights. */
  read(n: number, m: number, height: Float64Array, rowMinimum: Float64Array): void {
    const { u, v } = this;
    for (let i = 0; i < n; i++) u[i] = rowMinimum[i];
    for (let j = 0; j < m; j++) v[j] = -height[n + j];
  }

  /** The given v, and the largest u that are feasible with them. cost n x m row-major. */
  complete(startV: Float64Array, n: number, m: number, cost: Float64Array): void {
    const { u, v } = this;
    for (let j = 0; j < m; j++) v[j] = startV[j];
    for (let i = 0; i < n; i++) {
      let least = Infinity;
      for (let j = 0; j < m; j++) least = Math.min(least, cost[i * m + j] - v[j]);
      u[i] = least;
    }
  }

  /** Sum of masses times potentials (weak duality), less what rounding may have added to it. */
  bound(n: number, m: number, supply: Float64Array, demand: Float64Array, demandScale: number): number {
    const { u, v } = this;
    let sum = 0;
    let size = 0;
    for (let i = 0; i < n; i++) {
      sum += supply[i] * u[i];
      size += Math.abs(supply[i] * u[i]);
    }
    for (let j = 0; j < m; j++) {
      const term = demand[j] * demandScale * v[j];
      sum += term;
      size += Math.abs(term);
    }
    return sum - size * (n + m) * Number.EPSILON;
  }
}
