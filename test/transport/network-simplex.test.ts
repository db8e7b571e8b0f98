import { seededRandom } from '../../src/embeddings/seeded-random';
import { NetworkSimplex } from '../../src/transport/network-simplex';
import { leastCost } from './shortest-paths';
import { expectOptimal, sum } from './certificate';
import type { TransportPlan } from '../../src/transport/transport-plan';

const SEED = Number(process.env.SEED ?? 20261121);

interface Problem {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Float64Array;
}

function draw(count: number, next: () => number): Float64Array {
  return Float64Array.from({ length: count }, next);
}

/** Balanced: demand scaled to the total of supply. */
function balanced(supply: Float64Array, demand: Float64Array, cost: Float64Array): Problem {
  const scale = sum(supply) / sum(demand);
  return { supply, demand: demand.map((mass) => mass * scale), cost };
}

/** The last solve as a plan, for the certificate. */
function planOf(simplex: NetworkSimplex, { supply, demand }: Problem, cost: number): TransportPlan {
  const flow: { from: number; to: number; mass: number }[] = [];
  simplex.visitFlows((from, to, mass) => flow.push({ from, to, mass }));
  const u = simplex.u.slice(0, supply.length);
  const v = simplex.v.slice(0, demand.length);
  return { cost, moved: sum(supply), flow, u, v };
}

function solveAndCertify(simplex: NetworkSimplex, problem: Problem, tolerance?: number): number {
  const { supply, demand, cost } = problem;
  const optimum = simplex.solve(supply.length, demand.length, supply, demand, cost);
  expect(simplex.abandoned).toBe(false);
  // Potentials of a balanced problem are free up to a constant: the certificate wants no sign of them here.
  expectOptimal(planOf(simplex, problem, optimum), supply, demand, cost, tolerance);
  return optimum;
}

/** Points in the plane: distances with clusters, as words have them. */
function planar(n: number, m: number, next: () => number): Problem {
  const place = (): [number, number] => [next() + Math.floor(next() * 3), next()];
  const from = Array.from({ length: n }, place);
  const to = Array.from({ length: m }, place);
  const cost = Float64Array.from({ length: n * m }, (_, k) => {
    const a = from[Math.floor(k / m)];
    const b = to[k % m];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  });
  const mass = (): number => next() ** 3 + 1e-6;
  return balanced(draw(n, mass), draw(m, mass), cost);
}

