import { seededRandom } from '../../src/embeddings/seeded-random';
import { NetworkSimplex } from '../../src/transport/network-simplex';
import { PerturbedMasses } from '../../src/transport/perturbed-masses';
import { SmallSimplex } from '../../src/transport/small-simplex';
import { SMALL } from '../../src/transport/small-tree';
import { expectOptimal, sum } from './certificate';

const SEED = Number(process.env.SEED ?? 20261121);
type Random = () => number;

interface Problem {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Float64Array;
}

const draw = (count: number, next: Random): Float64Array => Float64Array.from({ length: count }, next);
const whole = (below: number, next: Random): number => Math.floor(next() * below);

const costs: Record<string, (n: number, m: number, next: Random) => Float64Array> = {
  'in the plane': (n, m, next) => {
    const place = (): [number, number] => [next() + whole(3, next), next()];
    const from = Array.from({ length: n }, place);
    const to = Array.from({ length: m }, place);
    return Float64Array.from({ length: n * m }, (_, k) => {
      const [x, y] = from[Math.floor(k / m)];
      return Math.hypot(x - to[k % m][0], y - to[k % m][1]);
    });
  },
  'at random': (n, m, next) => draw(n * m, next),
  'of three levels': (n, m, next) => draw(n * m, () => whole(3, next)),
  'all equal': (n, m) => new Float64Array(n * m).fill(0.1),
  'of rows and columns alone': (n, m, next) => {
    const row = draw(n, next);
    const column = draw(m, next);
    return Float64Array.from({ length: n * m }, (_, k) => row[Math.floor(k / m)] + column[k % m]);
  },
  'over twelve orders of magnitude': (n, m, next) => draw(n * m, () => 10 ** (12 * next() - 12)),
  'of products': (n, m) => Float64Array.from({ length: n * m }, (_, k) => Math.floor(k / m) * (k % m)),
  negative: (n, m, next) => draw(n * m, () => next() - 5),
};

const masses: Record<string, (n: number, m: number, next: Random) => Pick<Problem, 'supply' | 'demand'>> = {
  'at random': (n, m, next) => balanced(draw(n, next), draw(m, next)),
  'of twenty orders of magnitude': (n, m, next) =>
    balanced(
      draw(n, () => 10 ** (-20 * next())),
      draw(m, () => 10 ** (-20 * next())),
    ),
  'in units, some without': (n, m, next) => {
    const supply = draw(n, () => whole(3, next));
    supply[whole(n, next)] += 1;
    const demand = new Float64Array(m);
    for (let unit = sum(supply); unit > 0; unit--) demand[whole(m, next)] += 1;
    return { supply, demand };
  },
  equal: (n, m) => balanced(new Float64Array(n).fill(1), new Float64Array(m).fill(1)),
};

function balanced(supply: Float64Array, demand: Float64Array): Pick<Problem, 'supply' | 'demand'> {
  const scale = sum(supply) / sum(demand);
  return { supply, demand: demand.map((mass) => mass * scale) };
}

/** Every kind of cost with every kind of mass, `rounds` times, in sizes from 1 x 1 to 32 x 32. */
function* problems(rounds: number, next: Random): Generator<Problem> {
  const size = (): number => 1 + whole(next() < 0.3 ? 4 : SMALL, next);
  for (let round = 0; round < rounds; round++) {
    for (const cost of Object.values(costs)) {
      for (const mass of Object.values(masses)) {
        const n = next() < 0.1 ? SMALL : size();
        const m = next() < 0.1 ? SMALL : size();
        yield { ...mass(n, m, next), cost: cost(n, m, next) };
      }
    }
  }
}

/** The same problem too wide for the small simplex: columns without mass, as cheap as any. */
function widened({ supply, demand, cost }: Problem): Problem {
  const m = demand.length;
  const wider = Float64Array.from({ length: supply.length * (SMALL + 1) }, (_, k) => {
    const j = k % (SMALL + 1);
    return cost[Math.floor(k / (SMALL + 1)) * m + Math.min(j, m - 1)];
  });
  const padded = new Float64Array(SMALL + 1);
  padded.set(demand);
  return { supply, demand: padded, cost: wider };
}

function solve(simplex: NetworkSimplex, { supply, demand, cost }: Problem, cutoff?: number): number {
  return simplex.solve(supply.length, demand.length, supply, demand, cost, cutoff);
}

function certify(simplex: NetworkSimplex, { supply, demand, cost }: Problem, optimum: number): void {
  const flow: { from: number; to: number; mass: number }[] = [];
  simplex.visitFlows((from, to, mass) => flow.push({ from, to, mass }));
  const u = simplex.u.slice(0, supply.length);
  const v = simplex.v.slice(0, demand.length);
  // The certificate measures by the dearest arc in use, but potentials come from them all.
  const used = flow.reduce((most, { from, to }) => Math.max(most, cost[from * demand.length + to]), 0);
  const tolerance = 1e-11 * Math.max(1, used > 0 ? dearest(cost) / used : 0);
  expectOptimal({ cost: optimum, moved: sum(supply), flow, u, v }, supply, demand, cost, tolerance);
}

