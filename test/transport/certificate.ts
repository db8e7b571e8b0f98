import type { TransportPlan } from '../../src/transport/transport-plan';

/** A plan read back: how far it is from being feasible and optimal, each relative to the masses and costs involved. */
export interface Certificate {
  /** Largest excess of a row or column over what it has, and shortfall of the mass moved. */
  readonly marginals: number;
  /** Largest u + v - cost over all arcs; <= 0 up to rounding when the potentials are feasible. */
  readonly infeasibility: number;
  /** Largest cost - u - v over the arcs with flow. */
  readonly looseness: number;
  /** |cost - (supply . u + demand . v)|. */
  readonly gap: number;
  /** |cost - sum of flow times cost|. */
  readonly misquoted: number;
}

/**
 * What optimality takes, from the definition (complementary slackness): a feasible flow, feasible potentials, no reduced cost on the flow. Knows nothing of how
 * the plan was found.
 */
export function certify(plan: TransportPlan, supply: Float64Array, demand: Float64Array, cost: Float64Array): Certificate {
  const n = supply.length;
  const m = demand.length;
  const sent = new Float64Array(n);
  const taken = new Float64Array(m);
  let paid = 0;
  let looseness = 0;
  let lightest = Infinity;
  let scale = 0;
  for (const { from, to, mass } of plan.flow) {
    lightest = Math.min(lightest, mass);
    sent[from] += mass;
    taken[to] += mass;
    const arc = cost[from * m + to];
    paid += mass * arc;
    looseness = Math.max(looseness, Math.abs(arc - plan.u[from] - plan.v[to]));
    scale = Math.max(scale, arc);
  }
  expect(lightest).toBeGreaterThan(0);
  let infeasibility = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) infeasibility = Math.max(infeasibility, plan.u[i] + plan.v[j] - cost[i * m + j]);
  }
  const total = Math.max(sum(supply), sum(demand));
  const shortfall = Math.abs(plan.moved - sum(sent));
  const marginals = Math.max(shortfall, excess(sent, supply), excess(taken, demand)) / total;
  const unit = scale > 0 ? scale : 1;
  const dual = dot(supply, plan.u) + dot(demand, plan.v);
  return {
    marginals,
    infeasibility: infeasibility / unit,
    looseness: looseness / unit,
    gap: Math.abs(plan.cost - dual) / (unit * total),
    misquoted: Math.abs(plan.cost - paid) / (unit * total),
  };
}

/** Fails unless the plan proves itself optimal to within `tolerance`, relative to the dearest arc used and the mass. */
export function expectOptimal(
  plan: TransportPlan,
  supply: Float64Array,
  demand: Float64Array,
  cost: Float64Array,
  tolerance = 1e-10,
): void {
  const certificate = certify(plan, supply, demand, cost);
  expect(Math.max(...Object.values(certificate))).toBeLessThanOrEqual(tolerance);
  expect(plan.flow.length).toBeLessThan(supply.length + demand.length);
  const left = sum(supply) - sum(demand);
  const isAllowed = (more: number) => (potential: number) =>
    Number.isFinite(potential) && (more <= 1e-9 * sum(supply) || potential <= 0);
  expect(plan.u.every(isAllowed(left))).toBe(true);
  expect(plan.v.every(isAllowed(-left))).toBe(true);
}

export function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k] * b[k];
  return total;
}

function excess(used: Float64Array, available: Float64Array): number {
  let most = 0;
  for (let k = 0; k < used.length; k++) most = Math.max(most, used[k] - available[k]);
  return most;
}