describe('NetworkSimplex', () => {
  const simplex = new NetworkSimplex();

  test(`finds the optimum of small whole-number problems, ties and zero masses among them (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (let k = 0; k < 600; k++) {
      const n = 1 + Math.floor(next() * 7);
      const m = 1 + Math.floor(next() * 7);
      const levels = next() < 0.5 ? 3 : 50;
      const supply = draw(n, () => Math.floor(next() * 4));
      supply[Math.floor(next() * n)] += 1;
      // Shared out unit by unit, so that the totals are equal and many columns stay empty.
      const demand = new Float64Array(m);
      for (let unit = sum(supply); unit > 0; unit--) demand[Math.floor(next() * m)] += 1;
      const cost = draw(n * m, () => Math.floor(next() * levels));
      const optimum = solveAndCertify(simplex, { supply, demand, cost });
      expect(optimum).toBeCloseTo(leastCost(supply, demand, cost), 9);
    }
  });

  test(`proves its optimum on distances in the plane, up to 600 x 600 (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (const [n, m] of [
      [1, 1],
      [1, 9],
      [9, 1],
      [20, 20],
      [32, 32],
      [33, 32],
      [32, 33],
      [80, 80],
      [200, 31],
      [31, 200],
      [250, 400],
      [600, 600],
    ]) {
      // prettier-ignore
      solveAndCertify(simplex, planar(n, m, next));
    }
  });

  test(`proves its optimum on assignments with few cost levels: all degenerate (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (const n of [2, 10, 40, 150]) {
      for (const levels of [1, 2, 5]) {
        const ones = new Float64Array(n).fill(1 / n);
        solveAndCertify(simplex, { supply: ones, demand: ones, cost: draw(n * n, () => Math.floor(next() * levels)) });
      }
    }
  });

  test(`is exactly 0 between equal histograms, whatever order their points are in (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (const n of [1, 2, 30, 120]) {
      const { supply, cost } = planar(n, n, next);
      for (let i = 0; i < n; i++) cost[i * n + (n - 1 - i)] = 0;
      expect(solveAndCertify(simplex, { supply, demand: supply.slice().reverse(), cost })).toBe(0);
    }
  });

  test.each([1e-9, 1e-3, 1e6, 1e12])('scales with costs of %d and with masses', (scale) => {
    const problem = planar(40, 60, seededRandom(SEED));
    const optimum = solveAndCertify(simplex, problem);
    const scaled = { ...problem, cost: problem.cost.map((c) => c * scale) };
    expect(solveAndCertify(simplex, scaled) / scale).toBeCloseTo(optimum, 11);
    const heavier = { ...problem, supply: problem.supply.map((x) => x * scale), demand: problem.demand.map((x) => x * scale) };
    expect(solveAndCertify(simplex, heavier) / scale).toBeCloseTo(optimum, 11);
  });

  test('takes masses rounded to float32, whose totals differ in the last digit', () => {
    const problem = planar(50, 70, seededRandom(SEED));
    const round = (mass: Float64Array): Float64Array => Float64Array.from(Float32Array.from(mass));
    const supply = round(problem.supply);
    const demand = round(problem.demand);
    expect(sum(supply)).not.toBe(sum(demand));
    solveAndCertify(simplex, balanced(supply, demand, problem.cost));
    const optimum = simplex.solve(50, 70, supply, demand, problem.cost);
    expect(optimum).toBeCloseTo(solveAndCertify(simplex, problem), 5);
  });

  test(`masses over twenty orders of magnitude and duplicate points (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    const { cost } = planar(60, 90, next);
    for (let j = 1; j < 90; j += 2) for (let i = 0; i < 60; i++) cost[i * 90 + j] = cost[i * 90 + j - 1];
    const mass = (): number => 10 ** (-20 * next());
    solveAndCertify(simplex, balanced(draw(60, mass), draw(90, mass), cost));
  });

  test('small problems end whose costs differ in their last digits only', () => {
    const next = seededRandom(SEED);
    for (let k = 0; k < 50; k++) {
      const { supply, demand } = planar(7, 9, next);
      const cost = draw(63, () => 1e17 + 16 * Math.floor(next() * 4));
      expect(simplex.solve(7, 9, supply, demand, cost) / sum(supply) / 1e17).toBeCloseTo(1, 12);
    }
  });

  test('negative costs are costs too', () => {
    const problem = planar(20, 40, seededRandom(SEED));
    const optimum = solveAndCertify(simplex, problem);
    const lowered = simplex.solve(20, 40, problem.supply, problem.demand, problem.cost.map((c) => c - 5)); // prettier-ignore
    expect(lowered).toBeCloseTo(optimum - 5 * sum(problem.supply), 9);
  });

  describe('cutoff', () => {
    test(`abandons only above the cutoff, and then with a bound between the cutoff and the optimum (seed ${SEED})`, () => {
      const next = seededRandom(SEED);
      let abandoned = 0;
      let atOnce = 0;
      for (let k = 0; k < 150; k++) {
        const n = 1 + Math.floor(next() * 60);
        const m = 1 + Math.floor(next() * 60);
        const { supply, demand, cost } = planar(n, m, next);
        const optimum = simplex.solve(n, m, supply, demand, cost);
        for (const share of [0, 0.5, 0.9, 0.99, 1 - 1e-9, 1, 1 + 1e-9, 1.5]) {
          const cutoff = optimum * share;
          const answer = simplex.solve(n, m, supply, demand, cost, cutoff);
          if (simplex.abandoned) {
            abandoned++;
            if (simplex.pivots === 0) atOnce++;
            expect(share).toBeLessThan(1);
            expect(answer).toBeGreaterThan(cutoff);
            expect(answer).toBeLessThanOrEqual(optimum * (1 + 1e-12));
            expectFeasible(simplex, n, m, cost);
          } else {
            expect(answer).toBeCloseTo(optimum, 12);
            expect(share).toBeGreaterThan(1 - 1e-6);
          }
        }
      }
      expect(abandoned).toBeGreaterThan(400);
      // The first basis proves most of the optimum.
      expect(atOnce).toBeGreaterThan(abandoned / 3);
    });

    test('never abandons at the optimum itself, nor between equal histograms', () => {
      const { supply, cost } = planar(30, 30, seededRandom(SEED));
      for (let i = 0; i < 30; i++) cost[i * 30 + i] = 0;
      expect(simplex.solve(30, 30, supply, supply, cost, 0)).toBe(0);
      expect(simplex.abandoned).toBe(false);
    });

    test('potentials of a neighbour abandon before the first pivot', () => {
      const next = seededRandom(SEED);
      const { supply, demand, cost } = planar(60, 60, next);
      const optimum = simplex.solve(60, 60, supply, demand, cost);
      const v = simplex.v.slice(0, 60);
      const nearby = cost.map((c) => c * (1 + 0.01 * next()));
      const bound = simplex.solve(60, 60, supply, demand, nearby, 0.95 * optimum, v);
      expect(simplex.abandoned).toBe(true);
      expect(simplex.pivots).toBe(0);
      expect(bound).toBeGreaterThan(0.95 * optimum);
      expect(bound).toBeLessThanOrEqual(simplex.solve(60, 60, supply, demand, nearby, Infinity, v));
    });
  });

  test.each([
    ['a negative mass', [1, -1], [1, 1], [0, 1, 1, 0], /supply\[1\] is -1/],
    ['a mass that is no number', [1, 1], [1, NaN], [0, 1, 1, 0], /demand\[1\] is NaN/],
    ['no mass', [0, 0], [1, 1], [0, 1, 1, 0], /supply sums to 0/],
    ['infinite mass', [1, 1], [1, Infinity], [0, 1, 1, 0], /demand sums to Infinity/],
    ['a cost that is no number', [1, 1], [1, 1], [NaN, NaN, NaN, NaN], /not finite/],
  ])('refuses %s', (_name, supply, demand, cost, message) => {
    const solve = () => simplex.solve(2, 2, Float64Array.from(supply), Float64Array.from(demand), Float64Array.from(cost));
    expect(solve).toThrow(RangeError);
    expect(solve).toThrow(message);
  });
});

function expectFeasible(simplex: NetworkSimplex, n: number, m: number, cost: Float64Array): void {
  let worst = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) worst = Math.max(worst, simplex.u[i] + simplex.v[j] - cost[i * m + j]);
  expect(worst).toBeLessThan(1e-14);
}
