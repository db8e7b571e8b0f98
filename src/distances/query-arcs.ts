import type { NearRow, NearWords } from '../vectors/near-words';
import { copyNearest, sortArcs } from './arc-order';
import { LAYOUT, WordRecords } from './word-records';

// Bound once: in a loop every look-up of an imported name costs as much as the arithmetic.
const { STRIDE, FIRST, COUNT, POSITION, NEAREST } = LAYOUT;

/** Tells the distances that rows of bounds leave out. */
type DistanceSource = Pick<NearWords, 'distancesTo'>;

/** So many arcs of a word are in order of distance; those behind are no nearer. */
const SORTED = 6;
export { SORTED };

/** In place of a count: the word's arcs are still in the full rows. */
const UNBUILT = ~0x7fffffff;
/** Single-precision numbers in a cache line. */
const BESIDE = 16;

/**
 * The near arcs of one query, turned round: for every vocabulary word, which query words are near it.
 *
 *     record of word w   [4 w]   first arc | arcs (~arcs until in order) | position in the query or -1 | least distance
 *     arc k              [2 k]   position in the query | distance
 *
 * The first SORTED arcs of a word are its nearest, in order. From full rows these are copies that stand before all the others,
 * so `firstOfAll` is where all arcs begin, each once.
 *
 * Built from sparse near rows by counting, or from full distance rows one word at a time, when a document first asks; then rows of
 * bounds get their distances too, for these words only. `nearest` alone is a bound where a row is one. One per thread; every query reuses the arrays.
 */
export class QueryArcs {
  private readonly byWord: WordRecords;
  private readonly records: Int32Array;
  private readonly recordsAsFloat: Float32Array;
  /** Position in the query of arc k at 2 k. */
  arcs = new Int32Array(2048);
  /** Distance of arc k at 2 k + 1: the same memory. */
  arcsAsFloat = new Float32Array(this.arcs.buffer);
  private fullRows: readonly Float32Array[] | undefined;
  /** Arcs that stand before all arcs of a word as copies. */
  private copies = 0;
  private used = 0;
  /** Where rows of bounds were loaded: which those are, and what tells their distances. */
  private distances: DistanceSource | undefined;
  private isBound = new Uint8Array(0);
  private others = new Uint32Array(0);
  private found = new Float32Array(0);

  constructor(
    readonly vocabularySize: number,
    /** Distances at or over this carry no arc. */
    readonly threshold: number,
  ) {
    this.byWord = new WordRecords(vocabularySize, threshold);
    this.records = this.byWord.records;
    this.recordsAsFloat = this.byWord.recordsAsFloat;
  }

  /** Sparse rows, one per query word: near words only; `source` where some are of bounds. Words outside the vocabulary are passed over. */
  loadNear(ids: Uint32Array, rows: readonly NearRow[], source?: DistanceSource): void {
    this.fullRows = undefined;
    this.copies = 0;
    this.expectBounds(rows, source);
    const total = this.byWord.count(ids, rows, this.distances ? 0 : 1);
    this.used = 0;
    this.reserve(total);
    this.used = total;
    const { records, vocabularySize } = this;
    const { arcs, arcsAsFloat } = this;
    for (let i = rows.length - 1; i >= 0; i--) {
      const { words, distances } = rows[i];
      for (let k = 0; k < words.length; k++) {
        const w = words[k];
        if (w >= vocabularySize) continue;
        const at = --records[STRIDE * w + FIRST];
        arcs[2 * at] = i;
        arcsAsFloat[2 * at + 1] = distances[k];
      }
    }
  }

  /** Full rows, one per query word: the distance to every vocabulary word. */
  loadFull(ids: Uint32Array, rows: readonly Float32Array[]): void {
    this.byWord.resetAll(ids, UNBUILT);
    this.fullRows = rows;
    this.distances = undefined;
    this.copies = Math.min(SORTED, rows.length);
    this.used = 0;
    const { recordsAsFloat, vocabularySize } = this;
    for (const row of rows) {
      for (let w = 0, at = NEAREST; w < vocabularySize; w++, at += STRIDE) {
        if (row[w] < recordsAsFloat[at]) recordsAsFloat[at] = row[w];
      }
    }
  }

  /** The words that have arcs, each once; nothing where they are many, and looking at all is as fast. Lent. */
  get near(): Uint32Array | undefined {
    return this.byWord.near;
  }

  /** Least distance of a vocabulary word to any query word; not under the threshold where none is near. */
  nearest(word: number): number {
    return this.recordsAsFloat[STRIDE * word + NEAREST];
  }

