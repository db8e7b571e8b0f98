import { WordmoverError } from '../errors';
import { BATCH_ROWS, PointScan } from './point-scan';
import type { NearSink, QueryPoints } from './point-scan';
import type { PointTable } from './point-table';
import { incompleteRows } from './row-batches';
import type { RowBatch } from './row-batches';
import { RowCache } from './row-cache';
import type { CacheStats, RowCacheOptions, SharedRowCache } from './row-cache';
import { RowList } from './row-list';
import { RowLoans } from './row-loans';
import { checkThreshold } from './threshold';

/** Vocabulary words nearer than the threshold: ids ascending, distances alongside. Only lent: valid until the next call. */
export interface NearRow {
  readonly words: Uint32Array;
  readonly distances: Float32Array;
  /** These are lower bounds of the distances, and words that are not near may be among them. */
  readonly isBound?: boolean;
}

/** What another thread needs, besides the points, to use the same cached rows; can be posted to it. */
export interface SharedNearWords {
  readonly threshold: number;
  readonly cache: SharedRowCache;
}

/** In place of how many words a row covers: it was never asked for, and may be one of bounds. */
const UNSEEN = -1;
const NOTHING: NearRow = { words: new Uint32Array(0), distances: new Float32Array(0) };

/**
 * Near words: near(a) = the vocabulary words b with c(a, b) < threshold, c the thresholded Euclidean distance. A row is
 * computed when its word is first asked for, all new words of a query in one pass, and cached. The word itself is in its row
 * at distance exactly 0. A word without a vector is near itself only. When the vocabulary has grown, cached rows are
 * completed by the new words. One per thread; `share` lets threads have one cache.
 */
export class NearWords {
  private readonly loans: RowLoans;
  private scan: PointScan | undefined;
  /** Rows that are not in the cache, lent until the next call: those of the batch being looked for are the last. */
  private readonly lists: RowList[] = [];
  private lentLists = 0;
  private batch = 0;

  /** @param threshold in (0, 2]; INVALID_OPTION otherwise. Without a threshold every word is near: see DistanceRows. */
  constructor(
    readonly points: PointTable,
    readonly threshold: number,
    options: RowCacheOptions = {},
    shared?: SharedNearWords,
  ) {
    if (checkThreshold(threshold) === Infinity) {
      throw new WordmoverError('INVALID_OPTION', 'threshold Infinity: without a threshold all words are near; use distance rows');
    }
    this.loans = new RowLoans(shared ? RowCache.fromShared(shared.cache) : new RowCache(options.budgetBytes));
  }

  /** The same near words in another thread, over its view of the points. */
  static fromShared(points: PointTable, shared: SharedNearWords): NearWords {
    return new NearWords(points, shared.threshold, {}, shared);
  }

  share(): SharedNearWords {
    return { threshold: this.threshold, cache: this.loans.cache.share() };
  }

  get stats(): CacheStats {
    return this.loans.cache.stats;
  }

  /** One row per query word, lent until the next call. */
  rows(query: QueryPoints): NearRow[] {
    this.loans.begin();
    return this.find(query);
  }

  /**
   * The same, but a vocabulary word that is asked for the first time gets a row of bounds, which take half of the time: most words
   * of most queries never come again, and a search reads few of the distances. `distancesTo` tells these. The second time it
   * gets its true row, to be kept.
   */
  rowsOrBounds(query: QueryPoints): NearRow[] {
    this.loans.begin();
    return this.find(query, true);
  }

  /** Distances of a vocabulary word to `count` others, as rows have them, to `out`; Infinity where one has no vector. */
  distancesTo(word: number, others: Uint32Array, count: number, out: Float32Array): void {
    (this.scan ??= new PointScan(this.points)).distancesTo(word, others, count, out);
  }

  /**
   * Computes the rows of vocabulary words ahead, as many as the cache holds without giving others up: false when it is full.
   */
  warm(words: ArrayLike<number>): boolean {
    for (let start = 0; start < words.length; start += BATCH_ROWS) {
      const ids = Uint32Array.from({ length: Math.min(BATCH_ROWS, words.length - start) }, (_, i) => words[start + i]);
      this.loans.begin(false);
      const rows = this.find({ ids, rows: new Float32Array(0), known: new Uint8Array(ids.length) });
      const largest = rows.reduce((length, row) => Math.max(length, row.words.length), 0);
      if (this.loans.cache.wouldEvict(2 * largest * BATCH_ROWS)) return false;
    }
    return true;
  }

