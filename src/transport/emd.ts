import { balance, type BalancedProblem } from './balanced-problem';
import { NetworkSimplex } from './network-simplex';
import type { Flow, TransportPlan } from './transport-plan';

/** Potentials keep 53 bits of the dearest arc: arcs dearer than this many times what is paid are capped first. */
const TOO_DEAR = 2 ** 20;

/**
 * Earth mover's distance (Rubner, Tomasi, Guibas 2000), exact: the cheapest way to move min(total supply, total demand). Rows
 * send at most supply (n), columns take at most demand (m); cost n x m row-major, Infinity where nothing may move. The plan's
 * cost is the total over the mass moved; Rubner's EMD is cost / moved.
 *
 * Certificate: u[i] + v[j] <= cost[i, j], equal on the flow, and supply . u + demand . v = cost; with more supply than demand
 * u <= 0, with more demand v <= 0. Where one side has no mass nothing moves, at no cost. Throws RangeError for sizes that do not fit, masses that are negative or not finite,
 * costs that are NaN or negative, and where the mass cannot all move without an infinite cost.
 */
export function emd(supply: Float64Array, demand: Float64Array, cost: Float64Array): TransportPlan {
  return solve(balance(supply, demand, cost), supply.length, demand.length, cost);
}

/**
 * EMD-hat (Pele, Werman 2008) for unequal totals: emd plus alpha * |total supply - total demand| * the largest finite cost. A
 * metric for a metric cost and alpha >= 1/2. Flow, moved and certificate are those of `emd`. Throws as `emd` does, and
 * RangeError for an alpha that is negative or not finite.
 */
export function emdHat(supply: Float64Array, demand: Float64Array, cost: Float64Array, alpha: number): TransportPlan {
  if (!(alpha >= 0 && alpha < Infinity)) throw new RangeError(`alpha is ${alpha}; it must be a finite number >= 0`);
  const problem = balance(supply, demand, cost);
  const plan = solve(problem, supply.length, demand.length, cost);
  if (problem.slack === 'none') return plan;
  const unmatched = problem.slack === 'row' ? problem.supply[problem.rows.length] : problem.demand[problem.columns.length];
  return { ...plan, cost: plan.cost + alpha * unmatched * problem.dearest };
}

function solve(problem: BalancedProblem, n: number, m: number, cost: Float64Array): TransportPlan {
  if (problem.moved === 0) return { cost: 0, moved: 0, flow: [], u: new Float64Array(n), v: new Float64Array(m) };
  const simplex = new NetworkSimplex();
  let plan = run(simplex, problem, problem.cost, m, cost);
  if (plan.cost === 0) return { ...plan, u: new Float64Array(n), v: new Float64Array(m) };
  // No cycle costs more than its nodes times the dearest cost now paid: capped there, an arc is still too dear to be used.
  let cap = detour(problem, plan, m, cost);
  while (problem.dearest > TOO_DEAR * cap) {
    const before = cap;
    const capped = problem.cost.map((value) => Math.min(value, before));
    plan = run(simplex, problem, capped, m, cost);
    cap = detour(problem, plan, m, cost);
    if (cap >= before) break;
  }
  return { ...plan, ...potentials(simplex, problem, n, m, cost) };
}

/** Solves for the given finite costs and reads the plan back in the caller's indices and costs. */
function run(
  simplex: NetworkSimplex,
  problem: BalancedProblem,
  finite: Float64Array,
  m: number,
  cost: Float64Array,
): Pick<TransportPlan, 'cost' | 'moved' | 'flow'> {
  const { rows, columns, supply, demand } = problem;
  simplex.solve(supply.length, demand.length, supply, demand, finite);
  const flow: Flow[] = [];
  let sum = 0;
  simplex.visitFlows((i, j, mass) => {
    if (i === rows.length || j === columns.length) return;
    const from = rows[i];
    const to = columns[j];
    const paid = cost[from * m + to];
    if (paid === Infinity)
      throw new RangeError(`${mass} of supply ${from} can only go to demand ${to} at an infinite cost; allow another arc`);
    flow.push({ from, to, mass });
    sum += mass * paid;
  });
  if (sum === Infinity) throw new RangeError('the costs are too large to be summed; scale them down');
  return { cost: sum, moved: problem.moved, flow };
}

/** What no detour around the arcs in use can exceed. */
function detour(problem: BalancedProblem, plan: Pick<TransportPlan, 'flow'>, m: number, cost: Float64Array): number {
  let dearest = 0;
  for (const { from, to } of plan.flow) dearest = Math.max(dearest, cost[from * m + to]);
  return dearest * (problem.supply.length + problem.demand.length);
}

/** Potentials of all rows and columns: the slack's is made 0, and ends without mass get the largest that is feasible. */
function potentials(
  simplex: NetworkSimplex,
  problem: BalancedProblem,
  n: number,
  m: number,
  cost: Float64Array,
): Pick<TransportPlan, 'u' | 'v'> {
  const { rows, columns, slack } = problem;
  const lift = slack === 'column' ? simplex.v[columns.length] : slack === 'row' ? -simplex.u[rows.length] : 0;
  const u = new Float64Array(n).fill(NaN);
  const v = new Float64Array(m).fill(NaN);
  rows.forEach((row, i) => (u[row] = slack === 'column' ? Math.min(0, simplex.u[i] + lift) : simplex.u[i] + lift));
  columns.forEach((column, j) => (v[column] = slack === 'row' ? Math.min(0, simplex.v[j] - lift) : simplex.v[j] - lift));
  for (let j = 0; j < m; j++) {
    if (Number.isNaN(v[j])) v[j] = largestFeasible(rows, (i) => cost[i * m + j] - u[i], slack === 'row');
  }
  const all = Array.from(v.keys());
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(u[i])) u[i] = largestFeasible(all, (j) => cost[i * m + j] - v[j], slack === 'column');
  }
  return { u, v };
}

function largestFeasible(others: Iterable<number>, reduced: (other: number) => number, atMostZero: boolean): number {
  let least = atMostZero ? 0 : Infinity;
  for (const other of others) least = Math.min(least, reduced(other));
  return least < Infinity ? least : 0;
}
