import { arcsUnderThreshold } from './arcs-under-threshold';
import { GreedySavings } from './greedy-savings';
import { SavingsSolver } from './savings-solver';
import type { Flow, TransportPlan } from './transport-plan';

const solver = new SavingsSolver();
const greedy = new GreedySavings();

/**
 * EMD+ (Li et al. 2014), the EMD-hat of Pele and Werman (2009) over the cost capped at the threshold T, with alpha = 1:
 * max(P, Q) T minus the most that arcs under T can save. A metric when the cost is one. supply n, demand m, cost n x m row-major.
 *
 * Under the cap, `flow` holds the mass moved over arcs that cost less than T, and `moved` is its sum; all other mass of the
 * heavier side, max(P, Q) - moved, pays T:  cost = sum flow c + (max(P, Q) - moved) T.
 * Certificate: u_i + v_j <= min(c_ij, T), equal wherever mass flows, and cost = sum supply u + sum demand v, where u <= T, v <= 0
 * if the supply is the heavier side (or both weigh the same), else u <= 0, v <= T.
 *
 * Throws RangeError for masses or costs that are negative or NaN, sizes that do not fit, or a threshold that is not a positive
 * number (without a threshold, `emd`).
 */
export function emdPlus(supply: Float64Array, demand: Float64Array, cost: Float64Array, threshold: number): TransportPlan {
  const n = supply.length;
  const m = demand.length;
  const { columnStart, arcRow, arcGain } = arcsUnderThreshold(n, m, cost, threshold);
  solver.solve(n, m, supply, demand, columnStart, arcRow, arcGain);
  const flow: Flow[] = [];
  let moved = 0;
  let paid = 0;
  for (let j = 0; j < m; j++) {
    for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
      const mass = solver.flow[e];
      if (mass <= 0) continue;
      const from = arcRow[e];
      flow.push({ from, to: j, mass });
      moved += mass;
      paid += mass * cost[from * m + j];
    }
  }
  const supplied = sum(supply);
  const demanded = sum(demand);
  const fromSupply = supplied >= demanded;
  return {
    cost: paid + Math.max(0, Math.max(supplied, demanded) - moved) * threshold,
    moved,
    flow,
    u: solver.rowPrice.slice(0, n).map((price) => (fromSupply ? threshold : 0) - price),
    v: solver.columnPrice.slice(0, m).map((price) => (fromSupply ? 0 : threshold) - price),
  };
}

/**
 * LinearEMD (Li et al. 2014): arcs under the threshold in order of increasing cost, each moving what both ends still hold; what is left
 * pays the threshold. An upper bound of `emdPlus`, with the same arguments and errors.
 */
export function linearEmd(supply: Float64Array, demand: Float64Array, cost: Float64Array, threshold: number): number {
  const n = supply.length;
  const m = demand.length;
  const { columnStart, arcRow, arcGain } = arcsUnderThreshold(n, m, cost, threshold);
  const total = Math.max(sum(supply), sum(demand));
  return Math.max(0, total * threshold - greedy.solve(n, m, supply, demand, columnStart, arcRow, arcGain));
}

function sum(mass: Float64Array): number {
  let total = 0;
  for (let i = 0; i < mass.length; i++) total += mass[i];
  return total;
}
