import type { DocumentSpace } from './document-space';
import type { Query } from './query';

/** How a relaxation spends a word's mass. */
export interface Relaxation {
  /** Moves to the nearest words that respect what those can take; the rest goes to the next nearest, whatever it can take. */
  readonly moves: number;
  /** Only moves of cost zero respect it (OMR). */
  readonly onlyFree: boolean;
}

/**
 * The near arcs between one query and one document at a time, for the relaxations as their papers state them: whole masses,
 * no common mass taken out, one side's constraint dropped. Savings in place of costs: an arc of distance c saves T - c.
 */
export class RelaxedPair {
  private capacity = new Float64Array(64);
  private rowStart = new Int32Array(1);
  private rowFill = new Int32Array(0);
  /** As in QueryArcs: document word at 2 k, distance at 2 k + 1. */
  private rowArcs = new Int32Array(512);
  private rowArcsAsFloat = new Float32Array(this.rowArcs.buffer);
  private m = 0;
  private firstPosting = 0;
  private masses: Float64Array = new Float64Array(0);

  constructor(private readonly space: DocumentSpace) {}

  begin(query: Query): void {
    this.space.enter(query);
    this.masses = query.masses;
    this.rowStart = new Int32Array(query.masses.length + 1);
    this.rowFill = new Int32Array(query.masses.length);
  }

  load(doc: number): void {
    const { corpus } = this.space.masses;
    this.firstPosting = corpus.offsets[doc];
    this.m = corpus.offsets[doc + 1] - this.firstPosting;
    if (this.m > this.capacity.length) this.capacity = new Float64Array(2 * this.m);
    this.space.masses.load(doc, this.capacity);
  }

  /** Every word of the document spends its mass on the query's words. */
  savingsOfDocument(relaxation: Relaxation): number {
    const { arcs, masses } = this.space;
    const { words } = masses.corpus;
    let savings = 0;
    for (let j = 0; j < this.m; j++) {
      const word = words[this.firstPosting + j];
      const count = arcs.countInOrder(word);
      if (count === 0) continue;
      const first = arcs.firstOfAll(word);
      savings += this.spend(this.capacity[j], arcs.arcs, arcs.arcsAsFloat, first, first + count, this.masses, relaxation);
    }
    return savings;
  }

  /** Every word of the query spends its mass on the document's words. */
  savingsOfQuery(relaxation: Relaxation): number {
    this.turn();
    let savings = 0;
    for (let i = 0; i < this.masses.length; i++) {
      const [start, end] = [this.rowStart[i], this.rowStart[i + 1]];
      savings += this.spend(this.masses[i], this.rowArcs, this.rowArcsAsFloat, start, end, this.capacity, relaxation);
    }
    return savings;
  }

  private spend(
    mass: number,
    to: Int32Array,
    distance: Float32Array,
    start: number,
    end: number,
    capacity: Float64Array,
    { moves, onlyFree }: Relaxation,
  ): number {
    const { threshold } = this.space;
    let left = mass;
    let savings = 0;
    for (let k = start; k < end && left > 0; k++) {
      const gain = threshold - distance[2 * k + 1];
      const isCapped = k - start < moves && !(onlyFree && distance[2 * k + 1] > 0);
      const moved = isCapped ? Math.min(left, capacity[to[2 * k]]) : left;
      savings += moved * gain;
      left -= moved;
    }
    return savings;
  }

  /** The document's arcs grouped by query word, nearest first. */
  private turn(): void {
    const { arcs, masses } = this.space;
    const { words } = masses.corpus;
    const n = this.masses.length;
    const { rowStart, rowFill } = this;
    rowStart.fill(0);
    for (let j = 0; j < this.m; j++) {
      const word = words[this.firstPosting + j];
      const end = arcs.count(word) + arcs.firstOfAll(word);
      for (let k = arcs.firstOfAll(word); k < end; k++) rowStart[arcs.arcs[2 * k] + 1]++;
    }
    for (let i = 0; i < n; i++) {
      rowStart[i + 1] += rowStart[i];
      rowFill[i] = rowStart[i];
    }
    this.reserve(rowStart[n]);
    for (let j = 0; j < this.m; j++) {
      const word = words[this.firstPosting + j];
      const end = arcs.count(word) + arcs.firstOfAll(word);
      for (let k = arcs.firstOfAll(word); k < end; k++) this.insert(arcs.arcs[2 * k], j, arcs.arcsAsFloat[2 * k + 1]);
    }
  }

  private insert(row: number, column: number, distance: number): void {
    const { rowArcs, rowArcsAsFloat } = this;
    const start = 2 * this.rowStart[row];
    let at = 2 * this.rowFill[row]++;
    for (; at > start && rowArcsAsFloat[at - 1] > distance; at -= 2) {
      rowArcs[at] = rowArcs[at - 2];
      rowArcs[at + 1] = rowArcs[at - 1];
    }
    rowArcs[at] = column;
    rowArcsAsFloat[at + 1] = distance;
  }

  private reserve(arcs: number): void {
    if (2 * arcs <= this.rowArcs.length) return;
    this.rowArcs = new Int32Array(4 * arcs);
    this.rowArcsAsFloat = new Float32Array(this.rowArcs.buffer);
  }
}
