import { WordmoverError } from '../errors';
import * as transport from '../transport/relaxations';
import { costMatrix, finite, histogram } from './histogram';

/**
 * Lower bounds of `emd`, and with a threshold of `emdPlus`, between two histograms in any arrays: supply n, demand m, cost n x m
 * row-major. Each is the larger of its two directions (of unequal totals without a threshold, the lighter side's only), and
 *
 *     rwmd <= omr <= act(1) <= act(2) <= ... <= ict <= emd
 *
 * in cost per total mass moved, as the plan's `cost`. All throw INVALID_HISTOGRAM for masses or costs that are negative, NaN
 * or do not fit together, and for a side without mass; INVALID_OPTION for a threshold or k that makes no sense.
 */

/** RWMD (Kusner et al. 2015): all mass goes to its nearest place. */
export function rwmd(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  threshold = Infinity,
): number {
  return bound(transport.rwmd, supply, demand, cost, threshold);
}

/** OMR (Atasu, Mittelholzer 2019): as RWMD, but a place at distance zero takes no more than it holds. */
export function omr(supply: ArrayLike<number>, demand: ArrayLike<number>, cost: ArrayLike<number>, threshold = Infinity): number {
  return bound(transport.omr, supply, demand, cost, threshold);
}

/** ACT-k (Atasu, Mittelholzer 2019): the k nearest places take no more than they hold each; the rest goes to the next nearest. */
export function act(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  k: number,
  threshold = Infinity,
): number {
  if (!(k >= 0)) throw new WordmoverError('INVALID_OPTION', `k must be a number of moves >= 0, got ${k}`);
  return bound((p, q, c, cap) => transport.act(p, q, c, k, cap), supply, demand, cost, threshold);
}

/** ICT (Atasu, Mittelholzer 2019): no place takes more than it holds from any one source. */
export function ict(supply: ArrayLike<number>, demand: ArrayLike<number>, cost: ArrayLike<number>, threshold = Infinity): number {
  return bound(transport.ict, supply, demand, cost, threshold);
}

function bound(
  relaxation: typeof transport.rwmd,
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  threshold: number,
): number {
  if (!(threshold > 0)) {
    throw new WordmoverError('INVALID_OPTION', `threshold must be positive, got ${threshold}; leave it out for none`);
  }
  const p = histogram(supply, 'supply');
  const q = histogram(demand, 'demand');
  return finite(relaxation(p, q, costMatrix(cost, p.length, q.length), threshold));
}
