import { plainKernels } from '../../src/kernels/plain';
import { euclidean } from '../../src/vectors/ground-distance';
import { NearWords } from '../../src/vectors/near-words';
import { PointScan } from '../../src/vectors/point-scan';
import { copyOf, words } from './near-rows';
import { direction, randomPoints, seeded } from './seeded-points';

describe('rows of bounds', () => {
  test.each([
    [1, 3, 0.9],
    [5, 1, 1.1],
    [130, 7, 0.8],
    [1024, 5, 1],
    [3000, 16, 1.4],
    [2600, 50, 1.05],
    [300, 1024, 1.2],
    [2500, 3, 2],
  ])('%i words of %i dimensions under %d: every near word, and no bound over its distance', (size, dim, threshold) => {
    const points = randomPoints(size, dim, size);
    const ground = euclidean(points, threshold);
    const near = new NearWords(points, threshold);
    const asked = Array.from({ length: Math.min(size, 13) }, (_, i) => (i * 31) % size).filter((word) => points.has(word));
    const rows = near.rowsOrBounds(words(...asked));
    let loosest = 0;
    const wrong: string[] = [];
    asked.forEach((a, i) => {
      const bounds = new Map(Array.from(rows[i].words, (word, k) => [word, rows[i].distances[k]]));
      expect(rows[i].isBound).toBe(true);
      expect(bounds.get(a)).toBe(0);
      expect(Array.from(rows[i].words)).toEqual([...bounds.keys()].sort((x, y) => x - y));
      for (let b = 0; b < size; b++) {
        const bound = bounds.get(b) ?? Infinity;
        const distance = points.between(a, b);
        const isMissed = bound === Infinity && ground.between(a, b) < threshold;
        if (isMissed || (bound < Infinity && bound > distance)) wrong.push(`${a} to ${b}: ${bound} over ${distance}`);
        if (bound < Infinity) loosest = Math.max(loosest, distance ** 2 - bound ** 2);
      }
    });
    expect(wrong).toEqual([]);
    // What codes of a byte leave out, of the two vectors together, twice.
    expect(loosest).toBeLessThan(4 * Math.sqrt(dim) * (2 / 127));
  });

  test('the second time a word is asked for, its row is true and stays', () => {
    const points = randomPoints(800, 12, 3);
    const near = new NearWords(points, 0.9);
    const truth = new NearWords(points, 0.9).rows(words(1, 2)).map(copyOf);
    expect(near.rowsOrBounds(words(1)).map((row) => row.isBound)).toEqual([true]);
    expect(near.rowsOrBounds(words(1, 2)).map((row) => row.isBound ?? false)).toEqual([false, true]);
    expect(near.stats).toMatchObject({ hits: 0, misses: 3 });
    for (let round = 0; round < 2; round++) expect(near.rowsOrBounds(words(1, 2)).map(copyOf)).toEqual(truth);
    expect(near.stats).toMatchObject({ hits: 3, misses: 4 });
  });

  test('rows asked for as such, and words from outside the vocabulary, are never bounds', () => {
    const points = randomPoints(300, 12, 3);
    const near = new NearWords(points, 0.9);
    near.rowsOrBounds(words(4));
    const truth = new NearWords(points, 0.9).rows(words(4, 5)).map(copyOf);
    expect(near.rows(words(4, 5)).map(copyOf)).toEqual(truth);
    const vector = direction(12, seeded(8));
    const outside = { ids: Uint32Array.of(300), rows: vector, known: Uint8Array.of(1) };
    expect(copyOf(near.rowsOrBounds(outside)[0])).toEqual(copyOf(near.rows(outside)[0]));
  });

  test('without a cache every row is of bounds, and distancesTo tells the distances', () => {
    const points = randomPoints(2500, 9, 4);
    const near = new NearWords(points, 0.8, { budgetBytes: 0 });
    const truth = new NearWords(points, 0.8).rows(words(7)).map(copyOf)[0];
    for (let round = 0; round < 2; round++) {
      const [row] = near.rowsOrBounds(words(7));
      expect(row.isBound).toBe(true);
      const distances = new Float32Array(row.words.length);
      near.distancesTo(7, row.words, row.words.length, distances);
      const kept = Array.from(row.words.keys()).filter((k) => distances[k] < 0.8);
      expect(kept.map((k) => row.words[k])).toEqual(truth.words);
      expect(kept.map((k) => distances[k])).toEqual(truth.distances);
    }
  });

  test.each([1, 2, 3, 4, 5, 9, 3000])('distances of a word to %i others: both kernels, the same bits as between', (count) => {
    const points = randomPoints(700, 37, 5);
    const random = seeded(count);
    const others = Uint32Array.from({ length: count }, () => Math.floor(random() * 700));
    for (const kernels of [undefined, plainKernels(points.heap)]) {
      const found = new Float32Array(count);
      new PointScan(points, kernels).distancesTo(11, others, count, found);
      expect(Array.from(found)).toEqual(Array.from(others, (b) => points.between(11, b, Infinity)));
    }
  });
});
