/**
 * Lower bounds of the transport cost that look at one source at a time: no source knows what the others take.
 * All take supply n, demand m, cost n x m row-major with entries >= 0, and a threshold that caps every cost (default none), and return
 * the larger of the two directions:
 *
 *     rwmd <= omr <= act(1) <= act(2) <= ... <= ict <= emd (or emdPlus, with a threshold)
 *
 * Of unequal totals, `emd` moves the smaller; then only the lighter side gives a bound. With a threshold, `emdPlus` charges all
 * of the larger, and both do. Throw RangeError for sizes that do not fit.
 */

/** RWMD (Kusner et al. 2015): every source sends all its mass to its nearest sink. */
export function rwmd(supply: Float64Array, demand: Float64Array, cost: Float64Array, threshold = Infinity): number {
  return act(supply, demand, cost, 0, threshold);
}

/** ACT-k (Atasu, Mittelholzer 2019): k moves to the nearest sinks, each no more than the sink holds; the rest pays the next nearest. */
export function act(supply: Float64Array, demand: Float64Array, cost: Float64Array, k: number, threshold = Infinity): number {
  if (!(k >= 0)) throw new RangeError(`k must be a number of moves >= 0, got ${k}`);
  return largerDirection(supply, demand, cost, threshold, (source, sinks, reading) => actOf(source, sinks, reading, k));
}

/** ICT (Atasu, Mittelholzer 2019): ACT without a limit of moves. */
export function ict(supply: Float64Array, demand: Float64Array, cost: Float64Array, threshold = Infinity): number {
  return act(supply, demand, cost, Infinity, threshold);
}

/** OMR (Atasu, Mittelholzer 2019): the sink's mass binds only where the cost is zero; the rest pays the second nearest. */
export function omr(supply: Float64Array, demand: Float64Array, cost: Float64Array, threshold = Infinity): number {
  return largerDirection(supply, demand, cost, threshold, omrOf);
}

/** The costs from one source to all sinks: cost[first + j * stride], capped at the threshold. */
interface Reading {
  readonly cost: Float64Array;
  first: number;
  readonly stride: number;
  readonly threshold: number;
}

type SourceCost = (mass: number, sinks: Float64Array, reading: Reading) => number;

function actOf(mass: number, sinks: Float64Array, reading: Reading, k: number): number {
  const { cost, first, stride, threshold } = reading;
  let left = mass;
  let total = 0;
  let last = -1;
  for (let moves = 0; left > 0; moves++) {
    const nearest = nextNearest(sinks, reading, last);
    if (nearest < 0) return total + left * (threshold < Infinity ? threshold : last < 0 ? 0 : cost[first + last * stride]);
    const c = cost[first + nearest * stride];
    if (c >= threshold) return total + left * threshold;
    const moved = moves < k ? Math.min(left, sinks[nearest]) : left;
    total += moved * c;
    left -= moved;
    last = nearest;
  }
  return total;
}

function omrOf(mass: number, sinks: Float64Array, reading: Reading): number {
  const { cost, first, stride } = reading;
  const nearest = nextNearest(sinks, reading, -1);
  return actOf(mass, sinks, reading, nearest >= 0 && cost[first + nearest * stride] === 0 ? 1 : 0);
}

/** The sink with mass that comes after `last` in the order of cost, then number; -1 when there is none. */
function nextNearest(sinks: Float64Array, reading: Reading, last: number): number {
  const { cost, first, stride } = reading;
  const floor = last < 0 ? -1 : cost[first + last * stride];
  let nearest = -1;
  let least = Infinity;
  for (let j = 0; j < sinks.length; j++) {
    const c = cost[first + j * stride];
    if (c < least && sinks[j] > 0 && (c > floor || (c === floor && j > last))) {
      least = c;
      nearest = j;
    }
  }
  return nearest;
}

/** Two totals closer than this differ by rounding only. */
const SAME_TOTAL = 1e-12;

function largerDirection(
  supply: Float64Array,
  demand: Float64Array,
  cost: Float64Array,
  threshold: number,
  sourceCost: SourceCost,
): number {
  const n = supply.length;
  const m = demand.length;
  if (cost.length !== n * m) throw new RangeError(`cost must hold ${n} x ${m} values, got ${cost.length}`);
  if (!(threshold > 0)) throw new RangeError(`threshold must be positive, got ${threshold}`);
  const supplied = sum(supply);
  const demanded = sum(demand);
  const capped = threshold < Infinity;
  const slack = SAME_TOTAL * Math.max(supplied, demanded);
  let bound = 0;
  if (capped || supplied <= demanded + slack) {
    const all = oneDirection(supply, demand, { cost, first: 0, stride: 1, threshold }, m, sourceCost);
    bound = all + (capped ? Math.max(0, demanded - supplied) * threshold : 0);
  }
  if (capped || demanded <= supplied + slack) {
    const all = oneDirection(demand, supply, { cost, first: 0, stride: m, threshold }, 1, sourceCost);
    bound = Math.max(bound, all + (capped ? Math.max(0, supplied - demanded) * threshold : 0));
  }
  return bound;
}

function oneDirection(
  sources: Float64Array,
  sinks: Float64Array,
  reading: Reading,
  between: number,
  sourceCost: SourceCost,
): number {
  let total = 0;
  for (let i = 0; i < sources.length; i++) {
    reading.first = i * between;
    if (sources[i] > 0) total += sourceCost(sources[i], sinks, reading);
  }
  return total;
}

function sum(mass: Float64Array): number {
  let total = 0;
  for (let i = 0; i < mass.length; i++) total += mass[i];
  return total;
}
