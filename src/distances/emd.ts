import { WordmoverError } from '../errors';
import * as transport from '../transport/emd';
import type { TransportPlan } from '../transport/transport-plan';
import { asInvalidHistogram, costMatrix, finite, histogram } from './histogram';

/**
 * Earth mover's distance (Rubner, Tomasi, Guibas 2000), exact. supply n, demand m, cost n x m row-major, in any array, Infinity
 * where nothing may move. Unequal totals: the lesser moves, rows send at most their supply, columns take at most their demand.
 *
 * The plan's `cost` is the total over the mass `moved`; Rubner's distance is cost / moved. Potentials prove it optimal:
 * u_i + v_j <= c_ij, equal wherever mass flows, and cost = sum supply u + sum demand v.
 *
 * Throws INVALID_HISTOGRAM for masses or costs that are negative, NaN or do not fit together, for a side without mass, and
 * where mass can only move at an infinite cost.
 */
export function emd(supply: ArrayLike<number>, demand: ArrayLike<number>, cost: ArrayLike<number>): TransportPlan {
  return solve(supply, demand, cost, transport.emd);
}

/**
 * EMD-hat (Pele, Werman 2008): `emd` plus alpha times the difference of the totals times the largest finite cost. A metric for
 * a metric cost and alpha >= 1/2. Flow, `moved` and potentials are those of `emd`, arguments and errors too; INVALID_OPTION
 * for an alpha that is negative or not finite.
 */
export function emdHat(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  alpha: number,
): TransportPlan {
  if (!(alpha >= 0 && alpha < Infinity)) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `alpha must be a finite number >= 0, got ${alpha}; 1 is usual, 1/2 the least for a metric`,
    );
  }
  return solve(supply, demand, cost, (p, q, c) => transport.emdHat(p, q, c, alpha));
}

function solve(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  door: typeof transport.emd,
): TransportPlan {
  const p = histogram(supply, 'supply');
  const q = histogram(demand, 'demand');
  const c = costMatrix(cost, p.length, q.length);
  const plan = asInvalidHistogram(() => door(p, q, c));
  finite(plan.cost);
  return plan;
}