  /** Forgets all rows, in every thread. */
  forget(): void {
    this.loans.cache.clear();
  }

  private find(query: QueryPoints, mayBound = false): NearRow[] {
    const rows: NearRow[] = new Array<NearRow>(query.ids.length).fill(NOTHING);
    this.takeBack();
    const covered = rows.map((_, i) => this.lookUp(query, i, rows, mayBound));
    for (const batch of incompleteRows(covered, this.points.size)) {
      if (batch.covered === UNSEEN) this.bound(query, batch, rows);
      else this.complete(query, batch, rows);
    }
    return rows;
  }

  /** The k nearest vocabulary words under the threshold, itself among them, nearest first, ties by id. A copy. */
  nearest(word: number, k: number): NearRow {
    const ids = Uint32Array.of(word);
    const [row] = this.rows({ ids, rows: new Float32Array(0), known: new Uint8Array(1) });
    const order = Array.from(row.words.keys())
      .sort((a, b) => row.distances[a] - row.distances[b] || a - b)
      .slice(0, k);
    return {
      words: Uint32Array.from(order, (at) => row.words[at]),
      distances: Float32Array.from(order, (at) => row.distances[at]),
    };
  }

  /** Sets rows[i] to what is known of it and returns how many vocabulary words that covers, or UNSEEN. */
  private lookUp(query: QueryPoints, i: number, rows: NearRow[], mayBound: boolean): number {
    const id = query.ids[i];
    if (id >= this.points.size) return query.known[i] ? 0 : this.points.size;
    if (!this.points.has(id)) {
      rows[i] = { words: Uint32Array.of(id), distances: Float32Array.of(0) };
      return this.points.size;
    }
    const lent = this.loans.find(id);
    if (!lent) return mayBound ? UNSEEN : 0;
    const row = rowOf(lent.payload);
    rows[i] = lent.covered > this.points.size ? truncate(row, this.points.size) : row;
    return Math.min(lent.covered, this.points.size);
  }

  /** Completes the rows of a batch by the rest of the vocabulary. */
  private complete(query: QueryPoints, batch: RowBatch, rows: NearRow[]): void {
    const scan = this.begin(query, batch, rows);
    scan.near(this.threshold, batch.covered, this.append);
    batch.positions.forEach((position, r) => {
      const row = this.lists[this.batch + r].view();
      rows[position] = row;
      const id = query.ids[position];
      if (id < this.points.size) this.loans.store(id, this.points.size, [row.words, asBits(row.distances)]);
    });
  }

  /** Makes the rows of a batch of bounds, and notes that they were asked for. */
  private bound(query: QueryPoints, batch: RowBatch, rows: NearRow[]): void {
    const scan = this.begin(query, batch, rows);
    scan.nearBounds(this.threshold, 0, this.append);
    batch.positions.forEach((position, r) => {
      rows[position] = { ...this.lists[this.batch + r].view(), isBound: true };
      this.loans.mark(query.ids[position]);
    });
  }

  private begin(query: QueryPoints, { positions }: RowBatch, rows: readonly NearRow[]): PointScan {
    const scan = (this.scan ??= new PointScan(this.points));
    scan.load(query, positions);
    this.batch = this.lentLists;
    for (const position of positions) {
      const list = (this.lists[this.lentLists++] ??= new RowList());
      list.reset(rows[position].words, rows[position].distances);
    }
    return scan;
  }

  /** Ends all loans; one query of many words leaves no more lists behind than a batch has. */
  private takeBack(): void {
    this.lentLists = 0;
    if (this.lists.length > BATCH_ROWS) this.lists.length = BATCH_ROWS;
  }

  private readonly append: NearSink = (r, words, distances) => this.lists[this.batch + r].append(words, distances);
}

function rowOf(payload: Uint32Array): NearRow {
  const n = payload.length / 2;
  return { words: payload.subarray(0, n), distances: new Float32Array(payload.buffer, payload.byteOffset + 4 * n, n) };
}

/** The part of a row below `size`: another thread may know a longer vocabulary. */
function truncate(row: NearRow, size: number): NearRow {
  let end = row.words.length;
  while (end > 0 && row.words[end - 1] >= size) end--;
  return { words: row.words.subarray(0, end), distances: row.distances.subarray(0, end) };
}

function asBits(distances: Float32Array): Uint32Array {
  return new Uint32Array(distances.buffer, distances.byteOffset, distances.length);
}
