import { codeQuery, coarseRowBytes } from '../kernels/coarse';
import type { Kernels, Operands } from '../kernels/kernels';
import { PANEL_WORDS, rowBytes } from '../kernels/kernels';
import { loadKernels } from '../kernels/load';
import { dotOf } from '../kernels/plain';
import { CHUNK_WORDS } from './point-table';
import type { PointTable } from './point-table';
import { unitRow } from './unit-row';

/** Query words that one pass over the vocabulary serves; more are served by more passes. */
export const BATCH_ROWS = 64;
/** Near words a row may gather before they are handed on: kernels write up to eight behind the last. */
const LIST_CAPACITY = 2 * CHUNK_WORDS;
const HAND_ON = LIST_CAPACITY - CHUNK_WORDS - 8;

/** Words to measure from: a vocabulary word by its id, another one (id at or over the table's size) by its vector. */
export interface QueryPoints {
  readonly ids: Uint32Array;
  /** ids.length x dim, row-major; read only for words outside the vocabulary. */
  readonly rows: Float32Array;
  /** 0 where a word outside the vocabulary has no vector. */
  readonly known: Uint8Array;
}

/** Takes near words of row `row` of the batch, ids ascending; the arrays are only lent. */
export type NearSink = (row: number, words: Uint32Array, distances: Float32Array) => void;

/**
 * Distances of a batch of query words to the vocabulary, chunk by chunk: a chunk's results fit the cache, and the first
 * calls of a fresh kernel, which run unoptimised, are short. One per thread and table.
 */
export class PointScan {
  private readonly kernels: Kernels;
  /** Byte offsets in the thread's own region of the heap, which all scans of the same points in a thread use in turn. */
  private readonly query: number;
  private readonly coarseQuery: number;
  private readonly scratch: number;
  private readonly counts: number;
  private readonly lists: number;
  private readonly row: Float32Array;
  private rowsLoaded = 0;

  constructor(
    private readonly points: PointTable,
    kernels?: Kernels,
  ) {
    const { heap, dim } = points;
    this.kernels = kernels ?? loadKernels(heap);
    const queryBytes = BATCH_ROWS * rowBytes(dim);
    const coarseBytes = BATCH_ROWS * coarseRowBytes(dim);
    this.query = heap.ofThread(queryBytes + coarseBytes + BATCH_ROWS * (8 + LIST_CAPACITY * 8));
    this.coarseQuery = this.query + queryBytes;
    this.scratch = this.coarseQuery + coarseBytes;
    this.counts = this.scratch + BATCH_ROWS * 4;
    this.lists = this.counts + BATCH_ROWS * 4;
    this.row = new Float32Array(dim);
  }

  /** Loads up to BATCH_ROWS query words, given by their positions in `query`. */
  load(query: QueryPoints, positions: ArrayLike<number>): void {
    const { heap, dim } = this.points;
    this.rowsLoaded = positions.length;
    for (let r = 0; r < positions.length; r++) {
      const start = (this.query + r * rowBytes(dim)) / 4;
      const norm = start + rowBytes(dim) / 4 - 4;
      const isKnown = this.fetch(query, positions[r]);
      heap.f32.fill(0, start, norm);
      if (isKnown) heap.f32.set(this.row, start);
      heap.f32[norm] = isKnown ? dotOf(heap.f32, start, start, dim) : Infinity;
      codeQuery(heap, this.coarseQuery + r * coarseRowBytes(dim), isKnown ? this.row : null, dim);
    }
  }

  /** Near words of every loaded row: ids from `firstWord` on with a distance under `threshold`, to `sink` piece by piece. */
  near(threshold: number, firstWord: number, sink: NearSink): void {
    this.gather(this.kernels.near, threshold, firstWord, sink);
  }

  /** The same with words that may be near among them, and a lower bound of each distance in place of it. */
  nearBounds(threshold: number, firstWord: number, sink: NearSink): void {
    this.gather(this.kernels.nearBounds, threshold, firstWord, sink);
  }

