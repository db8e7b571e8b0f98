import { WordmoverError } from '../errors';
import { SharedHeap } from '../kernels/shared-heap';

/** Chains of records by word id, per half. A power of two. */
const BUCKETS = 1 << 16;
/** Record: word, number of vocabulary words that its row covers, payload length, next record of the chain; then the payload. */
const RECORD_HEADER = 4;
const DEFAULT_BUDGET = 256 * 2 ** 20;
const LARGEST_BUDGET = 3 * 2 ** 30;
const LOCK_ATTEMPTS = 1000;

/** Slots of the cache's state, after `state`. */
const LOCK = 0;
const SHARED = 1;
const YOUNG = 2;
/** Two each, one per half. A half's epoch is odd while it is being emptied. */
const EPOCH = 4;
const USED = 6;
/** Two each, the low half of the number first. */
const HITS = 8;
const MISSES = 10;
const STATE_SLOTS = 12;

/** How well a cache serves all its threads. */
export interface CacheStats {
  /** Rows that were asked for and found, or not found. */
  readonly hits: number;
  readonly misses: number;
  /** Bytes that rows take now. */
  readonly bytes: number;
}

export interface RowCacheOptions {
  /** Bytes for cached rows, all threads together; default 256 MiB. Memory is taken as it fills. */
  readonly budgetBytes?: number;
}

/** What another thread needs to use the same cache; can be posted to it. */
export interface SharedRowCache {
  readonly memory: WebAssembly.Memory;
  /** Byte offset of the state and all that follows it. */
  readonly state: number;
  readonly budgetBytes: number;
}

/** A record found: its payload may be overwritten by another thread at any time, until `isIntact` says it wasn't. */
export interface CachedRow {
  readonly covered: number;
  readonly payload: Uint32Array;
  readonly half: number;
  readonly epoch: number;
}

/**
 * Rows of words in shared memory, for all threads, within a budget of bytes. Two halves: new rows are appended to the
 * young one, and when it is full the old one is emptied and becomes young. Rows that are asked for move up to the young
 * half again, so what survives is what was used lately.
 *
 * Readers take no lock: a half's epoch changes whenever it is emptied, and a reader that finds it unchanged after copying
 * has a whole row (a seqlock; Boehm 2012). A writer that doesn't get the lock gives up: the row is computed again one day.
 */
export class RowCache {
  private readonly heap: SharedHeap;
  /** Element offsets. */
  private readonly state: number;
  private readonly buckets: number;
  private readonly records: number;
  private readonly halfLength: number;

  /** @param budgetBytes at most 3 GiB; INVALID_OPTION otherwise. 0 keeps nothing. */
  constructor(
    readonly budgetBytes = DEFAULT_BUDGET,
    shared?: SharedRowCache,
  ) {
    if (!(budgetBytes >= 0 && budgetBytes <= LARGEST_BUDGET)) {
      throw new WordmoverError('INVALID_OPTION', `budgetBytes ${budgetBytes}: give 0 to ${LARGEST_BUDGET} bytes`);
    }
    this.halfLength = Math.floor(budgetBytes / 8);
    const bytes = (STATE_SLOTS + 2 * BUCKETS + 2 * this.halfLength) * 4;
    this.heap = shared ? new SharedHeap(shared.memory) : SharedHeap.create(bytes);
    this.state = (shared?.state ?? this.heap.allocate(bytes)) / 4;
    this.buckets = this.state + STATE_SLOTS;
    this.records = this.buckets + 2 * BUCKETS;
  }

  static fromShared(shared: SharedRowCache): RowCache {
    return new RowCache(shared.budgetBytes, shared);
  }

  /** From here on other threads may write, and rows found must be copied before use. */
  share(): SharedRowCache {
    Atomics.store(this.heap.i32, this.state + SHARED, 1);
    return { memory: this.heap.memory, state: this.state * 4, budgetBytes: this.budgetBytes };
  }

  get isShared(): boolean {
    return Atomics.load(this.heap.i32, this.state + SHARED) === 1;
  }

  /** Bytes that rows take now. */
  get bytes(): number {
    return 4 * (Atomics.load(this.heap.i32, this.state + USED) + Atomics.load(this.heap.i32, this.state + USED + 1));
  }

  get stats(): CacheStats {
    return { hits: this.counted(HITS), misses: this.counted(MISSES), bytes: this.bytes };
  }

  /** Notes that a row was asked for. */
  count(isHit: boolean): void {
    const slot = this.state + (isHit ? HITS : MISSES);
    if (Atomics.add(this.heap.u32, slot, 1) === 0xffffffff) Atomics.add(this.heap.u32, slot + 1, 1);
  }

