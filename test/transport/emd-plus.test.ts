import { seededRandom } from '../../src/embeddings/seeded-random';
import { emd } from '../../src/transport/emd';
import { emdPlus, linearEmd } from '../../src/transport/emd-plus';
import { largestSavings } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);

function total(mass: ArrayLike<number>): number {
  return Array.from(mass).reduce((a, b) => a + b, 0);
}

/** Pele and Werman's definition: the least cost of moving min(P, Q), plus |P - Q| alpha max c; here the cost is capped at T, alpha = 1. */
function emdHatByDefinition(
  supply: ArrayLike<number>,
  demand: ArrayLike<number>,
  cost: ArrayLike<number>,
  threshold: number,
): number {
  const capped = Array.from(cost, (c) => Math.min(c, threshold));
  // All of min(P, Q) moves when every arc gains: then the largest gain is the least cost.
  const offset = threshold + 1;
  const gain = capped.map((c) => offset - c);
  const moved = Math.min(total(supply), total(demand));
  const leastCost = moved * offset - largestSavings(supply, demand, gain);
  return leastCost + Math.abs(total(supply) - total(demand)) * threshold;
}

describe('emdPlus', () => {
  test(`is emdHat of the capped cost with alpha = 1, with its certificate (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    for (let k = 0; k < 500; k++) {
      const n = 1 + Math.floor(random() * 7);
      const m = 1 + Math.floor(random() * 7);
      const levels = random() < 0.5 ? 4 : 0;
      const draw = (): number => (levels ? Math.floor(random() * levels) / 2 : random() * 2);
      const supply = Float64Array.from({ length: n }, draw);
      const demand = Float64Array.from({ length: m }, draw);
      const cost = Float64Array.from({ length: n * m }, () => (random() < 0.1 ? Infinity : draw()));
      const threshold = 0.25 + random() * 2;
      const plan = emdPlus(supply, demand, cost, threshold);

      expect(plan.cost).toBeCloseTo(emdHatByDefinition(supply, demand, cost, threshold), 8);
      expect(plan.moved).toBeCloseTo(total(plan.flow.map((f) => f.mass)), 12);
      const paid = plan.flow.reduce((sum, f) => sum + f.mass * cost[f.from * m + f.to], 0);
      expect(plan.cost).toBeCloseTo(paid + (Math.max(total(supply), total(demand)) - plan.moved) * threshold, 12);
      let dual = 0;
      supply.forEach((mass, i) => (dual += mass * plan.u[i]));
      demand.forEach((mass, j) => (dual += mass * plan.v[j]));
      expect(plan.cost).toBeCloseTo(dual, 10);
      let violation = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) violation = Math.max(violation, plan.u[i] + plan.v[j] - Math.min(cost[i * m + j], threshold));
      }
      expect(violation).toBeLessThan(1e-12);
      for (const f of plan.flow) expect(plan.u[f.from] + plan.v[f.to]).toBeCloseTo(cost[f.from * m + f.to], 10);
    }
  });

  test(`agrees with the dense simplex over the capped cost, 60 x 60 (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 1);
    for (let k = 0; k < 20; k++) {
      const side = 20 + Math.floor(random() * 40);
      const masses = (): Float64Array => {
        const drawn = Float64Array.from({ length: side }, random);
        return drawn.map((x) => x / total(drawn));
      };
      const supply = masses();
      const demand = masses();
      const cost = Float64Array.from({ length: side * side }, random);
      const threshold = random();
      const dense = emd(
        supply,
        demand,
        cost.map((c) => Math.min(c, threshold)),
      );
      expect(emdPlus(supply, demand, cost, threshold).cost).toBeCloseTo(dense.cost, 11);
    }
  });

  test('moves less than it could where filling up would force a detour dearer than T', () => {
    // Two words each, T = 1, and no smaller example exists: with one row or one column a fuller plan displaces nothing.
    //
    //          0    .8          The metric keeps row 0 on column 0 and pays T for row 1: 1.
    //         .8   2 > T        "As much as possible under T, then T for the rest" (Li et al.) moves both crosswise: 1.6.
    const one = Float64Array.of(1, 1);
    const cost = Float64Array.of(0, 0.8, 0.8, 2);
    const plan = emdPlus(one, one, cost, 1);
    expect(plan.cost).toBe(1);
    expect(plan.flow).toEqual([{ from: 0, to: 0, mass: 1 }]);
    expect(plan.cost).toBe(emdHatByDefinition(one, one, cost, 1));
    const fillingUpFirst = 0.8 + 0.8;
    expect(fillingUpFirst).toBeGreaterThan(plan.cost);
  });

  test.each<[string, number[], number[], number[], number, number]>([
    ['both empty', [], [], [], 1, 0],
    ['nothing to move onto', [2], [], [], 1.5, 3],
    ['nothing to move', [], [0.5, 0.5], [], 1.5, 1.5],
    ['identical', [0.5, 0.5], [0.5, 0.5], [0, 1, 1, 0], 1, 0],
    ['nothing near', [1], [1], [7], 2, 2],
    ['a cost of exactly T is not under it', [1], [1], [2], 2, 2],
    ['unequal totals pay T for the difference', [3], [1], [0.5], 2, 0.5 + 2 * 2],
    ['forbidden arcs', [1], [1], [Infinity], 2, 2],
  ])('%s', (_, supply, demand, cost, threshold, expected) => {
    const plan = emdPlus(Float64Array.from(supply), Float64Array.from(demand), Float64Array.from(cost), threshold);
    expect(plan.cost).toBeCloseTo(expected, 12);
    expect(linearEmd(Float64Array.from(supply), Float64Array.from(demand), Float64Array.from(cost), threshold)).toBeCloseTo(
      expected,
      12,
    );
  });

  test.each([
    ['a matrix of another size', [1], [1], [1, 2], 1],
    ['a negative cost', [1], [1], [-1], 1],
    ['NaN as cost', [1], [1], [NaN], 1],
    ['a negative mass', [-1], [1], [1], 1],
    ['no threshold', [1], [1], [1], Infinity],
    ['a threshold of zero', [1], [1], [1], 0],
    ['NaN as threshold', [1], [1], [1], NaN],
  ])('refuses %s', (_, supply, demand, cost, threshold) => {
    expect(() => emdPlus(Float64Array.from(supply), Float64Array.from(demand), Float64Array.from(cost), threshold)).toThrow(
      RangeError,
    );
  });
});