function dearest(cost: Float64Array): number {
  return cost.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
}

function scaleOf({ supply, cost }: Problem): number {
  return sum(supply) * dearest(cost);
}

function worstInfeasibility({ u, v }: NetworkSimplex, { supply, demand, cost }: Problem): number {
  const m = demand.length;
  let worst = 0;
  for (let i = 0; i < supply.length; i++) for (let j = 0; j < m; j++) worst = Math.max(worst, u[i] + v[j] - cost[i * m + j]);
  return worst;
}

describe('up to 32 x 32', () => {
  const simplex = new NetworkSimplex();
  const general = new NetworkSimplex();

  test(`the optimum is that of the general simplex, with a certificate, on ties, zero masses, all sizes (seed ${SEED})`, () => {
    let mostPivots = 0;
    for (const problem of problems(100, seededRandom(SEED))) {
      const optimum = solve(simplex, problem);
      const scale = scaleOf(problem);
      expect(Math.abs(optimum - solve(general, widened(problem)))).toBeLessThanOrEqual(1e-10 * scale);
      expect(simplex.abandoned).toBe(false);
      expect(worstInfeasibility(simplex, problem)).toBeLessThanOrEqual(1e-15 * (scale / sum(problem.supply)));
      certify(simplex, problem, optimum);
      mostPivots = Math.max(mostPivots, simplex.pivots);
    }
    // Some took so many pivots that the heights were renewed on the way.
    expect(mostPivots).toBeGreaterThan(64);
  });

  test(`abandons only above the cutoff, by a bound that holds and potentials that prove it (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    let abandoned = 0;
    let spared = 0;
    for (const problem of problems(12, next)) {
      const optimum = solve(simplex, problem);
      const { pivots } = simplex;
      const scale = scaleOf(problem);
      for (const share of [-0.5, -0.1, -0.02, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.5]) {
        const cutoff = optimum + share * Math.abs(optimum);
        const answer = solve(simplex, problem, cutoff);
        if (!simplex.abandoned) {
          expect(Math.abs(answer - optimum)).toBeLessThanOrEqual(1e-11 * scale);
          expect(share > -1e-6 || Math.abs(optimum) < 1e-4 * scale).toBe(true);
          certify(simplex, problem, answer);
          continue;
        }
        abandoned++;
        if (simplex.pivots < pivots) spared++;
        expect(answer).toBeGreaterThan(cutoff);
        expect(answer).toBeLessThanOrEqual(optimum + 1e-11 * scale);
        expect(worstInfeasibility(simplex, problem)).toBeLessThanOrEqual(1e-15 * (scale / sum(problem.supply)));
        const { supply, demand } = problem;
        const proven = supply.reduce((all, mass, i) => all + mass * simplex.u[i], 0);
        expect(demand.reduce((all, mass, j) => all + mass * simplex.v[j], proven)).toBeGreaterThan(cutoff);
      }
    }
    expect(abandoned).toBeGreaterThan(1000);
    expect(spared).toBeGreaterThan(abandoned / 10);
  });

  test('what it does not settle the general simplex does', () => {
    const [problem] = problems(1, seededRandom(SEED));
    const optimum = solve(simplex, problem);
    const improve = jest.spyOn(SmallSimplex.prototype, 'improve').mockImplementation(function (this: SmallSimplex, _cost, most) {
      this.pivots += most;
      return false;
    });
    for (const cutoff of [Infinity, 2 * optimum]) {
      expect(solve(simplex, problem, cutoff)).toBeCloseTo(optimum, 12);
      certify(simplex, problem, optimum);
    }
    expect(improve).toHaveBeenCalledTimes(2);
    improve.mockRestore();
  });
});

describe('SmallSimplex', () => {
  test(`stops after the pivots it is given and goes on from there (seed ${SEED})`, () => {
    const small = new SmallSimplex();
    const masses = new PerturbedMasses();
    for (const { supply, demand, cost } of problems(3, seededRandom(SEED))) {
      const n = supply.length;
      const m = demand.length;
      masses.load(n, m, supply, demand);
      small.begin(n, m, masses.perturbed, cost, 2 ** -44);
      let steps = 0;
      while (!small.improve(cost, 1)) expect(small.pivots).toBe(++steps);
      const { height } = small.tree;
      let least = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) least = Math.min(least, cost[i * m + j] - height[i] + height[n + j]);
      }
      expect(least).toBeGreaterThan(-1e-12 * dearest(cost));
      expect(small.improve(cost, 0)).toBe(true);
    }
  });
});
