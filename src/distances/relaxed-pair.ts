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
  private rowColumn = new Int32Array(256);
  private rowDistance = new Float32Array(256);
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
      if (arcs.nearest[word] >= arcs.threshold) continue;
      arcs.prepareFully(word);
      const start = arcs.first[word];
      savings += this.spend(this.capacity[j], arcs.row, arcs.distance, start, start + arcs.count[word], this.masses, relaxation);
    }
    return savings;
  }

  /** Every word of the query spends its mass on the document's words. */
  savingsOfQuery(relaxation: Relaxation): number {
    this.turn();
    let savings = 0;
    for (let i = 0; i < this.masses.length; i++) {
      const [start, end] = [this.rowStart[i], this.rowStart[i + 1]];
      savings += this.spend(this.masses[i], this.rowColumn, this.rowDistance, start, end, this.capacity, relaxation);
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
      const gain = threshold - distance[k];
      const isCapped = k - start < moves && !(onlyFree && distance[k] > 0);
      const moved = isCapped ? Math.min(left, capacity[to[k]]) : left;
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
      if (arcs.nearest[word] >= arcs.threshold) continue;
      arcs.prepare(word);
      const end = arcs.first[word] + arcs.count[word];
      for (let k = arcs.first[word]; k < end; k++) rowStart[arcs.row[k] + 1]++;
    }
    for (let i = 0; i < n; i++) {
      rowStart[i + 1] += rowStart[i];
      rowFill[i] = rowStart[i];
    }
    this.reserve(rowStart[n]);
    for (let j = 0; j < this.m; j++) {
      const word = words[this.firstPosting + j];
      if (arcs.nearest[word] >= arcs.threshold) continue;
      const end = arcs.first[word] + arcs.count[word];
      for (let k = arcs.first[word]; k < end; k++) this.insert(arcs.row[k], j, arcs.distance[k]);
    }
  }

  private insert(row: number, column: number, distance: number): void {
    const { rowColumn, rowDistance } = this;
    const start = this.rowStart[row];
    let at = this.rowFill[row]++;
    for (; at > start && rowDistance[at - 1] > distance; at--) {
      rowDistance[at] = rowDistance[at - 1];
      rowColumn[at] = rowColumn[at - 1];
    }
    rowDistance[at] = distance;
    rowColumn[at] = column;
  }

  private reserve(arcs: number): void {
    if (arcs <= this.rowColumn.length) return;
    this.rowColumn = new Int32Array(2 * arcs);
    this.rowDistance = new Float32Array(2 * arcs);
  }
}
