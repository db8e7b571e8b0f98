import { seededRandom } from '../../src/embeddings/seeded-random';
import { SavingsSolver } from '../../src/transport/savings-solver';
import { largestSavings, sparseArcs, type SparseProblem } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);
const solver = new SavingsSolver();

function solve(p: SparseProblem, needed?: number): number {
  return solver.solve(p.n, p.m, p.rowMass, p.colMass, p.columnStart, p.arcRow, p.arcGain, needed);
}

/** No flow is larger than this: the scale that rounding errors of mass are held against. */
function massScale(p: SparseProblem): number {
  const sum = (mass: Float64Array): number => mass.reduce((a, b) => a + b, 0);
  return Math.min(sum(p.rowMass), sum(p.colMass));
}

function gainScale(p: SparseProblem): number {
  return p.arcGain.reduce((a, b) => Math.max(a, b), 0);
}

/** No answer is larger than this. */
function scale(p: SparseProblem): number {
  return massScale(p) * gainScale(p);
}

function expectPrices(p: SparseProblem, total: number): void {
  const { rowPrice, columnPrice } = solver;
  const slack = 1e-15 * gainScale(p);
  let worth = 0;
  let least = 0;
  for (let i = 0; i < p.n; i++) {
    least = Math.min(least, rowPrice[i]);
    worth += rowPrice[i] * p.rowMass[i];
  }
  let violation = -Infinity;
  for (let j = 0; j < p.m; j++) {
    least = Math.min(least, columnPrice[j]);
    worth += columnPrice[j] * p.colMass[j];
    for (let e = p.columnStart[j]; e < p.columnStart[j + 1]; e++) {
      violation = Math.max(violation, p.arcGain[e] - rowPrice[p.arcRow[e]] - columnPrice[j]);
    }
  }
  expect(least).toBe(0);
  expect(violation).toBeLessThanOrEqual(slack);
  expect(Math.abs(worth - total)).toBeLessThanOrEqual(1e-12 * scale(p));
}

/** Feasible flow, feasible prices, same worth: together a proof that the answer is the optimum. */
function expectOptimal(p: SparseProblem): number {
  const savings = solve(p);
  expect(solver.abandoned).toBe(false);
  expectPrices(p, savings);
  const rows = new Float64Array(p.n);
  let saved = 0;
  let least = 0;
  let excess = 0;
  for (let j = 0; j < p.m; j++) {
    let column = 0;
    for (let e = p.columnStart[j]; e < p.columnStart[j + 1]; e++) {
      const f = solver.flow[e];
      least = Math.min(least, f);
      column += f;
      rows[p.arcRow[e]] += f;
      saved += f * p.arcGain[e];
    }
    excess = Math.max(excess, column - p.colMass[j]);
  }
  for (let i = 0; i < p.n; i++) excess = Math.max(excess, rows[i] - p.rowMass[i]);
  expect(least).toBe(0);
  expect(excess).toBeLessThanOrEqual(1e-15 * (p.n + p.m) * massScale(p));
  expect(Math.abs(saved - savings)).toBeLessThanOrEqual(1e-12 * scale(p));
  return savings;
}

/** Problems of many shapes: sparse and dense, few or many distinct gains and masses, zeros among the masses. */
function randomProblem(
  random: () => number,
  largestSide: number,
): { p: SparseProblem; rows: number[]; columns: number[]; gain: number[] } {
  const n = 1 + Math.floor(random() * largestSide);
  const m = 1 + Math.floor(random() * largestSide);
  const density = random() < 0.3 ? 1 : random();
  const gainLevels = random() < 0.5 ? 1 + Math.floor(random() * 4) : 0;
  const massLevels = random() < 0.5 ? 1 + Math.floor(random() * 3) : 0;
  const mass = (): number => (massLevels ? Math.floor(random() * (massLevels + 1)) : random() < 0.1 ? 0 : random());
  const gain = Array.from({ length: n * m }, () =>
    random() > density ? 0 : gainLevels ? (1 + Math.floor(random() * gainLevels)) / gainLevels : random(),
  );
  const rows = Array.from({ length: n }, mass);
  const columns = Array.from({ length: m }, mass);
  return { p: sparseArcs(rows, columns, gain), rows, columns, gain };
}

