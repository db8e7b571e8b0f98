import { seededRandom } from '../../src/embeddings/seeded-random';
import { BasisTree } from '../../src/transport/basis-tree';
import { LeastCostStart } from '../../src/transport/least-cost-start';
import { NetworkSimplex } from '../../src/transport/network-simplex';
import { PerturbedMasses } from '../../src/transport/perturbed-masses';
import { SmallStart } from '../../src/transport/small-start';
import { SmallTree } from '../../src/transport/small-tree';
import { sum } from './certificate';

const SEED = Number(process.env.SEED ?? 20261121);

interface Basis {
  readonly parent: Int32Array;
  readonly flow: Float64Array;
}
type Build = (n: number, m: number, mass: Float64Array, cost: Float64Array) => Basis;

function small(): Build {
  const start = new SmallStart();
  const tree = new SmallTree();
  return (n, m, mass, cost) => {
    start.build(n, m, mass, cost, tree);
    return tree;
  };
}

function general(): Build {
  const start = new LeastCostStart();
  const tree = new BasisTree();
  return (n, m, mass, cost) => {
    tree.reset(n, m);
    start.build(n, m, mass, cost, tree);
    return tree;
  };
}

/** What a unit of mass pays in the plan of a basis. */
function paid({ parent, flow }: Basis, n: number, m: number, cost: Float64Array): number {
  let total = 0;
  let moved = 0;
  for (let node = 0; node < n + m; node++) {
    const above = parent[node];
    if (above < 0) continue;
    moved += flow[node];
    total += flow[node] * cost[node < n ? node * m + above - n : above * m + node - n];
  }
  return total / moved;
}

describe.each([
  ['SmallStart', small(), 10, 32, 0.12],
  ['LeastCostStart', general(), 10, 70, 0.12],
])('%s', (_name, build, least, most, excess) => {
  test.each([0, 1000])(
    `begins near the optimum between points in the plane, whatever all costs share: %d (seed ${SEED})`,
    (shared) => {
      const next = seededRandom(SEED);
      const simplex = new NetworkSimplex();
      const masses = new PerturbedMasses();
      const rounds = 150;
      let over = 0;
      for (let round = 0; round < rounds; round++) {
        const n = least + Math.floor(next() * (most - least + 1));
        const m = least + Math.floor(next() * (most - least + 1));
        const points = Array.from({ length: n + m }, () => [next() + Math.floor(next() * 3), next()]);
        const cost = Float64Array.from({ length: n * m }, (_, k) => {
          const [x, y] = points[Math.floor(k / m)];
          return Math.hypot(x - points[n + (k % m)][0], y - points[n + (k % m)][1]) + shared;
        });
        const supply = Float64Array.from({ length: n }, next);
        const demand = Float64Array.from({ length: m }, next);
        masses.load(n, m, supply, demand);
        const first = paid(build(n, m, masses.perturbed, cost), n, m, cost) - shared;
        const optimum = simplex.solve(n, m, supply, demand, cost) / sum(supply) - shared;
        expect(first).toBeGreaterThan(optimum - 1e-9);
        over += first / optimum - 1;
      }
      expect(over / rounds).toBeLessThan(excess);
    },
  );
});
