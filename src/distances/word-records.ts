import type { NearRow } from '../vectors/near-words';

/** Numbers kept per vocabulary word, side by side: a document's words are scattered, and each costs one cache line. */
const LAYOUT = { STRIDE: 4, FIRST: 0, COUNT: 1, POSITION: 2, NEAREST: 3 } as const;
const { STRIDE, FIRST, COUNT, POSITION, NEAREST } = LAYOUT;
export { LAYOUT };

/** With more arcs a word of the vocabulary than this, all words are looked at in their order, not those that have any. */
const FEW_ARCS = 0.5;

/** What QueryArcs keeps of every vocabulary word; see there. */
export class WordRecords {
  readonly records: Int32Array;
  readonly recordsAsFloat: Float32Array;
  /** The least number in single precision that is not under the threshold. */
  private readonly far: number;
  /** Words that have arcs, each once, where they are few. */
  private readonly nearWords: Uint32Array;
  private nearCount = 0;
  private isFew = true;
  /** Words of the current query. */
  ids: Uint32Array = new Uint32Array(0);

  constructor(
    private readonly vocabularySize: number,
    threshold: number,
  ) {
    this.records = new Int32Array(STRIDE * vocabularySize);
    this.recordsAsFloat = new Float32Array(this.records.buffer);
    this.nearWords = new Uint32Array(vocabularySize);
    const single = Math.fround(threshold);
    this.far = single < threshold ? Math.fround(threshold * (1 + 2 ** -23)) : single;
    this.resetAll(this.ids, 0);
  }

  /** The words that have arcs, each once; nothing where they are many, and looking at all is as fast. Lent. */
  get near(): Uint32Array | undefined {
    return this.isFew ? this.nearWords.subarray(0, this.nearCount) : undefined;
  }

  /** For a query of these words, with the same in place of every count. */
  resetAll(ids: Uint32Array, count: number): void {
    clear(this.records, this.recordsAsFloat, count, this.far);
    this.isFew = false;
    this.place(ids);
  }

  /**
   * Counts the arcs of every word, notes the nearest, and leaves `first` at the end of the word's arcs. Marks counts of more than
   * `inOrder`. Returns the number of all arcs.
   */
  count(ids: Uint32Array, rows: readonly NearRow[], inOrder: number): number {
    if (this.isFew) this.resetNear(ids);
    else this.resetAll(ids, 0);
    this.isFew = rows.reduce((sum, { words }) => sum + words.length, 0) < FEW_ARCS * this.vocabularySize;
    return this.isFew ? this.countFew(rows, inOrder) : this.countMany(rows, inOrder);
  }

  /** Resets the words of the query before and those near them: a few of many. */
  private resetNear(ids: Uint32Array): void {
    const { records, recordsAsFloat, far, nearWords, nearCount, vocabularySize } = this;
    for (let k = 0; k < nearCount; k++) {
      const at = STRIDE * nearWords[k];
      records[at + COUNT] = 0;
      recordsAsFloat[at + NEAREST] = far;
    }
    for (const id of this.ids) if (id < vocabularySize) records[STRIDE * id + POSITION] = -1;
    this.place(ids);
  }

  private place(ids: Uint32Array): void {
    const { records, vocabularySize } = this;
    for (let i = 0; i < ids.length; i++) if (ids[i] < vocabularySize) records[STRIDE * ids[i] + POSITION] = i;
    this.ids = ids.slice();
  }

  private countMany(rows: readonly NearRow[], inOrder: number): number {
    for (const { words, distances } of rows) {
      countRow(this.records, this.recordsAsFloat, words, distances, this.vocabularySize);
    }
    return placeArcs(this.records, inOrder);
  }

  private countFew(rows: readonly NearRow[], inOrder: number): number {
    const { records, recordsAsFloat, vocabularySize, nearWords } = this;
    let nearCount = 0;
    for (const { words, distances } of rows) {
      for (let k = 0; k < words.length; k++) {
        const at = STRIDE * words[k];
        if (words[k] >= vocabularySize) continue;
        if (records[at + COUNT]++ === 0) nearWords[nearCount++] = words[k];
        if (distances[k] < recordsAsFloat[at + NEAREST]) recordsAsFloat[at + NEAREST] = distances[k];
      }
    }
    let end = 0;
    for (let k = 0; k < nearCount; k++) {
      const at = STRIDE * nearWords[k];
      const count = records[at + COUNT];
      records[at + FIRST] = end += count;
      if (count > inOrder) records[at + COUNT] = ~count;
    }
    this.nearCount = nearCount;
    return end;
  }
}

// Loops apart from all else: V8 compiles them while they run, and what follows in the same function would not have been seen.

function clear(records: Int32Array, recordsAsFloat: Float32Array, count: number, far: number): void {
  for (let at = 0; at < records.length; at += STRIDE) {
    records[at + COUNT] = count;
    records[at + POSITION] = -1;
    recordsAsFloat[at + NEAREST] = far;
  }
}

function countRow(
  records: Int32Array,
  recordsAsFloat: Float32Array,
  words: Uint32Array,
  distances: Float32Array,
  vocabularySize: number,
): void {
  for (let k = 0; k < words.length; k++) {
    const at = STRIDE * words[k];
    if (words[k] >= vocabularySize) continue;
    records[at + COUNT]++;
    if (distances[k] < recordsAsFloat[at + NEAREST]) recordsAsFloat[at + NEAREST] = distances[k];
  }
}

function placeArcs(records: Int32Array, inOrder: number): number {
  let end = 0;
  for (let at = 0; at < records.length; at += STRIDE) {
    const count = records[at + COUNT];
    records[at + FIRST] = end += count;
    if (count > inOrder) records[at + COUNT] = ~count;
  }
  return end;
}
