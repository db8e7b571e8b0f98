import { seededRandom } from '../../src/embeddings/seeded-random';
import { GridEmdPlus } from '../../src/transport/grid-emd-plus';
import { LinearEmd } from '../../src/transport/linear-emd';
import { QualifiedBins, type GridGround } from '../../src/transport/qualified-bins';
import { largestSavings } from './sparse-arcs';

const SEED = Number(process.env.SEED ?? 20261121);

function coordinates(bin: number, shape: readonly number[]): number[] {
  const cell: number[] = [];
  for (let d = shape.length - 1; d >= 0; d--) {
    cell[d] = bin % shape[d];
    bin = Math.floor(bin / shape[d]);
  }
  return cell;
}

function groundDistance(a: readonly number[], b: readonly number[], ground: GridGround): number {
  const steps = a.map((x, d) => Math.abs(x - b[d]));
  return ground === 'L1' ? steps.reduce((s, x) => s + x, 0) : Math.sqrt(steps.reduce((s, x) => s + x * x, 0));
}

/** Gains of all pairs of bins, straight from the definition. */
function gains(bins: QualifiedBins): number[] {
  const cells = Array.from({ length: bins.size }, (_, bin) => coordinates(bin, bins.shape));
  return cells.flatMap((a) => cells.map((b) => Math.max(0, bins.threshold - groundDistance(a, b, bins.ground))));
}

function total(mass: Float64Array): number {
  return mass.reduce((a, b) => a + b, 0);
}

const GRIDS: [number[], GridGround, number][] = [
  [[9], 'L1', 3],
  [[1], 'L2', 2],
  [[4, 5], 'L1', 2.5],
  [[5, 4], 'L2', 1.5],
  [[4, 4], 'L2', 100],
  [[5, 6], 'L2', 5],
  [[2, 3, 3], 'L1', 2.5],
  [[2, 2, 2, 2], 'L2', 1.9],
];

describe.each(GRIDS)('grid %j, ground %s, threshold %d', (shape, ground, threshold) => {
  const bins = new QualifiedBins(shape, ground, threshold);
  const linear = new LinearEmd(bins);
  const exact = new GridEmdPlus(bins);
  const gain = gains(bins);

  test('steps are the bins under the threshold, nearest first', () => {
    const middle = shape.map((side) => Math.floor(side / 2));
    expect(Array.from(bins.distance)).toEqual(Array.from(bins.distance).sort((a, b) => a - b));
    expect(Math.max(...bins.distance)).toBeLessThan(threshold);
    const places = new Map(Array.from(bins.position, (place, bin) => [place, bin]));
    const bin = Array.from({ length: bins.size }, (_, b) => b).find((b) => coordinates(b, shape).join() === middle.join())!;
    for (let other = 0; other < bins.size; other++) {
      const k = Array.from(bins.step).findIndex((step) => places.get(bins.position[bin] + step) === other);
      const d = groundDistance(middle, coordinates(other, shape), ground);
      if (d < threshold) expect(bins.distance[k]).toBeCloseTo(d, 12);
      else expect(k).toBe(-1);
    }
  });

  test(`exact by definition, LinearEMD at or above it and at or below the threshold (seed ${SEED})`, () => {
    const random = seededRandom(SEED);
    for (let k = 0; k < 40; k++) {
      const level = 1 + Math.floor(random() * 4);
      const histogram = (): Float64Array =>
        Float64Array.from({ length: bins.size }, () => (random() < 0.5 ? 0 : Math.ceil(random() * level) / level));
      const p = histogram();
      const q = histogram();
      const all = Math.max(total(p), total(q)) * threshold;
      const expected = all - largestSavings(p, q, gain);
      expect(exact.between(p, q)).toBeCloseTo(expected, 9);
      expect(exact.between(q, p)).toBeCloseTo(expected, 9);
      const upper = linear.between(p, q);
      expect(upper).toBeGreaterThanOrEqual(expected - 1e-9);
      expect(upper).toBeLessThanOrEqual(all + 1e-9);
      expect(linear.between(p, p)).toBe(0);
    }
  });
});

describe('LinearEMD', () => {
  test('is the greedy of the paper: nearest pairs first, although a detour would be cheaper', () => {
    // A line: mass in 2 and 5, wanted in 0 and 3. Greedy takes 2 -> 3 (one step), then 5 -> 0 (five); the best plan takes two and two.
    const bins = new QualifiedBins([6], 'L1', 10);
    const supply = Float64Array.of(0, 0, 1, 0, 0, 1);
    const demand = Float64Array.of(1, 0, 0, 1, 0, 0);
    expect(new LinearEmd(bins).between(supply, demand)).toBe(6);
    expect(new GridEmdPlus(bins).between(supply, demand)).toBe(4);
  });

  test('empty histograms', () => {
    const bins = new QualifiedBins([2, 2], 'L1', 1.5);
    const empty = new Float64Array(4);
    const one = Float64Array.of(0, 1, 0, 0);
    for (const distance of [new LinearEmd(bins), new GridEmdPlus(bins)]) {
      expect(distance.between(empty, empty)).toBe(0);
      expect(distance.between(empty, one)).toBe(1.5);
      expect(distance.between(one, empty)).toBe(1.5);
    }
  });

  test.each([
    ['no sides', [], 1],
    ['five sides', [1, 1, 1, 1, 1], 1],
    ['a side of zero', [0, 2], 1],
    ['half a bin', [1.5], 1],
    ['no threshold', [2], Infinity],
    ['a threshold of zero', [2], 0],
    ['NaN', [2], NaN],
  ])('refuses %s', (_, shape, threshold) => {
    expect(() => new QualifiedBins(shape, 'L1', threshold)).toThrow(RangeError);
  });

  test('refuses histograms of another size', () => {
    const bins = new QualifiedBins([2, 2], 'L1', 1.5);
    expect(() => new LinearEmd(bins).between(new Float64Array(4), new Float64Array(3))).toThrow(RangeError);
    expect(() => new GridEmdPlus(bins).between(new Float64Array(3), new Float64Array(4))).toThrow(RangeError);
  });
});