  isYoung(row: CachedRow): boolean {
    return Atomics.load(this.heap.i32, this.state + YOUNG) === row.half;
  }

  /** The newest record of a word. */
  find(word: number): CachedRow | undefined {
    const young = Atomics.load(this.heap.i32, this.state + YOUNG);
    return this.findIn(young, word) ?? this.findIn(1 - young, word);
  }

  /** Whether the payload was not overwritten up to now. A read-modify-write, so that no earlier read drifts past it. */
  isIntact(row: CachedRow): boolean {
    return Atomics.add(this.heap.i32, this.state + EPOCH + row.half, 0) === row.epoch;
  }

  /** Stores a row. Returns false where it was not: too long, another thread is writing, or `mayEvict` is false and the half is full. */
  write(word: number, covered: number, payload: readonly Uint32Array[], mayEvict: boolean): boolean {
    const length = payload.reduce((sum, part) => sum + part.length, 0);
    if (RECORD_HEADER + length > this.halfLength || !this.lock()) return false;
    try {
      const fits = this.usedOfYoung() + RECORD_HEADER + length <= this.halfLength;
      if (!fits && !mayEvict) return false;
      if (!fits) this.emptyOldHalf();
      this.append(word, covered, length, payload);
      return true;
    } finally {
      Atomics.store(this.heap.i32, this.state + LOCK, 0);
    }
  }

  /** Forgets all rows. */
  clear(): void {
    while (!this.lock());
    this.emptyOldHalf();
    this.emptyOldHalf();
    Atomics.store(this.heap.i32, this.state + LOCK, 0);
  }

  /** Whether writing a row of this length would empty a half. */
  wouldEvict(length: number): boolean {
    return this.usedOfYoung() + RECORD_HEADER + length > this.halfLength;
  }

  private counted(slot: number): number {
    const { u32 } = this.heap;
    return Atomics.load(u32, this.state + slot) + 2 ** 32 * Atomics.load(u32, this.state + slot + 1);
  }

  private findIn(half: number, word: number): CachedRow | undefined {
    const { i32, u32 } = this.heap;
    const epochSlot = this.state + EPOCH + half;
    const epoch = Atomics.load(i32, epochSlot);
    if (epoch & 1) return undefined;
    const first = this.records + half * this.halfLength;
    let record = Atomics.load(i32, this.bucketOf(half, word));
    // The epoch is asked at every step: links read from a half that is being overwritten could lead in circles.
    while (record >= first && record < first + this.halfLength && Atomics.load(i32, epochSlot) === epoch) {
      if (u32[record] === word) {
        const start = record + RECORD_HEADER;
        return { covered: u32[record + 1], payload: u32.subarray(start, start + u32[record + 2]), half, epoch };
      }
      record = i32[record + 3];
    }
    return undefined;
  }

  private append(word: number, covered: number, length: number, payload: readonly Uint32Array[]): void {
    const { i32, u32 } = this.heap;
    const young = Atomics.load(i32, this.state + YOUNG);
    const record = this.records + young * this.halfLength + this.usedOfYoung();
    const bucket = this.bucketOf(young, word);
    u32[record] = word;
    u32[record + 1] = covered;
    u32[record + 2] = length;
    i32[record + 3] = Atomics.load(i32, bucket);
    let at = record + RECORD_HEADER;
    for (const part of payload) {
      u32.set(part, at);
      at += part.length;
    }
    Atomics.add(i32, this.state + USED + young, RECORD_HEADER + length);
    Atomics.store(i32, bucket, record);
  }

  private emptyOldHalf(): void {
    const { i32 } = this.heap;
    const old = 1 - Atomics.load(i32, this.state + YOUNG);
    Atomics.add(i32, this.state + EPOCH + old, 1);
    i32.fill(0, this.bucketOf(old, 0), this.bucketOf(old, 0) + BUCKETS);
    Atomics.store(i32, this.state + USED + old, 0);
    Atomics.add(i32, this.state + EPOCH + old, 1);
    Atomics.store(i32, this.state + YOUNG, old);
  }

  private bucketOf(half: number, word: number): number {
    return this.buckets + half * BUCKETS + (word & (BUCKETS - 1));
  }

  private usedOfYoung(): number {
    const { i32 } = this.heap;
    return Atomics.load(i32, this.state + USED + Atomics.load(i32, this.state + YOUNG));
  }

  private lock(): boolean {
    for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      if (Atomics.compareExchange(this.heap.i32, this.state + LOCK, 0, 1) === 0) return true;
    }
    return false;
  }
}
