import { euclidean } from '../../src/vectors/ground-distance';
import { PointTable } from '../../src/vectors/point-table';
import { direction, randomPoints, seeded, trueDistance } from './seeded-points';

describe('point table', () => {
  test.each([1, 3, 16, 50, 301, 1024])('rows of %i dimensions come back at unit length', (dim) => {
    const random = seeded(dim);
    const points = new PointTable(dim);
    const rows = Array.from({ length: 40 }, () => direction(dim, random));
    rows.forEach((row, id) => expect(points.append(id % 5 === 4 ? null : row)).toBe(id));
    expect(points.size).toBe(40);
    const found = new Float32Array(dim);
    rows.forEach((row, id) => {
      expect(points.row(id, found)).toBe(id % 5 !== 4);
      expect(points.has(id)).toBe(id % 5 !== 4);
      const length = Math.hypot(...row);
      found.forEach((x, k) => expect(x).toBeCloseTo(id % 5 === 4 ? 0 : row[k] / length, 6));
    });
  });

  test('a unit row is kept bit for bit', () => {
    const points = randomPoints(50, 300, 1);
    const copy = new PointTable(300);
    const row = new Float32Array(300);
    const again = new Float32Array(300);
    for (let id = 0; id < 50; id++) {
      copy.append(points.row(id, row) ? row : null);
      copy.row(id, again);
      expect(again).toEqual(row);
    }
  });

  test('distances are those of double precision, 0 between equals, symmetric', () => {
    const points = randomPoints(60, 300, 2);
    for (let a = 0; a < 60; a++) {
      for (let b = 0; b < 60; b++) {
        expect(points.between(a, b)).toBe(points.between(b, a));
        const expected = a === b ? 0 : (trueDistance(points, a, b) ?? Math.SQRT2);
        expect(Math.abs(points.between(a, b) - expected)).toBeLessThan(1e-6);
      }
    }
  });

  test('a view sees the words of its moment, also after the table has grown by many chunks', () => {
    const points = randomPoints(1500, 20, 3);
    const before = points.share();
    const random = seeded(4);
    for (let i = 0; i < 9000; i++) points.append(direction(20, random));
    const view = PointTable.fromShared(before);
    expect(view.size).toBe(1500);
    expect(view.between(3, 1499)).toBe(points.between(3, 1499));
    expect(() => view.has(1500)).toThrow(RangeError);
    expect(() => view.append(null)).toThrow('cannot grow');
    expect(PointTable.fromShared(points.share()).between(1, 10_499)).toBe(points.between(1, 10_499));
  });

  test.each([[[0, 0, 0]], [[NaN, 0, 1]], [[1, Infinity, 0]], [[1, 2]]])(
    'the row %p is refused and leaves the table as it was',
    (row) => {
      const points = new PointTable(3);
      points.append(Float32Array.of(1, 0, 0));
      expect(() => points.append(Float32Array.from(row))).toThrow(expect.objectContaining({ code: 'INVALID_VECTORS' }));
      expect(points.size).toBe(1);
      expect(points.append(Float32Array.of(0, 1, 0))).toBe(1);
      expect(points.between(0, 1)).toBe(Math.fround(Math.SQRT2));
    },
  );

  test.each([0, -1, 1.5, NaN, 5000])('%d dimensions are refused', (dim) => {
    expect(() => new PointTable(dim)).toThrow(expect.objectContaining({ code: 'INVALID_VECTORS' }));
  });
});

describe('thresholded Euclidean distance', () => {
  const points = randomPoints(80, 12, 6);
  const cases = [0.4, 1.1, 1.6, Infinity];

  test.each(cases)('under %d it is the definition', (threshold) => {
    const ground = euclidean(points, threshold);
    for (let a = 0; a < 80; a++) {
      for (let b = 0; b < 80; b++) {
        const both = trueDistance(points, a, b);
        const apart = both === undefined ? (threshold === Infinity ? Math.SQRT2 : threshold) : Math.min(threshold, both);
        expect(Math.abs(ground.between(a, b) - (a === b ? 0 : apart))).toBeLessThan(1e-6);
      }
    }
  });

  test.each(cases)('under %d it keeps the triangle inequality that it declares', (threshold) => {
    const ground = euclidean(points, threshold);
    expect(ground.isMetric).toBe(true);
    const random = seeded(10);
    for (let i = 0; i < 5000; i++) {
      const [a, b, c] = [random(), random(), random()].map((x) => Math.floor(x * 80));
      expect(ground.between(a, c)).toBeLessThanOrEqual(ground.between(a, b) + ground.between(b, c) + 1e-6);
    }
  });

  test.each([0, -0.5, 2.5, NaN])('threshold %d is refused', (threshold) => {
    expect(() => euclidean(points, threshold)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
