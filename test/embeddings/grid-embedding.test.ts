import fc from 'fast-check';
import { l1 } from '../../src/embeddings/l1';
import { Grid } from '../../src/embeddings/grid';
import { gridEmbedding, imageEmbedding, imageGrid } from '../../src/embeddings/grid-embedding';
import { seededRandom } from '../../src/embeddings/seeded-random';
import type { Embedding } from '../../src/embeddings/embedding';

const seed = Number(process.env.TEST_SEED ?? 20240901);

/** Weights of total one; about a third of them zero. */
function randomWeights(n: number, random: () => number): Float64Array {
  const weights = Float64Array.from({ length: n }, () => (random() < 0.3 ? 0 : random()));
  weights[0] += 0.01;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Earth mover's distance of two histograms over the bins 0, 1, 2, ...: the area between their cumulative sums. */
function emdOnLine(p: Float64Array, q: Float64Array): number {
  let carried = 0;
  let cost = 0;
  for (let i = 0; i < p.length; i++) {
    carried += p[i] - q[i];
    cost += Math.abs(carried);
  }
  return cost;
}

function blockSums({ space, ids, values }: Embedding): number[] {
  let start = 0;
  return space.blockSizes.map((size) => {
    const end = start + size;
    let sum = 0;
    ids.forEach((id, i) => (sum += id >= start && id < end ? values[i] : 0));
    start = end;
    return sum;
  });
}

describe(`grid embedding, seed ${seed}`, () => {
  test.each([
    [64, 5461],
    [16, 341],
  ])('an image in a box of %i has %i coordinates', (box, coordinates) => {
    expect(imageGrid({ shape: [box / 2, box / 2], box }).space.size).toBe(coordinates);
  });

  test('a 28 x 28 image stands in a 64 x 64 box by default', () => {
    expect(imageGrid({ shape: [28, 28] }).space.size).toBe(5461);
  });

  test('every level holds the whole mass, times the side of its cells when asked', () => {
    const pixels = randomWeights(28 * 28, seededRandom(seed));
    const weighted = blockSums(imageEmbedding(pixels, { shape: [28, 28], seed }));
    const plain = blockSums(imageEmbedding(pixels, { shape: [28, 28], seed, sideWeights: false }));
    [1, 2, 4, 8, 16, 32, 64].forEach((side, level) => expect(weighted[level]).toBeCloseTo(side, 10));
    plain.forEach((sum) => expect(sum).toBeCloseTo(1, 12));
  });

  test('a coordinate is a cell of the pyramid: the pixel of a one-pixel image is in the cell that its place, shifted and halved, names', () => {
    const pixel = (y: number, x: number): Float64Array =>
      Float64Array.from({ length: 28 * 28 }, (_, i) => Number(i === y * 28 + x));
    const options = { shape: [28, 28], seed };
    const corner = imageEmbedding(pixel(0, 0), options).ids[0];
    const [shiftY, shiftX] = [Math.floor(corner / 64), corner % 64];
    expect(Math.max(shiftY, shiftX)).toBeLessThan(32);
    for (const [y, x] of [
      [0, 0],
      [3, 17],
      [27, 27],
    ]) {
      let start = 0;
      const expected = [0, 1, 2, 3, 4, 5, 6].map((level) => {
        const perSide = 64 >> level;
        const id = start + ((y + shiftY) >> level) * perSide + ((x + shiftX) >> level);
        start += perSide * perSide;
        return id;
      });
      expect([...imageEmbedding(pixel(y, x), options).ids]).toEqual(expected);
    }
  });

  test('zero on itself, symmetric, a metric of vectors', () => {
    const random = seededRandom(seed);
    const [a, b, c] = [0, 1, 2].map(() => imageEmbedding(randomWeights(100, random), { shape: [10, 10], seed }));
    expect(l1(a, a)).toBe(0);
    expect(l1(a, b)).toBe(l1(b, a));
    expect(l1(a, c)).toBeLessThanOrEqual(l1(a, b) + l1(b, c));
  });

  test('EMD <= L1: mass that meets only in a coarser cell moves at most that cell, for any shift', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 40 }), (shiftSeed, n) => {
        const random = seededRandom(shiftSeed);
        const [p, q] = [randomWeights(n, random), randomWeights(n, random)];
        const options = { shape: [n], seed: shiftSeed };
        expect(l1(imageEmbedding(p, options), imageEmbedding(q, options))).toBeGreaterThanOrEqual(emdOnLine(p, q) - 1e-12);
      }),
      { seed },
    );
  });

  test('on average over the shifts L1 <= 2 levels EMD: a cell of side s parts two points at distance d with probability d / s', () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 20; round++) {
      const [p, q] = [randomWeights(32, random), randomWeights(32, random)];
      const options = { shape: [32], seed: round, shifts: 500 };
      expect(l1(imageEmbedding(p, options), imageEmbedding(q, options))).toBeLessThanOrEqual(1.1 * 2 * 7 * emdOnLine(p, q));
    }
  });

  test('coordinates that all points share change no distance, also in 40 dimensions, where ids no longer fit a number', () => {
    const random = seededRandom(seed);
    const points = Array.from({ length: 30 }, () => [random(), random()]);
    const padded = points.map((point) => [...point, ...new Array<number>(38).fill(0.5)]);
    const [p, q] = [randomWeights(30, random), randomWeights(30, random)];
    const options = { box: 2, seed, levels: 9 };
    const wide = [p, q].map((weights) => gridEmbedding(padded, weights, options));
    expect(wide[0].space.stride).toBe(41);
    const narrow = [p, q].map((weights) => gridEmbedding(points, weights, options));
    expect(narrow[0].space.stride).toBe(1);
    expect(l1(wide[0], wide[1])).toBeCloseTo(l1(narrow[0], narrow[1]), 12);
    expect(l1(wide[0], wide[0])).toBe(0);
  });

  test('the order of the points does not matter, nor how mass on one point is split', () => {
    const options = { box: 2, seed };
    const whole = gridEmbedding([[0.1, 0.2], [0.7, 0.7], [0, 1]], [0.5, 0.3, 0.2], options); // prettier-ignore
    const split = gridEmbedding([[0, 1], [0.1, 0.2], [0.7, 0.7], [0.1, 0.2]], [0.2, 0.25, 0.3, 0.25], options); // prettier-ignore
    expect(l1(whole, split)).toBeCloseTo(0, 14);
  });

  test('the same seed gives the same grid, another seed another', () => {
    const pixels = randomWeights(100, seededRandom(seed));
    const at = (gridSeed: number): number[] => [...imageEmbedding(pixels, { shape: [10, 10], seed: gridSeed }).ids];
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
  });

  test('points on the far edge of the box are inside', () => {
    expect(gridEmbedding([[1], [0]], [1, 1], { box: 2, seed }).values.length).toBeGreaterThan(0);
  });

  test.each<[string, string, () => unknown]>([
    ['a point outside the box', 'INVALID_HISTOGRAM', () => gridEmbedding([[1.5]], [1], { box: 2 })],
    ['a point that is NaN', 'INVALID_HISTOGRAM', () => gridEmbedding([[NaN]], [1], { box: 2 })],
    ['a negative weight', 'INVALID_HISTOGRAM', () => gridEmbedding([[1]], [-1], { box: 2 })],
    ['a weight that is NaN', 'INVALID_HISTOGRAM', () => imageEmbedding([NaN, 1], { shape: [2] })],
    ['no mass', 'INVALID_HISTOGRAM', () => imageEmbedding([0, 0], { shape: [2] })],
    ['no points', 'INVALID_HISTOGRAM', () => gridEmbedding([], [], { box: 2 })],
    ['rows of two lengths', 'INVALID_HISTOGRAM', () => gridEmbedding([[1], [1, 1]], [1, 1], { box: 2 })],
    ['fewer weights than points', 'INVALID_HISTOGRAM', () => gridEmbedding([[1], [1]], [1], { box: 2 })],
    ['a shape that does not fit', 'INVALID_HISTOGRAM', () => imageEmbedding([1, 1, 1], { shape: [2, 2] })],
    ['an impossible shape', 'INVALID_OPTION', () => imageEmbedding([1], { shape: [] })],
    ['a box too small', 'INVALID_OPTION', () => imageEmbedding([1, 1, 1], { shape: [3], box: 4 })],
    ['a box of no size', 'INVALID_OPTION', () => gridEmbedding([[0]], [1], { box: 0 })],
    ['no levels', 'INVALID_OPTION', () => gridEmbedding([[0]], [1], { box: 1, levels: 0 })],
    ['a seed that is no integer', 'INVALID_OPTION', () => gridEmbedding([[0]], [1], { box: 1, seed: 0.5 })],
    ['a corner of other dimension', 'INVALID_OPTION', () => new Grid({ dim: 2, box: 1, levels: 3, low: [0] })],
    [
      'two grids',
      'INVALID_HISTOGRAM',
      () => l1(imageEmbedding([1, 0], { shape: [2], seed: 1 }), imageEmbedding([1, 0], { shape: [2], seed: 2 })),
    ],
  ])('refuses %s', (_, code, attempt) => {
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });
});
