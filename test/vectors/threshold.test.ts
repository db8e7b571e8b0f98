import { PointTable } from '../../src/vectors/point-table';
import { checkThresholdOption, resolveThreshold } from '../../src/vectors/threshold';
import type { ThresholdOption } from '../../src/vectors/threshold';
import { randomPoints } from './seeded-points';

/** Share of all pairs of words with vectors that lie under a distance. */
function shareUnder(points: PointTable, distance: number): number {
  let under = 0;
  let pairs = 0;
  for (let a = 0; a < points.size; a++) {
    for (let b = 0; b < a; b++) {
      if (!points.has(a) || !points.has(b)) continue;
      pairs++;
      if (points.between(a, b) < distance) under++;
    }
  }
  return under / pairs;
}

describe('threshold option', () => {
  test.each([0.3, 1.15, 2, Infinity])('the number %d means itself', (threshold) => {
    expect(resolveThreshold(threshold, new PointTable(2))).toBe(threshold);
  });

  test.each([0.01, 0.05, 0.5, 0.99])('of few words, quantile %d is exact', (quantile) => {
    const points = randomPoints(200, 10, 1);
    expect(shareUnder(points, resolveThreshold({ quantile }, points))).toBeCloseTo(quantile, 3);
  });

  test.each([0.02, 0.2])('of many words, quantile %d is that of a sample, the same for the same seed', (quantile) => {
    const points = randomPoints(1200, 10, 1);
    const threshold = resolveThreshold({ quantile }, points, 5);
    expect(Math.abs(shareUnder(points, threshold) - quantile)).toBeLessThan(5 * Math.sqrt(quantile / 50_000));
    expect(resolveThreshold({ quantile }, points, 5)).toBe(threshold);
    expect(resolveThreshold({ quantile }, points, 6)).not.toBe(threshold);
  });

  test('with fewer than two vectors it is a right angle, with equal ones never 0', () => {
    const points = new PointTable(2);
    expect(resolveThreshold({ quantile: 0.1 }, points)).toBeCloseTo(Math.SQRT2, 6);
    for (let i = 0; i < 20; i++) points.append(Float32Array.of(1, 0));
    expect(resolveThreshold({ quantile: 0.1 }, points)).toBeCloseTo(Math.SQRT2, 6);
    points.append(Float32Array.of(0.6, 0.8));
    expect(resolveThreshold({ quantile: 0.1 }, points)).toBeCloseTo(points.between(0, 20), 6);
  });

  test.each([0, -1, 2.01, NaN, -Infinity, { quantile: 0 }, { quantile: 1 }, { quantile: NaN }, {}, null, '1'])(
    '%p is refused',
    (option) => {
      const refused = expect.objectContaining({ code: 'INVALID_OPTION' });
      expect(() => resolveThreshold(option as ThresholdOption, new PointTable(2))).toThrow(refused);
      expect(() => checkThresholdOption(option as ThresholdOption)).toThrow(refused);
    },
  );
});
