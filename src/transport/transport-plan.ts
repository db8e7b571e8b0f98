/** Mass moved from supply i to demand j. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly mass: number;
}

/** Move supply (n) onto demand (m) at cost[i * m + j] per unit of mass. */
export interface TransportProblem {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Float64Array;
}

/** Optimal plan with its certificate: u[i] + v[j] <= cost[i, j], equal wherever mass moves. */
export interface TransportPlan {
  readonly cost: number;
  readonly moved: number;
  readonly flow: readonly Flow[];
  readonly u: Float64Array;
  readonly v: Float64Array;
}
