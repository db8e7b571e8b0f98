import type { RowCache } from './row-cache';
import type { CachedRow } from './row-cache';

/** A row out of the cache: it knows the vocabulary's first `covered` words. */
export interface LentRow {
  readonly covered: number;
  readonly payload: Uint32Array;
}

/**
 * Rows lent out of a cache until the next `begin`. While one thread alone uses the cache they are the cache's own memory;
 * once it is shared they are copies. At most one half is emptied between two `begin`s when it isn't shared: what was lent
 * from the young half is then still in place, and what comes from the old one is copied.
 */
export class RowLoans {
  private buffer = new Uint32Array(0);
  private used = 0;
  private hasEvicted = false;
  private isCounted = true;

  constructor(readonly cache: RowCache) {}

  /** Ends the loans of before. What is asked for from here on counts as a hit or a miss, unless it is only looked for ahead. */
  begin(isCounted = true): void {
    this.isCounted = isCounted;
    this.used = 0;
    this.hasEvicted = false;
  }

  find(word: number): LentRow | undefined {
    const row = this.cache.find(word);
    const lent = row && this.lend(word, row);
    if (this.isCounted) this.cache.count(lent !== undefined && lent.covered > 0);
    return lent;
  }

  /** Notes that a word was asked for: until its row is stored it is found covering nothing. */
  mark(word: number): void {
    this.store(word, 0, []);
  }

  store(word: number, covered: number, payload: readonly Uint32Array[]): void {
    const length = payload.reduce((sum, part) => sum + part.length, 0);
    const evicts = this.cache.wouldEvict(length);
    const mayEvict = !this.hasEvicted || this.cache.isShared;
    if (this.cache.write(word, covered, payload, mayEvict) && evicts) this.hasEvicted = true;
  }

  private lend(word: number, row: CachedRow): LentRow | undefined {
    const isYoung = this.cache.isYoung(row);
    if (isYoung && !this.hasEvicted && !this.cache.isShared) return row;
    const payload = this.copy(row.payload);
    if (!this.cache.isIntact(row)) return undefined;
    if (!isYoung) this.store(word, row.covered, [payload]);
    return { covered: row.covered, payload };
  }

  private copy(payload: Uint32Array): Uint32Array {
    if (this.used + payload.length > this.buffer.length) {
      this.buffer = new Uint32Array(Math.max(2 * this.buffer.length, payload.length));
      this.used = 0;
    }
    const copy = this.buffer.subarray(this.used, this.used + payload.length);
    copy.set(payload);
    this.used += payload.length;
    return copy;
  }
}
