import { vectorEmbedding, type Embedding } from '../../src/embeddings/embedding';
import { dreat, equalRates, equalShares } from '../../src/embeddings/dreat';
import { imageEmbedding } from '../../src/embeddings/grid-embedding';
import { l1 } from '../../src/embeddings/l1';
import { sampling } from '../../src/embeddings/sampling';
import { seededRandom, seededSubset } from '../../src/embeddings/seeded-random';
import { sketching } from '../../src/embeddings/sketching';
import { gridEmbedding } from '../../src/embeddings/grid-embedding';
import type { Reduction } from '../../src/embeddings/reduction';

const seed = Number(process.env.TEST_SEED ?? 20240902);
const shape = [14, 14];

function randomImage(random: () => number): Embedding {
  const pixels = Float64Array.from({ length: 196 }, () => (random() < 0.5 ? 0 : random()));
  pixels[0] += 0.01;
  const total = pixels.reduce((sum, value) => sum + value, 0);
  return imageEmbedding(
    pixels.map((value) => value / total),
    { shape, seed: 5 },
  );
}

function distanceBy(reduction: Reduction, a: Embedding, b: Embedding): number {
  const reducer = reduction.prepare(a.space);
  return reducer.distance(reducer.reduce(a), reducer.reduce(b));
}

/** Mean over many seeds, and its standard error. */
function meanOverSeeds(
  make: (seed: number) => Reduction,
  a: Embedding,
  b: Embedding,
  seeds: number,
): { mean: number; error: number } {
  const values = Array.from({ length: seeds }, (_, k) => distanceBy(make(seed + k), a, b));
  const mean = values.reduce((sum, value) => sum + value, 0) / seeds;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seeds - 1);
  return { mean, error: Math.sqrt(variance / seeds) };
}

describe(`reductions of an embedding, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const [a, b] = [randomImage(random), randomImage(random)];

  test.each([
    ['sampling', sampling],
    ['dreat', dreat],
    ['dreat of equal rates', (rate: number, s: number) => dreat(rate, s, equalRates)],
  ])('%s at rate 1 is the L1 distance; at a lower rate it is on average', (_, reduction) => {
    expect(distanceBy(reduction(1, seed), a, b)).toBeCloseTo(l1(a, b), 10);
    const { mean, error } = meanOverSeeds((s) => reduction(0.1, s), a, b, 600);
    expect(Math.abs(mean - l1(a, b))).toBeLessThan(5 * error);
  });

  test('DREAT varies less than sampling at the same rate', () => {
    const spread = (reduction: typeof sampling): number => meanOverSeeds((s) => reduction(0.1, s), a, b, 300).error;
    expect(spread(dreat)).toBeLessThan(spread(sampling));
  });

  test('sampling and DREAT keep a tenth of all coordinates', () => {
    expect(a.space.size).toBe(1365);
    expect(sampling(0.1, seed).prepare(a.space).size).toBe(137);
    expect(dreat(0.1, seed).prepare(a.space).size).toBe(137);
  });

  test('DREAT gives every level the same share of the sample, small levels whole; or takes the same share of every level', () => {
    const sizes = [4096, 1024, 256, 64, 16, 4, 1];
    const kept = equalShares(sizes, 0.1);
    expect(kept.slice(3)).toEqual([64, 16, 4, 1]);
    expect(kept.slice(0, 3)).toEqual([153, 154, 154]);
    expect(kept.reduce((sum, count) => sum + count, 0)).toBe(546);
    expect(equalShares(sizes, 1)).toEqual(sizes);
    expect(equalShares(sizes, 1e-9)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(equalRates(sizes, 0.1)).toEqual([410, 103, 26, 7, 2, 1, 1]);
  });

  test('sketching is linear, and a mean of sums of some of the differences', () => {
    const vectors = [
      [1, 0, 2, 0],
      [0, 5, 1, 3],
    ].map((values) => vectorEmbedding(values));
    const sum = vectorEmbedding([1, 5, 3, 3]);
    const sketcher = sketching(50, seed).prepare(sum.space);
    const [first, second, both] = [...vectors, sum].map((vector) => sketcher.reduce(vector));
    both.forEach((value, row) => expect(value).toBeCloseTo(first[row] + second[row], 12));
    expect(sketcher.distance(first, second)).toBeLessThanOrEqual(l1(vectors[0], vectors[1]));
  });

  test('the entries of the sketching matrix are 0 or 1, either half of the time', () => {
    const unit = vectorEmbedding([1, 0, 0]);
    const sketch = sketching(1000, seed).prepare(unit.space).reduce(unit);
    expect(new Set(sketch)).toEqual(new Set([0, 1 / 1000]));
    const ones = sketch.filter((value) => value > 0).length;
    expect(Math.abs(ones - 500)).toBeLessThan(80);
  });

  test.each<[string, Reduction]>([
    ['sampling', sampling(0.2, seed)],
    ['sketching', sketching(33, seed)],
    ['dreat', dreat(0.2, seed)],
  ])('%s: zero on itself, symmetric, the same for the same seed', (_, reduction) => {
    expect(distanceBy(reduction, a, a)).toBe(0);
    expect(distanceBy(reduction, a, b)).toBe(distanceBy(reduction, b, a));
    expect(distanceBy(reduction, a, b)).toBeGreaterThan(0);
  });

  test('every subset is equally likely', () => {
    const counts = new Map<string, number>();
    const subsetRandom = seededRandom(seed);
    for (let round = 0; round < 6000; round++) {
      const subset = seededSubset(4, 2, subsetRandom).join();
      counts.set(subset, (counts.get(subset) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    counts.forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(150));
  });

  test.each<[string, string, () => unknown]>([
    ['a rate of 0', 'INVALID_OPTION', () => sampling(0, 1)],
    ['a rate above 1', 'INVALID_OPTION', () => dreat(1.1, 1)],
    ['a rate that is NaN', 'INVALID_OPTION', () => dreat(NaN, 1)],
    ['a size of 0', 'INVALID_OPTION', () => sketching(0, 1)],
    ['a negative seed', 'INVALID_OPTION', () => sampling(0.1, -1)],
    [
      'an embedding of another space',
      'INVALID_HISTOGRAM',
      () =>
        sampling(0.1, 1)
          .prepare(a.space)
          .reduce(vectorEmbedding([1, 2])),
    ],
    ['a vector with NaN', 'INVALID_HISTOGRAM', () => vectorEmbedding([1, NaN])],
    ['levels of another length', 'INVALID_OPTION', () => vectorEmbedding([1, 2], [3])],
    [
      'a space without numbers',
      'INVALID_OPTION',
      () => dreat(0.1, 1).prepare(gridEmbedding([new Array<number>(40).fill(0)], [1], { box: 1 }).space),
    ],
  ])('refuses %s', (_, code, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });
});
