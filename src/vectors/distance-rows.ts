import { missingDistance } from './ground-distance';
import { BATCH_ROWS, PointScan } from './point-scan';
import type { QueryPoints } from './point-scan';
import type { PointTable } from './point-table';
import { incompleteRows } from './row-batches';
import type { RowBatch } from './row-batches';
import { RowCache } from './row-cache';
import type { CacheStats, RowCacheOptions, SharedRowCache } from './row-cache';
import { RowLoans } from './row-loans';

/**
 * Full rows of distances for search without a threshold: the Euclidean distance of a query word to every vocabulary word,
 * sqrt 2 where one of them has no vector, 0 to itself. Computed for all new words of a query in one pass, cached by word,
 * completed when the vocabulary has grown. One per thread; `share` lets threads have one cache.
 */
export class DistanceRows {
  private readonly missing = missingDistance(Infinity);
  private readonly loans: RowLoans;
  private scan: PointScan | undefined;

  constructor(
    readonly points: PointTable,
    options: RowCacheOptions = {},
    shared?: SharedRowCache,
  ) {
    this.loans = new RowLoans(shared ? RowCache.fromShared(shared) : new RowCache(options.budgetBytes));
  }

  /** The same rows in another thread, over its view of the points. */
  static fromShared(points: PointTable, shared: SharedRowCache): DistanceRows {
    return new DistanceRows(points, {}, shared);
  }

  share(): SharedRowCache {
    return this.loans.cache.share();
  }

  get stats(): CacheStats {
    return this.loans.cache.stats;
  }

  /** One row of points.size distances per query word, lent until the next call. */
  rows(query: QueryPoints): Float32Array[] {
    this.loans.begin();
    return this.find(query);
  }

  /** Computes the rows of vocabulary words ahead, as many as the cache holds without giving others up: false when it is full. */
  warm(words: ArrayLike<number>): boolean {
    for (let start = 0; start < words.length; start += BATCH_ROWS) {
      if (this.loans.cache.wouldEvict(this.points.size * BATCH_ROWS)) return false;
      const ids = Uint32Array.from({ length: Math.min(BATCH_ROWS, words.length - start) }, (_, i) => words[start + i]);
      this.loans.begin(false);
      this.find({ ids, rows: new Float32Array(0), known: new Uint8Array(ids.length) });
    }
    return true;
  }

  /** Forgets all rows, in every thread. */
  forget(): void {
    this.loans.cache.clear();
  }

  private find(query: QueryPoints): Float32Array[] {
    const rows: Float32Array[] = new Array<Float32Array>(query.ids.length);
    const covered = Array.from(rows, (_, i) => this.lookUp(query, i, rows));
    for (const batch of incompleteRows(covered, this.points.size)) this.complete(query, batch, rows);
    return rows;
  }

  /** Sets rows[i] to what is known of it and returns how many vocabulary words that covers. */
  private lookUp(query: QueryPoints, i: number, rows: Float32Array[]): number {
    const { size } = this.points;
    const lent = query.ids[i] < size ? this.loans.find(query.ids[i]) : undefined;
    rows[i] = lent ? asDistances(lent.payload).subarray(0, size) : new Float32Array(0);
    return rows[i].length;
  }

  /** Completes the rows of a batch by the rest of the vocabulary. */
  private complete(query: QueryPoints, { positions, covered }: RowBatch, rows: Float32Array[]): void {
    const scan = (this.scan ??= new PointScan(this.points));
    const { size } = this.points;
    scan.load(query, positions);
    const batch = positions.map((position) => {
      const row = new Float32Array(size);
      row.set(rows[position]);
      return row;
    });
    scan.distances(this.missing, covered, batch);
    positions.forEach((position, r) => {
      const id = query.ids[position];
      rows[position] = batch[r];
      if (id >= size) return;
      batch[r][id] = 0;
      this.loans.store(id, size, [asBits(batch[r])]);
    });
  }
}

function asDistances(payload: Uint32Array): Float32Array {
  return new Float32Array(payload.buffer, payload.byteOffset, payload.length);
}

function asBits(distances: Float32Array): Uint32Array {
  return new Uint32Array(distances.buffer, distances.byteOffset, distances.length);
}
