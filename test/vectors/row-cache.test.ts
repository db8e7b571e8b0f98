import { RowCache } from '../../src/vectors/row-cache';
import type { CachedRow } from '../../src/vectors/row-cache';
import { RowLoans } from '../../src/vectors/row-loans';
import { seeded } from './seeded-points';

/** A row whose content tells which word and version it belongs to. */
function rowOf(word: number, length: number, version = 0): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => word * 1000 + version * 100 + i);
}

/** A cache in which another thread always strikes between finding a row and copying it: it empties both halves and refills them. */
class InterruptedCache extends RowCache {
  override find(word: number): CachedRow | undefined {
    const row = super.find(word);
    for (let other = 500; other < 520; other++) this.write(other, 1, [rowOf(other, 50)], true);
    return row;
  }
}

describe('row cache', () => {
  test('what is found is what was written last, whatever was evicted', () => {
    const cache = new RowCache(20_000);
    const random = seeded(1);
    const versions = new Map<number, Uint32Array>();
    let found = 0;
    for (let step = 0; step < 20_000; step++) {
      // Word ids that share a chain.
      const word = Math.floor(random() * 30) + 65536 * Math.floor(random() * 3);
      const row = cache.find(word);
      if (row) {
        found++;
        expect(cache.isIntact(row)).toBe(true);
        expect(Array.from(row.payload)).toEqual(Array.from(versions.get(word) ?? []));
      }
      if (row && random() < 0.9) continue;
      const fresh = rowOf(word, Math.floor(random() * 100), step % 10);
      expect(cache.write(word, 1, [fresh.subarray(0, 10), fresh.subarray(10)], true)).toBe(true);
      versions.set(word, fresh);
      expect(cache.bytes).toBeLessThanOrEqual(20_000);
    }
    expect(found).toBeGreaterThan(1000);
  });

  test('without leave to evict, a full half takes nothing more and loses nothing', () => {
    const cache = new RowCache(8 * 100);
    expect(cache.write(1, 1, [rowOf(1, 40)], false)).toBe(true);
    expect(cache.write(2, 1, [rowOf(2, 40)], false)).toBe(true);
    expect(cache.wouldEvict(40)).toBe(true);
    expect(cache.write(3, 1, [rowOf(3, 40)], false)).toBe(false);
    expect([1, 2, 3].map((word) => cache.find(word) !== undefined)).toEqual([true, true, false]);
  });

  test('a row longer than a half is not kept', () => {
    const cache = new RowCache(8 * 100);
    expect(cache.write(1, 1, [rowOf(1, 97)], true)).toBe(false);
    expect(cache.write(1, 1, [rowOf(1, 96)], true)).toBe(true);
    expect(new RowCache(0).write(1, 1, [rowOf(1, 0)], true)).toBe(false);
  });

  test('a row found says when it was overwritten', () => {
    const cache = new RowCache(8 * 100);
    cache.write(1, 1, [rowOf(1, 60)], true);
    const row = cache.find(1);
    expect(row && cache.isIntact(row)).toBe(true);
    cache.write(2, 1, [rowOf(2, 60)], true);
    expect(row && cache.isIntact(row)).toBe(true);
    cache.write(3, 1, [rowOf(3, 60)], true);
    expect(row && cache.isIntact(row)).toBe(false);
  });
});

describe('loans of rows', () => {
  test('a row that another thread overwrites before it is copied counts as a miss', () => {
    const cache = new InterruptedCache(8 * 200);
    cache.share();
    const loans = new RowLoans(cache);
    loans.begin();
    loans.store(7, 1, [rowOf(7, 50)]);
    expect(loans.find(7)).toBeUndefined();
    expect(cache.stats).toMatchObject({ hits: 0, misses: 1 });
  });

  test.each([false, true])('what was lent stays as it was until the next begin (shared: %p)', (isShared) => {
    const cache = new RowCache(8 * 300);
    if (isShared) cache.share();
    const loans = new RowLoans(cache);
    const random = seeded(4);
    let lentRows = 0;
    for (let query = 0; query < 500; query++) {
      loans.begin();
      const lent = new Map<number, Uint32Array>();
      for (let i = 0; i < 12; i++) {
        const word = Math.floor(random() * 20);
        const row = loans.find(word);
        if (row) lent.set(word, row.payload);
        else loans.store(word, 1, [rowOf(word, 20 + word)]);
      }
      lentRows += lent.size;
      for (const [word, payload] of lent) expect(Array.from(payload)).toEqual(Array.from(rowOf(word, 20 + word)));
    }
    expect(lentRows).toBeGreaterThan(500);
  });
});
