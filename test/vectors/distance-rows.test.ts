import { DistanceRows } from '../../src/vectors/distance-rows';
import { euclidean } from '../../src/vectors/ground-distance';
import { PointTable } from '../../src/vectors/point-table';
import type { QueryPoints } from '../../src/vectors/point-scan';
import { direction, randomPoints, seeded } from './seeded-points';

function words(...ids: number[]): QueryPoints {
  return { ids: Uint32Array.from(ids), rows: new Float32Array(0), known: new Uint8Array(ids.length) };
}

function naiveRow(points: PointTable, a: number): number[] {
  const ground = euclidean(points, Infinity);
  return Array.from({ length: points.size }, (_, b) => ground.between(a, b));
}

describe('distance rows', () => {
  test.each([
    [1, 4],
    [17, 3],
    [1025, 6],
    [2100, 30],
  ])('%i words of %i dimensions: the ground distance without a threshold, bit for bit', (size, dim) => {
    const points = randomPoints(size, dim, 3);
    const asked = Array.from({ length: Math.min(size, 67) }, (_, i) => (i * 13) % size);
    const expected = asked.map((word) => naiveRow(points, word));
    const rows = new DistanceRows(points);
    for (let round = 0; round < 2; round++) expect(rows.rows(words(...asked)).map((row) => Array.from(row))).toEqual(expected);
    expect(rows.stats).toMatchObject({ hits: asked.length, misses: asked.length });
  });

  test('words from outside: by their vector, or at a right angle to everything', () => {
    const points = randomPoints(100, 5, 3);
    const vector = new Float32Array(5);
    points.row(7, vector);
    const query = { ids: Uint32Array.of(100, 101), rows: Float32Array.of(...vector, 0, 0, 0, 0, 0), known: Uint8Array.of(1, 0) };
    const [known, unknown] = new DistanceRows(points).rows(query);
    expect(Array.from(known)).toEqual(naiveRow(points, 7));
    expect(new Set(unknown)).toEqual(new Set([Math.fround(Math.SQRT2)]));
  });

  test('cached rows learn the words that came later', () => {
    const points = randomPoints(1000, 5, 3);
    const rows = new DistanceRows(points);
    rows.rows(words(1, 6, 999));
    const random = seeded(1);
    for (let i = 0; i < 100; i++) points.append(i % 4 === 0 ? null : direction(5, random));
    const found = rows.rows(words(1, 6, 999, 1050)).map((row) => Array.from(row));
    expect(found).toEqual([1, 6, 999, 1050].map((word) => naiveRow(points, word)));
  });

  test.each([0, 5_000, 30_000])('a budget of %i bytes is kept, and every row still right', (budgetBytes) => {
    const points = randomPoints(300, 5, 3);
    const expected = Array.from({ length: 50 }, (_, word) => naiveRow(points, word));
    const rows = new DistanceRows(points, { budgetBytes });
    const random = seeded(2);
    for (let query = 0; query < 40; query++) {
      const asked = Array.from({ length: 8 }, () => Math.floor(random() * 50));
      expect(rows.rows(words(...asked)).map((row) => Array.from(row))).toEqual(asked.map((word) => expected[word]));
      expect(rows.stats.bytes).toBeLessThanOrEqual(budgetBytes);
    }
  });

  test('a budget that is no number of bytes is refused', () => {
    const refused = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => new DistanceRows(new PointTable(2), { budgetBytes: -1 })).toThrow(refused);
    expect(() => new DistanceRows(new PointTable(2), { budgetBytes: NaN })).toThrow(refused);
  });
});
