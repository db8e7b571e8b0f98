import { euclidean } from '../../src/vectors/ground-distance';
import { NearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';
import { copyOf, words } from './near-rows';
import { direction, randomPoints, seeded, trueDistance } from './seeded-points';

/** The definition: every word under the threshold, by the ground distance itself. */
function naiveRow(points: PointTable, threshold: number, a: number): { words: number[]; distances: number[] } {
  const ground = euclidean(points, threshold);
  const near = Array.from({ length: points.size }, (_, b) => b).filter((b) => ground.between(a, b) < threshold);
  return { words: near, distances: near.map((b) => ground.between(a, b)) };
}

describe('near words', () => {
  test.each([
    [1, 3, 0.9],
    [5, 1, 1.1],
    [130, 7, 0.8],
    [1023, 4, 0.7],
    [1024, 5, 1],
    [2600, 50, 1.05],
    [300, 1024, 1.2],
    [2500, 3, 2],
  ])('%i words of %i dimensions under %d: the rows of the definition, bit for bit', (size, dim, threshold) => {
    const points = randomPoints(size, dim, size);
    const near = new NearWords(points, threshold);
    const asked = Array.from({ length: Math.min(size, 70) }, (_, i) => (i * 31) % size);
    const expected = asked.map((word) => naiveRow(points, threshold, word));
    for (let round = 0; round < 2; round++) {
      expect(near.rows(words(...asked)).map(copyOf)).toEqual(expected);
    }
  });

  test('distances agree with double precision', () => {
    const points = randomPoints(800, 300, 5);
    const rows = new NearWords(points, 1.2).rows(words(0, 1, 2, 3));
    rows.forEach((row, a) => {
      row.words.forEach((b, k) => expect(Math.abs(row.distances[k] - (trueDistance(points, a, b) ?? 0))).toBeLessThan(1e-6));
    });
  });

  test('the word itself is at exactly 0, and so is another word with the same vector', () => {
    const random = seeded(9);
    const points = new PointTable(300);
    const twin = direction(300, random);
    for (let i = 0; i < 40; i++) points.append(i === 3 || i === 20 ? twin : direction(300, random));
    const [row] = new NearWords(points, 0.5).rows(words(3));
    expect(copyOf(row)).toEqual({ words: [3, 20], distances: [0, 0] });
  });

  test('a word without a vector is near itself only, one outside the vocabulary near nothing', () => {
    const points = randomPoints(50, 8, 2);
    const rows = new NearWords(points, 1.3).rows({
      ids: Uint32Array.of(6, 50),
      rows: new Float32Array(16),
      known: Uint8Array.of(1, 0),
    });
    expect(copyOf(rows[0])).toEqual({ words: [6], distances: [0] });
    expect(rows[1].words).toHaveLength(0);
  });

  test('a vector from outside finds what the same vector finds inside', () => {
    const points = randomPoints(900, 20, 11);
    const vector = new Float32Array(20);
    points.row(17, vector);
    const near = new NearWords(points, 0.9);
    const [outside, inside] = near.rows({
      ids: Uint32Array.of(900, 17),
      rows: Float32Array.of(...vector, ...vector),
      known: Uint8Array.of(1, 1),
    });
    expect(copyOf(outside)).toEqual(copyOf(inside));
    expect(near.stats).toMatchObject({ hits: 0, misses: 1 });
  });

  test('cached rows learn the words that came later', () => {
    const points = randomPoints(1000, 12, 4);
    const near = new NearWords(points, 0.8);
    const asked = [0, 5, 12, 999];
    near.rows(words(...asked));
    const random = seeded(77);
    for (let i = 0; i < 333; i++) points.append(i % 9 === 0 ? null : direction(12, random));
    near.rows(words(5));
    for (let i = 0; i < 1000; i++) points.append(direction(12, random));
    const rows = near.rows(words(...asked, 1100)).map(copyOf);
    [...asked, 1100].forEach((word, i) => expect(rows[i]).toEqual(naiveRow(points, 0.8, word)));
    expect(near.stats.hits).toBe(5);
  });

  test.each([0, 2_000, 20_000, 60_000])('a budget of %i bytes is kept, and every row still right', (budgetBytes) => {
    const points = randomPoints(700, 6, 8, { gap: 1000 });
    const near = new NearWords(points, 0.6, { budgetBytes });
    const expected = Array.from({ length: 120 }, (_, word) => naiveRow(points, 0.6, word));
    const random = seeded(3);
    for (let query = 0; query < 60; query++) {
      const asked = Array.from({ length: 12 }, () => Math.floor(random() * expected.length));
      expect(near.rows(words(...asked)).map(copyOf)).toEqual(asked.map((word) => expected[word]));
      expect(near.stats.bytes).toBeLessThanOrEqual(budgetBytes);
    }
  });

  test('rows used lately outlive others', () => {
    const points = randomPoints(2000, 6, 8, { gap: 5000 });
    const near = new NearWords(points, 0.5, { budgetBytes: 200_000 });
    for (let word = 100; word < 2000; word++) near.rows(words(word, 7));
    const before = near.stats;
    near.rows(words(7, 100));
    expect(near.stats).toMatchObject({ hits: before.hits + 1, misses: before.misses + 1 });
  });

  test('warmed words are hits', () => {
    const near = new NearWords(randomPoints(500, 6, 8, { gap: 1000 }), 0.5);
    expect(near.warm(Uint32Array.from({ length: 200 }, (_, i) => i))).toBe(true);
    expect(near.stats).toMatchObject({ hits: 0, misses: 0 });
    near.rows(words(...Array.from({ length: 200 }, (_, i) => i)));
    expect(near.stats).toMatchObject({ hits: 200, misses: 0 });
    near.forget();
    expect(near.rows(words(5)).map(copyOf)).toEqual([naiveRow(near.points, 0.5, 5)]);
    expect(near.stats).toMatchObject({ hits: 200, misses: 1 });
  });

  test('warming ends when the cache is full, and gives nothing up', () => {
    const near = new NearWords(randomPoints(500, 6, 8, { gap: 1000 }), 0.5, { budgetBytes: 40_000 });
    near.rows(words(499));
    expect(near.warm(Uint32Array.from({ length: 400 }, (_, i) => i))).toBe(false);
    near.rows(words(499));
    expect(near.stats).toMatchObject({ hits: 1, misses: 1 });
  });

  test('nearest words in order of distance', () => {
    const points = randomPoints(500, 6, 8);
    const all = naiveRow(points, 0.9, 10);
    const expected = all.words.map((word, i) => ({ word, d: all.distances[i] })).sort((a, b) => a.d - b.d || a.word - b.word);
    const { words: found, distances } = new NearWords(points, 0.9).nearest(10, 5);
    expect(Array.from(found)).toEqual(expected.slice(0, 5).map(({ word }) => word));
    expect(found[0]).toBe(10);
    expect(distances[0]).toBe(0);
  });

  test('an empty vocabulary has no near words', () => {
    const near = new NearWords(new PointTable(3), 1);
    expect(near.rows(words())).toEqual([]);
    expect(near.rows({ ids: Uint32Array.of(0), rows: Float32Array.of(1, 0, 0), known: Uint8Array.of(1) })[0].words).toHaveLength(
      0,
    );
  });

  test.each([0, -1, 2.1, NaN, Infinity])('threshold %d is refused', (threshold) => {
    expect(() => new NearWords(new PointTable(3), threshold)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
