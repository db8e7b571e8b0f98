import { seededRandom } from '../../src/embeddings/seeded-random';
import { GreedySavings } from '../../src/transport/greedy-savings';
import { sparseArcs } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);

/** The rule itself: of all arcs sorted by gain, equal ones by column, then row, each moves what both ends still hold. */
function greedyByDefinition(rowMass: number[], colMass: number[], gain: number[]): number {
  const m = colMass.length;
  const rows = [...rowMass];
  const columns = [...colMass];
  const arcs = gain.map((g, at) => ({ g, i: Math.floor(at / m), j: at % m })).filter(({ g }) => g > 0);
  arcs.sort((a, b) => b.g - a.g || a.j - b.j || a.i - b.i);
  let savings = 0;
  for (const { g, i, j } of arcs) {
    const moved = Math.min(rows[i], columns[j]);
    rows[i] -= moved;
    columns[j] -= moved;
    savings += moved * g;
  }
  return savings;
}

describe('GreedySavings', () => {
  const greedy = new GreedySavings();

  // One far larger gain crowds all others into one bucket of the sort.
  test.each([
    ['gains spread evenly', 1],
    ['one gain far above the others', 1e6],
  ])(`visits arcs in the order of their gain: %s (seed ${SEED})`, (_, outlier) => {
    const random = seededRandom(SEED);
    for (let k = 0; k < 300; k++) {
      const n = 1 + Math.floor(random() * 30);
      const m = 1 + Math.floor(random() * 30);
      const levels = random() < 0.5 ? 5 : 0;
      const draw = (): number => (levels ? Math.floor(random() * levels) : random());
      const rows = Array.from({ length: n }, draw);
      const columns = Array.from({ length: m }, draw);
      const gain = Array.from({ length: n * m }, draw);
      gain[0] = outlier;
      const p = sparseArcs(rows, columns, gain);
      const savings = greedy.solve(p.n, p.m, p.rowMass, p.colMass, p.columnStart, p.arcRow, p.arcGain);
      const expected = greedyByDefinition(rows, columns, gain);
      expect(Math.abs(savings - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, expected));
    }
  });
});
