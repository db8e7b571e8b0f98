import { seededRandom } from '../../src/embeddings/seeded-random';
import { GreedyStart } from '../../src/transport/greedy-start';
import { SavingsTree } from '../../src/transport/savings-tree';
import { largestSavings, sparseArcs } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);

/** Pivots to the optimum from a tree where nothing moves; asserts after each that columns get mass through their tree arc. */
function solveByPivots(n: number, m: number, mass: number, gain: Float64Array): { savings: number; pivots: number } {
  const tree = new SavingsTree();
  tree.reset(n, m);
  for (let node = 0; node < n + m; node++) tree.hangOnRoot(node, mass);
  let savings = 0;
  for (let pivots = 0; ; pivots++) {
    const entering = mostViolated(n, m, tree.price, gain);
    if (!entering) return { savings, pivots };
    savings += entering.violation * tree.pivot(entering.row, entering.column, entering.arc, entering.violation);
    expect(Math.min(...tree.flow.subarray(n, n + m))).toBeGreaterThan(0);
    expect(Math.min(...tree.flow.subarray(0, n))).toBeGreaterThanOrEqual(0);
  }
}

function mostViolated(n: number, m: number, price: Float64Array, gain: Float64Array) {
  const root = n + m;
  const entering = { row: -1, column: -1, arc: -1, violation: 0 };
  const offer = (row: number, column: number, arc: number, violation: number): void => {
    if (violation > entering.violation) Object.assign(entering, { row, column, arc, violation });
  };
  for (let i = 0; i < n; i++) offer(i, root, -1, -price[i]);
  for (let j = 0; j < m; j++) {
    offer(root, n + j, -1, -price[n + j]);
    for (let i = 0; i < n; i++) if (gain[i * m + j] > 0) offer(i, n + j, i * m + j, gain[i * m + j] - price[i] - price[n + j]);
  }
  return entering.violation > 0 ? entering : undefined;
}

describe('SavingsTree', () => {
  test(`stays strongly feasible through ties: arcs away from the root carry mass (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    for (let k = 0; k < 200; k++) {
      const n = 1 + Math.floor(random() * 8);
      const m = 1 + Math.floor(random() * 8);
      const gain = Float64Array.from({ length: n * m }, () => Math.floor(random() * 4));
      const { savings } = solveByPivots(n, m, 1, gain);
      expect(savings).toBeCloseTo(largestSavings(new Array(n).fill(1), new Array(m).fill(1), gain), 9);
    }
  });

  test(`the greedy start is strongly feasible where rows and columns run out together (seed ${SEED})`, () => {
    const random = seededRandom(SEED + 1);
    const start = new GreedyStart();
    const tree = new SavingsTree();
    for (let k = 0; k < 200; k++) {
      const n = 1 + Math.floor(random() * 8);
      const m = 1 + Math.floor(random() * 8);
      const draw = (): number => Math.floor(random() * 4);
      const p = sparseArcs(Array.from({ length: n }, draw), Array.from({ length: m }, draw), Array.from({ length: n * m }, draw));
      const left = Float64Array.of(...p.rowMass, ...p.colMass);
      start.build(n, m, left, p.columnStart, p.arcRow, p.arcGain, 3, tree);
      for (let j = 0; j < m; j++) expect(p.colMass[j] === 0 ? tree.price[n + j] === Infinity : tree.flow[n + j] > 0).toBe(true);
    }
  });
});