describe('SavingsSolver', () => {
  test.each<[string, number[], number[], number[], number]>([
    ['no arcs', [1], [1], [0], 0],
    ['one arc', [0.5], [0.3], [2], 0.6],
    ['no mass', [0], [1], [1], 0],
    ['one row, greedy by gain', [1], [0.6, 0.3, 0.5], [1, 3, 2], 0.9 + 1 + 0.2],
    ['one column, greedy by gain', [0.6, 0.3, 0.5], [1], [1, 3, 2], 0.9 + 1 + 0.2],
    // The best arc alone takes 10 and leaves 0; crossing takes 9 + 9.
    ['the best arc is not in the best plan', [1, 1], [1, 1], [10, 9, 9, 0], 18],
    ['equal gains', [1, 1], [1, 1], [1, 1, 1, 1], 2],
    ['a row that meets nothing', [1, 5], [1], [1, 0], 1],
    ['masses of one side far larger', [1e20, 1e20], [1e-5, 2e-5], [1, 2, 2, 1], 6e-5],
    ['identical bags', [0.25, 0.75], [0.25, 0.75], [1.15, 0.2, 0.2, 1.15], 1.15],
  ])('%s', (_, rows, columns, gain, expected) => {
    const p = sparseArcs(rows, columns, gain);
    expect(expectOptimal(p)).toBeCloseTo(expected, 12);
  });

  test('empty sides save nothing', () => {
    expect(expectOptimal(sparseArcs([], [], []))).toBe(0);
    expect(expectOptimal(sparseArcs([1], [], []))).toBe(0);
    expect(expectOptimal(sparseArcs([], [1], []))).toBe(0);
  });

  test(`2,000 random problems carry their certificate and agree with augmenting paths (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    for (let k = 0; k < 2000; k++) {
      const { p, rows, columns, gain } = randomProblem(random, 9);
      const savings = expectOptimal(p);
      expect(Math.abs(savings - largestSavings(rows, columns, gain))).toBeLessThanOrEqual(1e-9 * Math.max(1, savings));
    }
  });

  test(`larger ones carry their certificate (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 1);
    for (let k = 0; k < 60; k++) expectOptimal(randomProblem(random, 70).p);
  });

  test('300 x 300, every pair an arc, heavy ties', () => {
    const random = seededRandom(SEED + 2);
    const side = 300;
    const gain = Array.from({ length: side * side }, () => Math.ceil(random() * 3));
    expectOptimal(sparseArcs(new Array(side).fill(1), new Array(side).fill(1), gain));
  });

  test(`any scale of masses and gains (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 3);
    for (const massScale of [1e-300, 1e-9, 1, 1e12, 1e250]) {
      for (const gainScale of [1e-9, 1, 1e12]) {
        for (let k = 0; k < 20; k++) {
          const { rows, columns, gain } = randomProblem(random, 12);
          expectOptimal(
            sparseArcs(
              rows.map((x) => x * massScale),
              columns.map((x) => x * massScale),
              gain.map((x) => x * gainScale),
            ),
          );
        }
      }
    }
  });

  test(`masses of very different size in one problem (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 4);
    for (let k = 0; k < 200; k++) {
      const { p } = randomProblem(random, 12);
      const spread = (mass: Float64Array): Float64Array => mass.map((x) => x * 10 ** Math.floor(random() * 30 - 15));
      expectOptimal({ ...p, rowMass: spread(p.rowMass), colMass: spread(p.colMass) });
    }
  });

  test(`abandons only when the savings are below what is needed, with a bound that proves it (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 5);
    let abandoned = 0;
    for (let k = 0; k < 500; k++) {
      const { p } = randomProblem(random, 14);
      const exact = solve(p);
      for (const share of [0.5, 0.999, 1, 1.001, 1.1, 2]) {
        const needed = exact * share;
        const answer = solve(p, needed);
        if (!solver.abandoned) expect(answer).toBe(exact);
        else {
          abandoned++;
          expect(needed).toBeGreaterThan(exact * (1 - 1e-12));
          expect(answer).toBeLessThan(needed);
          expect(answer).toBeGreaterThanOrEqual(exact - 1e-12 * scale(p));
          expectPrices(p, answer);
        }
      }
    }
    expect(abandoned).toBeGreaterThan(500);
  });

  test.each([
    ['a negative mass', [-1], [1], [1]],
    ['NaN as a mass', [1], [NaN], [1]],
    ['an infinite mass', [Infinity], [1], [1]],
    ['an infinite gain', [1], [1], [Infinity]],
  ])('refuses %s', (_, rows, columns, gain) => {
    expect(() => solve(sparseArcs(rows, columns, gain))).toThrow(RangeError);
  });
});
