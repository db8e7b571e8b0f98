/** Vocabulary words nearer than the threshold to one query word: ids ascending, distances alongside. */
export interface NearRow {
  readonly words: Uint32Array;
  readonly distances: Float32Array;
}

/** So many arcs of a word are in order of distance after `prepare`; those behind are no nearer. */
export const SORTED = 12;

/** Marks a word whose arcs are all in order. */
const FULLY = 2;

/**
 * The near arcs of one query, turned round: for every vocabulary word, which query words are near it.
 *
 *     arcs of word w = [first[w], first[w] + count[w]) of `row` (position in the query) and `distance`
 *
 * Built from sparse near rows by counting, or from full distance rows one word at a time, when a document first asks.
 * One per thread; every query reuses the arrays.
 */
export class QueryArcs {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Least distance of each vocabulary word to any query word; `threshold` where none is near. */
  readonly nearest: Float32Array;
  row = new Int32Array(1024);
  distance = new Float32Array(1024);
  private readonly ready: Uint8Array;
  private fullRows: readonly Float32Array[] | undefined;
  private used = 0;

  constructor(
    readonly vocabularySize: number,
    /** Distances at or over this carry no arc. */
    readonly threshold: number,
  ) {
    this.first = new Int32Array(vocabularySize);
    this.count = new Int32Array(vocabularySize);
    this.nearest = new Float32Array(vocabularySize);
    this.ready = new Uint8Array(vocabularySize);
  }

  /** Sparse rows, one per query word: near words only. Words outside the vocabulary are passed over. */
  loadNear(rows: readonly NearRow[]): void {
    this.reset();
    const total = this.countArcs(rows);
    this.reserve(total);
    this.used = total;
    const { first, row, distance, vocabularySize } = this;
    for (let i = rows.length - 1; i >= 0; i--) {
      const { words, distances } = rows[i];
      for (let k = 0; k < words.length; k++) {
        const w = words[k];
        if (w >= vocabularySize) continue;
        const at = --first[w];
        row[at] = i;
        distance[at] = distances[k];
      }
    }
  }

  /** Full rows, one per query word: the distance to every vocabulary word. */
  loadFull(rows: readonly Float32Array[]): void {
    this.reset();
    this.fullRows = rows;
    const { nearest, vocabularySize } = this;
    for (const row of rows) {
      for (let w = 0; w < vocabularySize; w++) if (row[w] < nearest[w]) nearest[w] = row[w];
    }
  }

  /** Call before reading the arcs of a word: builds or sorts them the first time. */
  prepare(word: number): void {
    if (this.ready[word]) return;
    this.ready[word] = 1;
    if (this.fullRows) this.gather(word, this.fullRows);
    if (this.count[word] > 1) this.sort(word);
  }

  /** Like `prepare`, with every arc of the word in order. */
  prepareFully(word: number): void {
    this.prepare(word);
    if (this.ready[word] === FULLY || this.count[word] <= SORTED) return;
    this.ready[word] = FULLY;
    const { row, distance } = this;
    const start = this.first[word];
    const end = start + this.count[word];
    for (let k = start + SORTED; k < end; k++) {
      const d = distance[k];
      const r = row[k];
      let at = k - 1;
      while (at >= start && distance[at] > d) {
        distance[at + 1] = distance[at];
        row[at + 1] = row[at];
        at--;
      }
      distance[at + 1] = d;
      row[at + 1] = r;
    }
  }

  private reset(): void {
    this.count.fill(0);
    this.nearest.fill(this.threshold);
    this.ready.fill(0);
    this.fullRows = undefined;
    this.used = 0;
  }

  /** Counts the arcs of every word, notes the nearest, and leaves first[w] at the end of w's arcs. */
  private countArcs(rows: readonly NearRow[]): number {
    const { first, count, nearest, vocabularySize } = this;
    for (const { words, distances } of rows) {
      for (let k = 0; k < words.length; k++) {
        const w = words[k];
        if (w >= vocabularySize) continue;
        count[w]++;
        if (distances[k] < nearest[w]) nearest[w] = distances[k];
      }
    }
    let end = 0;
    for (let w = 0; w < vocabularySize; w++) first[w] = end += count[w];
    return end;
  }

  private gather(word: number, rows: readonly Float32Array[]): void {
    this.reserve(this.used + rows.length);
    let at = (this.first[word] = this.used);
    for (let i = 0; i < rows.length; i++) {
      const d = rows[i][word];
      if (d >= this.threshold) continue;
      this.row[at] = i;
      this.distance[at++] = d;
    }
    this.count[word] = at - this.used;
    this.used = at;
  }

  private reserve(size: number): void {
    if (size <= this.row.length) return;
    const capacity = Math.max(size, 2 * this.row.length);
    const row = new Int32Array(capacity);
    const distance = new Float32Array(capacity);
    row.set(this.row.subarray(0, this.used));
    distance.set(this.distance.subarray(0, this.used));
    this.row = row;
    this.distance = distance;
  }

  /** Nearest first in the first SORTED arcs, whatever order behind: most words have fewer, and bounds look no further. */
  private sort(word: number): void {
    const { row, distance } = this;
    const start = this.first[word];
    const end = start + this.count[word];
    const last = start + SORTED - 1;
    for (let k = start + 1; k < end; k++) {
      const d = distance[k];
      if (k > last && d >= distance[last]) continue;
      const r = row[k];
      let at = k - 1;
      if (k > last) {
        distance[k] = distance[last];
        row[k] = row[last];
        at = last - 1;
      }
      while (at >= start && distance[at] > d) {
        distance[at + 1] = distance[at];
        row[at + 1] = row[at];
        at--;
      }
      distance[at + 1] = d;
      row[at + 1] = r;
    }
  }
}
