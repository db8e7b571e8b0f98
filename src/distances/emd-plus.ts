import { WordmoverError } from '../errors';
import * as transport from '../transport/emd-plus';
import type { TransportPlan } from '../transport/transport-plan';
import { asInvalidHistogram, costMatrix, finite, histogram } from './histogram';

/**
 * EMD+ (Pele, Werman 2009; Li et al. 2014): earth mover's distance under the cost capped at the threshold T, the difference of unequal
 * totals at T. Exact, and a metric when the cost is one. supply n, demand m, cost n x m row-major, in any array.
 *
 * The plan's `flow` is the mass that moves at less than T and `moved` its sum; all else of the heavier side pays T, so that
 * cost = sum flow c + (max(P, Q) - moved) T. Potentials: u_i + v_j <= min(c_ij, T), equal wherever mass flows.
 *
 * Throws INVALID_HISTOGRAM for masses or costs that are negative, NaN or do not fit together, and for a side without mass;
 * INVALID_OPTION for a threshold that is not a positive number.
 */
export function emdPlus(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  threshold: number,
): TransportPlan {
  checkThreshold(threshold);
  const p = histogram(supply, 'supply');
  const q = histogram(demand, 'demand');
  const c = costMatrix(cost, p.length, q.length);
  const plan = asInvalidHistogram(() => transport.emdPlus(p, q, c, threshold));
  finite(plan.cost);
  return plan;
}

/**
 * LinearEMD (Li et al. 2014): mass moves along the cheapest arcs first, what is left pays the threshold. Upper bound of `emdPlus`, in
 * time linear in the arcs under the threshold. Arguments and errors as there.
 */
export function linearEmd(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  threshold: number,
): number {
  checkThreshold(threshold);
  const p = histogram(supply, 'supply');
  const q = histogram(demand, 'demand');
  const c = costMatrix(cost, p.length, q.length);
  return finite(asInvalidHistogram(() => transport.linearEmd(p, q, c, threshold)));
}

function checkThreshold(threshold: number): void {
  if (threshold > 0 && threshold < Infinity) return;
  const remedy = threshold === Infinity ? 'use emd or emdHat for costs without a cap' : 'give a cost above which nothing moves';
  throw new WordmoverError('INVALID_OPTION', `threshold must be a positive finite number, got ${threshold}; ${remedy}`);
}