  private gather(near: Kernels['near'], threshold: number, firstWord: number, sink: NearSink): void {
    const { heap } = this.points;
    const limit = singleCeil(threshold);
    const counts = heap.i32.subarray(this.counts / 4, this.counts / 4 + this.rowsLoaded);
    const hand = (row: number): void => {
      const list = this.lists / 4 + row * 2 * LIST_CAPACITY;
      let start = list;
      let end = list + counts[row];
      // A panel may begin before the first word and reach past the last.
      while (start < end && heap.u32[start] < firstWord) start++;
      while (end > start && heap.u32[end - 1] >= this.points.size) end--;
      if (end > start) sink(row, heap.u32.subarray(start, end), heap.f32.subarray(start + LIST_CAPACITY, end + LIST_CAPACITY));
      counts[row] = 0;
    };
    heap.i32.fill(0, this.counts / 4, this.counts / 4 + BATCH_ROWS);
    const lists = { counts: this.counts, out: this.lists, capacity: LIST_CAPACITY, scratch: this.scratch };
    this.forEachChunk(firstWord, this.points.knownEnd, (operands, word) => {
      for (let row = 0; row < this.rowsLoaded; row++) if (counts[row] > HAND_ON) hand(row);
      const coarse = { query: this.coarseQuery, points: this.points.coarsePanelOf(word) };
      near(operands, coarse, limit, { ...lists, firstWord: word });
    });
    for (let row = 0; row < this.rowsLoaded; row++) hand(row);
  }

  /** Distances of a word to `count` others (vocabulary ids; Infinity where one has no vector), to `out`. */
  distancesTo(word: number, others: Uint32Array, count: number, out: Float32Array): void {
    const { points, kernels } = this;
    const { u32, f32 } = points.heap;
    const offsets = this.lists / 4;
    const found = offsets + LIST_CAPACITY;
    for (let start = 0; start < count; start += LIST_CAPACITY) {
      const n = Math.min(LIST_CAPACITY, count - start);
      for (let k = 0; k < n; k++) u32[offsets + k] = points.rowOf(others[start + k]);
      kernels.distancesTo(points.dim, points.rowOf(word), this.lists, n, 4 * found);
      for (let k = 0; k < n; k++) out[start + k] = f32[found + k];
    }
  }

  /** Distances of every loaded row to the words from `firstWord` on, to rows[r][word]; `missing` where there is no vector. */
  distances(missing: number, firstWord: number, rows: readonly Float32Array[]): void {
    this.forEachChunk(firstWord, this.points.size, (operands, word) => {
      this.kernels.distances(operands, missing, this.lists, CHUNK_WORDS);
      const { f32 } = this.points.heap;
      const start = Math.max(word, firstWord);
      const end = Math.min(word + operands.words, this.points.size);
      for (let r = 0; r < this.rowsLoaded; r++) {
        const from = this.lists / 4 + r * CHUNK_WORDS - word;
        rows[r].set(f32.subarray(from + start, from + end), start);
      }
    });
  }

  /** Visits the panels from that of `firstWord` up to `size`, at most a chunk of them at a time, with the id of their first word. */
  private forEachChunk(firstWord: number, size: number, visit: (operands: Operands, word: number) => void): void {
    const { dim } = this.points;
    if (this.rowsLoaded === 0) return;
    for (let word = firstWord - (firstWord % PANEL_WORDS); word < size; word += CHUNK_WORDS - (word % CHUNK_WORDS)) {
      const words = Math.min(size - word, CHUNK_WORDS - (word % CHUNK_WORDS));
      visit({ dim, query: this.query, rows: this.rowsLoaded, points: this.points.rowOf(word), words }, word);
    }
  }

  /** Puts a query word's unit vector into `row`; false if it has none. */
  private fetch(query: QueryPoints, position: number): boolean {
    const id = query.ids[position];
    if (id < this.points.size) return this.points.row(id, this.row);
    if (!query.known[position]) return false;
    unitRow(query.rows, this.row, `the vector of query word ${position}`, position * this.points.dim);
    return true;
  }
}

/** The least single-precision number that is not below x: a float is under it exactly when it is under x. */
function singleCeil(x: number): number {
  const nearest = Math.fround(x);
  if (nearest >= x) return nearest;
  const bits = new Float32Array([nearest]);
  new Int32Array(bits.buffer)[0]++;
  return bits[0];
}
