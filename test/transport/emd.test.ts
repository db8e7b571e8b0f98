import { seededRandom } from '../../src/embeddings/seeded-random';
import { emd, emdHat } from '../../src/transport/emd';
import { expectOptimal, sum } from './certificate';
import { leastCost } from './shortest-paths';

const SEED = Number(process.env.SEED ?? 20261121);
const array = (...values: number[]): Float64Array => Float64Array.from(values);

describe('emd', () => {
  test(`moves the lesser total at least cost, with a certificate; any totals, zero masses, ties (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (let k = 0; k < 600; k++) {
      const n = 1 + Math.floor(next() * 7);
      const m = 1 + Math.floor(next() * 7);
      const levels = next() < 0.5 ? 3 : 40;
      const masses = (count: number): Float64Array => Float64Array.from({ length: count }, () => Math.floor(next() * 4));
      const supply = masses(n);
      const demand = masses(m);
      const cost = Float64Array.from({ length: n * m }, () => Math.floor(next() * levels));
      const plan = emd(supply, demand, cost);
      expect(plan.moved).toBe(Math.min(sum(supply), sum(demand)));
      expect(plan.cost).toBeCloseTo(leastCost(supply, demand, cost), 9);
      if (plan.moved > 0) expectOptimal(plan, supply, demand, cost);
    }
  });

  test(`of fractions, with totals far apart and nearly equal (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (const excess of [1e-3, 1 - 1e-7, 1, 1 + 1e-7, 50]) {
      const supply = Float64Array.from({ length: 35 }, next);
      const scale = (excess * sum(supply)) / 40;
      const demand = new Float64Array(40).fill(scale);
      const cost = Float64Array.from({ length: 35 * 40 }, next);
      const plan = emd(supply, demand, cost);
      expect(plan.moved).toBeCloseTo(Math.min(sum(supply), sum(demand)), 12);
      expectOptimal(plan, supply, demand, cost);
    }
  });

  test(`arcs that are far too dear keep their hands off the rest, needed or not (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    for (const dear of [1e6, 1e15, 1e32, Infinity]) {
      const n = 12;
      const supply = Float64Array.from({ length: n }, next);
      // Blocks that may only exchange mass within: forbidden arcs must sit in every basis, without flow.
      const cost = Float64Array.from({ length: n * n }, (_, k) =>
        Math.floor(k / n / 3) === Math.floor((k % n) / 3) ? next() : dear,
      );
      const demand = Float64Array.from({ length: n }, (_, j) => supply[j - (j % 3) + ((j + 1) % 3)]);
      const plan = emd(supply, demand, cost);
      expect(plan.cost).toBeLessThan(sum(supply));
      expectOptimal(plan, supply, demand, cost);
    }
  });

  test('a forbidden arc is refused only where it is needed', () => {
    const cost = array(1, Infinity, Infinity, 1);
    expect(emd(array(1, 1), array(1, 1), cost).cost).toBe(2);
    expect(emd(array(0, 1), array(1, 2), cost).cost).toBe(1);
    expect(() => emd(array(2, 1), array(1, 2), cost)).toThrow(/can only go to demand 1 at an infinite cost/);
  });

  test('nothing moves, at no cost, where one side has no mass', () => {
    expect(emd(array(0, 0), array(1), array(3, 4))).toMatchObject({ cost: 0, moved: 0, flow: [] });
    expect(emd(array(), array(1), array())).toMatchObject({ cost: 0, moved: 0, flow: [] });
  });

  test.each([
    ['sizes that do not fit', array(1), array(1, 1), array(1), /1 supplies and 2 demands need 2/],
    ['a negative mass', array(-1, 2), array(1), array(1, 1), /supply\[0\] is -1/],
    ['a mass that is no number', array(1), array(NaN), array(1), /demand\[0\] is NaN/],
    ['an infinite mass', array(Infinity), array(1), array(1), /supply sums to Infinity/],
    ['a cost that is no number', array(1), array(1, 1), array(1, NaN), /cost from 0 to 1 is NaN/],
    ['a negative cost', array(1), array(1), array(-2), /cost from 0 to 0 is -2/],
  ])('refuses %s', (_name, supply, demand, cost, message) => {
    expect(() => emd(supply, demand, cost)).toThrow(RangeError);
    expect(() => emd(supply, demand, cost)).toThrow(message);
  });
});

describe('emdHat', () => {
  test('adds alpha times the unmatched mass times the largest cost', () => {
    const cost = array(1, 5, 2, 3);
    const plan = emdHat(array(1, 3), array(1, 1), cost, 0.5);
    // 1 from 0 to 0 at 1, 1 from 1 to 1 at 3; the other 2 pay half of 5 each.
    expect(plan.cost).toBeCloseTo(1 + 3 + 2 * 0.5 * 5, 12);
    expect(plan.moved).toBe(2);
    expect(emdHat(array(1, 1), array(1, 1), cost, 7).cost).toBe(emd(array(1, 1), array(1, 1), cost).cost);
    expect(emdHat(array(0), array(3), array(2), 1).cost).toBe(6);
  });

  test(`is a metric for a metric cost and alpha 1/2: the triangle inequality (seed ${SEED})`, () => {
    const next = seededRandom(SEED);
    const points = Array.from({ length: 8 }, () => [next(), next()]);
    const cost = Float64Array.from({ length: 64 }, (_, k) => {
      const a = points[k >> 3];
      const b = points[k & 7];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    });
    for (let k = 0; k < 100; k++) {
      const [p, q, r] = [0, 1, 2].map(() => Float64Array.from({ length: 8 }, next));
      const pq = emdHat(p, q, cost, 0.5).cost;
      expect(emdHat(q, p, cost, 0.5).cost).toBeCloseTo(pq, 10);
      expect(pq).toBeLessThanOrEqual(emdHat(p, r, cost, 0.5).cost + emdHat(r, q, cost, 0.5).cost + 1e-12);
    }
  });

  test.each([-1, NaN, Infinity])('refuses alpha %d', (alpha) => {
    expect(() => emdHat(array(1), array(2), array(1), alpha)).toThrow(/alpha is/);
  });
});
