import { seededRandom } from '../../src/embeddings/seeded-random';
import { emdPlus, linearEmd } from '../../src/transport/emd-plus';
import { act, ict, omr, rwmd } from '../../src/transport/relaxations';
import { largestSavings } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);
const ROUNDING = 1e-9;

interface Problem {
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Float64Array;
}

function total(mass: Float64Array): number {
  return mass.reduce((a, b) => a + b, 0);
}

/** Points of a plane or costs drawn at random, with ties, zeros among costs and masses, equal or unequal totals. */
function randomProblem(random: () => number, balanced: boolean): Problem {
  const n = 1 + Math.floor(random() * 8);
  const m = 1 + Math.floor(random() * 8);
  const levels = random() < 0.5 ? 3 : 0;
  const mass = (): number => (levels ? Math.floor(random() * (levels + 1)) : random() < 0.1 ? 0 : random());
  const supply = Float64Array.from({ length: n }, mass);
  const demand = Float64Array.from({ length: m }, mass);
  supply[0] += 0.5;
  demand[m - 1] += 0.5;
  const scale = balanced ? total(supply) / total(demand) : 1;
  const points = Array.from({ length: n + m }, () => [Math.floor(random() * 4) / 2, levels ? 0 : random()]);
  const metric = random() < 0.5;
  const cost = Float64Array.from({ length: n * m }, (_, k) => {
    const a = points[Math.floor(k / m)];
    const b = points[n + (k % m)];
    return metric ? Math.hypot(a[0] - b[0], a[1] - b[1]) : random() < 0.2 ? 0 : levels ? Math.ceil(random() * 3) : random();
  });
  return { supply, demand: demand.map((x) => x * scale), cost };
}

/** The least cost of moving min(P, Q), by augmenting paths. */
function leastCost({ supply, demand, cost }: Problem): number {
  const offset = 1 + Math.max(...cost);
  const gain = cost.map((c) => offset - c);
  return Math.min(total(supply), total(demand)) * offset - largestSavings(supply, demand, gain);
}

function lowerBounds(p: Problem, threshold?: number): number[] {
  const { supply, demand, cost } = p;
  return [
    rwmd(supply, demand, cost, threshold),
    omr(supply, demand, cost, threshold),
    act(supply, demand, cost, 1, threshold),
    act(supply, demand, cost, 2, threshold),
    act(supply, demand, cost, 3, threshold),
    ict(supply, demand, cost, threshold),
  ];
}

function expectAscending(chain: readonly number[], what: string): void {
  for (let k = 1; k < chain.length; k++) {
    if (!(chain[k - 1] <= chain[k] + ROUNDING)) throw new Error(`${what}: step ${k} falls in ${chain.join(' <= ')}`);
  }
}

describe(`relaxations (seed ${SEED})`, () => {
  test('3,000 problems: RWMD <= OMR <= ACT-1 <= ACT-2 <= ACT-3 <= ICT <= EMD+ <= LinearEMD', () => {
    const random = seededRandom(SEED);
    let strict = 0;
    for (let k = 0; k < 3000; k++) {
      const p = randomProblem(random, k % 2 === 0);
      const threshold = 0.2 + random() * 2;
      const exact = emdPlus(p.supply, p.demand, p.cost, threshold).cost;
      const bounds = lowerBounds(p, threshold);
      expectAscending([...bounds, exact, linearEmd(p.supply, p.demand, p.cost, threshold)], `problem ${k}`);
      if (bounds[5] > bounds[0] + ROUNDING) strict++;
    }
    expect(strict).toBeGreaterThan(500);
  });

  test('1,000 problems without a threshold: the chain up to EMD, equal totals or not', () => {
    const random = seededRandom(SEED + 1);
    for (let k = 0; k < 1000; k++) {
      const p = randomProblem(random, k % 2 === 0);
      expectAscending([...lowerBounds(p), leastCost(p)], `problem ${k}`);
    }
  });

  test('the same in both directions', () => {
    const random = seededRandom(SEED + 2);
    for (let k = 0; k < 200; k++) {
      const p = randomProblem(random, k % 2 === 0);
      const n = p.supply.length;
      const m = p.demand.length;
      const turned = {
        supply: p.demand,
        demand: p.supply,
        cost: p.cost.map((_, at) => p.cost[(at % n) * m + Math.floor(at / n)]),
      };
      const there = lowerBounds(p, 1.5);
      lowerBounds(turned, 1.5).forEach((bound, b) => expect(bound).toBeCloseTo(there[b], 12));
    }
  });
});

describe('relaxations by hand', () => {
  //            demand  1/2  1/2
  //  supply 1/2          0    2      from the supply: both sources share the first sink;
  //         1/2          0    3      from the demand: the second sink pays 2.
  const supply = Float64Array.of(0.5, 0.5);
  const demand = Float64Array.of(0.5, 0.5);
  const cost = Float64Array.of(0, 2, 0, 3);

  test('RWMD takes the larger direction', () => {
    expect(rwmd(supply, demand, cost)).toBe(1);
    expect(rwmd(supply, demand, cost, 1.5)).toBe(0.75);
  });

  test('OMR and ACT see what the zero-cost sink can hold, of each source alone', () => {
    // From the supply, 0.5 of the first source is free and 0.3 pays 2. From the demand, the second sink pays 0.1 for all of its 0.5;
    // in ACT-1 only for the 0.2 that the second source has, and 2 for the rest.
    const heavy = Float64Array.of(0.8, 0.2);
    const near = Float64Array.of(0, 2, 0, 0.1);
    expect(rwmd(heavy, demand, near)).toBeCloseTo(0.05, 12);
    expect(omr(heavy, demand, near)).toBeCloseTo(0.6, 12);
    expect(act(heavy, demand, near, 1)).toBeCloseTo(0.62, 12);
    expect(ict(Float64Array.of(1, 0), demand, cost)).toBe(1);
  });

  test('a cost above zero is not capped by OMR, but by ACT', () => {
    const source = Float64Array.of(1);
    const one = Float64Array.of(1, 3);
    expect(omr(source, demand, one)).toBe(2);
    expect(act(source, Float64Array.of(0.5, 5), one, 1)).toBe(2);
    expect(omr(source, Float64Array.of(0.5, 5), one)).toBe(1);
  });

  test('sinks without mass take nothing', () => {
    // From the supply 3 and 1, half of each; from the demand the second source is nearest: 1.
    expect(rwmd(supply, Float64Array.of(0, 0.5, 0.5), Float64Array.of(0, 3, 3, 0, 1, 1))).toBe(2);
  });

  test('no mass, no cost; nothing to meet costs the threshold', () => {
    const none = new Float64Array(0);
    expect(ict(none, none, none)).toBe(0);
    expect(rwmd(Float64Array.of(2), none, none)).toBe(0);
    expect(rwmd(Float64Array.of(2), none, none, 1.5)).toBe(3);
  });

  test.each([
    ['a matrix of another size', (): number => rwmd(supply, demand, Float64Array.of(1))],
    ['a negative k', (): number => act(supply, demand, cost, -1)],
    ['NaN as k', (): number => act(supply, demand, cost, NaN)],
    ['a threshold of zero', (): number => omr(supply, demand, cost, 0)],
  ])('refuses %s', (_, call) => {
    expect(call).toThrow(RangeError);
  });
});