  /** The threshold less the least distance, of every word; 0 where none is near. */
  allGains(gain: Float32Array): void {
    const { recordsAsFloat, threshold } = this;
    for (let w = 0, at = NEAREST; w < gain.length; w++, at += STRIDE) {
      const saved = threshold - recordsAsFloat[at];
      // The larger of it and 0 without a branch, which would be guessed wrong at every third word.
      gain[w] = (saved + Math.abs(saved)) / 2;
    }
  }

  /** Where a vocabulary word stands in the query, -1 if it doesn't. */
  position(word: number): number {
    return this.records[STRIDE * word + POSITION];
  }

  /** Where the nearest arcs of a word begin; read after `count`. */
  first(word: number): number {
    return this.records[STRIDE * word + FIRST];
  }

  /** Where all arcs of a word begin; read after `count`. */
  firstOfAll(word: number): number {
    return this.records[STRIDE * word + FIRST] + this.copies;
  }

  /** Number of arcs of a word, which are built or put in order the first time it is asked for. */
  count(word: number): number {
    const count = this.records[STRIDE * word + COUNT];
    return count >= 0 ? count : this.prepare(word);
  }

  /** Like `count`, with all arcs of the word in order. */
  countInOrder(word: number): number {
    const count = this.count(word);
    if (count > SORTED || this.copies > 0) sortArcs(this.arcs, this.arcsAsFloat, this.firstOfAll(word), count, count);
    return count;
  }

  private expectBounds(rows: readonly NearRow[], source?: DistanceSource): void {
    this.distances = rows.some(({ isBound }) => isBound) ? source : undefined;
    if (!this.distances) return;
    this.isBound = Uint8Array.from(rows, (row) => (row.isBound ? 1 : 0));
    if (this.others.length >= rows.length) return;
    this.others = new Uint32Array(rows.length);
    this.found = new Float32Array(rows.length);
  }

  private prepare(word: number): number {
    const { records } = this;
    const at = STRIDE * word;
    if (records[at + COUNT] === UNBUILT) this.gather(word, this.fullRows!);
    const kept = ~records[at + COUNT];
    const count = (records[at + COUNT] = this.distances ? this.measure(word, kept, this.distances) : kept);
    const first = records[at + FIRST];
    if (this.copies === 0) sortArcs(this.arcs, this.arcsAsFloat, first, count, SORTED);
    else copyNearest(this.arcs, this.arcsAsFloat, first, count, this.copies);
    return count;
  }

  /** Gives arcs out of rows of bounds their distances, drops those that carry none, and returns how many are left. */
  private measure(word: number, count: number, source: DistanceSource): number {
    const { arcs, arcsAsFloat, threshold, isBound, others, found } = this;
    const { ids } = this.byWord;
    const start = 2 * this.records[STRIDE * word + FIRST];
    const end = start + 2 * count;
    let asked = 0;
    for (let k = start; k < end; k += 2) if (isBound[arcs[k]]) others[asked++] = ids[arcs[k]];
    if (asked === 0) return count;
    source.distancesTo(word, others, asked, found);
    let to = start;
    for (let k = start, answer = 0; k < end; k += 2) {
      const d = isBound[arcs[k]] ? found[answer++] : arcsAsFloat[k + 1];
      if (d >= threshold) continue;
      arcs[to] = arcs[k];
      arcsAsFloat[to + 1] = d;
      to += 2;
    }
    return (to - start) / 2;
  }

  /**
   * The arcs of a word and of those beside it: full rows are read a cache line at a time, and words met early, which have
   * small ids, are the frequent ones.
   */
  private gather(word: number, rows: readonly Float32Array[]): void {
    const { records, vocabularySize } = this;
    const from = word - (word % BESIDE);
    const to = Math.min(from + BESIDE, vocabularySize);
    const n = rows.length;
    const size = this.copies + n;
    this.reserve(this.used + size * (to - from));
    const { arcs, arcsAsFloat, used, copies } = this;
    for (let i = 0; i < n; i++) {
      const row = rows[i];
      for (let w = from; w < to; w++) {
        const at = 2 * (used + (w - from) * size + copies + i);
        arcs[at] = i;
        arcsAsFloat[at + 1] = row[w];
      }
    }
    for (let w = from; w < to; w++) {
      records[STRIDE * w + FIRST] = used + (w - from) * size;
      records[STRIDE * w + COUNT] = ~n;
    }
    this.used = used + size * (to - from);
  }

  private reserve(size: number): void {
    if (2 * size <= this.arcs.length) return;
    const arcs = new Int32Array(Math.max(2 * size, 2 * this.arcs.length));
    arcs.set(this.arcs.subarray(0, 2 * this.used));
    this.arcs = arcs;
    this.arcsAsFloat = new Float32Array(arcs.buffer);
  }
}
