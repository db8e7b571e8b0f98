import { LinearEmd } from '../../src/transport/linear-emd';
import { QualifiedBins, type GridGround } from '../../src/transport/qualified-bins';
import { seededRandom } from '../../src/embeddings/seeded-random';

const seed = Number(process.env.TEST_SEED ?? 20240905);

/** LinearEMD by its definition: every step in turn, every bin along it; no bits, no lists. */
function greedy(bins: QualifiedBins, supply: Float64Array, demand: Float64Array): number {
  const left = new Map(supply.entries());
  const room = new Map<number, number>([...demand.entries()].map(([bin, mass]) => [bins.position[bin], mass]));
  let cost = 0;
  bins.step.forEach((step, k) => {
    for (const [bin, mass] of left) {
      const to = bins.position[bin] + step;
      const moved = Math.min(mass, room.get(to) ?? 0);
      if (moved <= 0) continue;
      left.set(bin, mass - moved);
      room.set(to, room.get(to)! - moved);
      cost += moved * bins.distance[k];
    }
  });
  const total = (masses: Iterable<number>): number => [...masses].reduce((sum, mass) => sum + mass, 0);
  return cost + Math.max(total(left.values()), total(room.values())) * bins.threshold;
}

test.each<[number[], GridGround, number]>([
  [[100], 'L1', 40],
  [[3, 70], 'L2', 6],
  [[70, 3], 'L1', 4.5],
  [[28, 28], 'L2', 4],
  [[9, 8, 7], 'L2', 2.5],
  [[5, 4, 5, 4], 'L1', 3],
])(`LinearEMD is the greedy plan of its definition: grid %j, %s, threshold %d (seed ${seed})`, (shape, ground, threshold) => {
  const random = seededRandom(seed);
  const bins = new QualifiedBins(shape, ground, threshold);
  const linear = new LinearEmd(bins);
  const histogram = (): Float64Array => {
    const density = random();
    return Float64Array.from({ length: bins.size }, () => (random() < density ? Math.ceil(4 * random()) / 4 : 0));
  };
  for (let round = 0; round < 12; round++) {
    const [p, q] = [histogram(), histogram()];
    expect(linear.between(p, q)).toBeCloseTo(greedy(bins, p, q), 9);
    expect(linear.between(p, p)).toBe(0);
  }
});
