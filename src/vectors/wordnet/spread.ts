import type { SparseRows } from './sparse-rows';

export interface SpreadOptions {
  readonly hops: number;
  /** Entries below this are not kept. */
  readonly record: number;
  /** Entries below this do not spread further: with `record` well below it, this is what makes spreading fast. */
  readonly propagate: number;
}

/** Spreads one word's senses over the synsets: F = a + aM + aM^2 + ..., with small entries cut off. */
export class Spreader {
  /** Synsets reached by the last word, ascending, and their mass. */
  readonly synsets: Uint32Array;
  readonly mass: Float32Array;
  count = 0;
  private readonly total: Float64Array;
  private readonly next: Float64Array;
  private readonly frontier: Uint32Array;
  private readonly frontierMass: Float64Array;
  private readonly touched: Uint32Array;

  constructor(
    private readonly association: SparseRows,
    private readonly options: SpreadOptions,
  ) {
    const size = association.columnCount;
    this.synsets = new Uint32Array(size);
    this.mass = new Float32Array(size);
    this.total = new Float64Array(size);
    this.next = new Float64Array(size);
    this.frontier = new Uint32Array(size);
    this.frontierMass = new Float64Array(size);
    this.touched = new Uint32Array(size);
  }

  spread(senses: SparseRows, word: number): void {
    this.count = 0;
    let frontierSize = 0;
    for (let e = senses.starts[word]; e < senses.starts[word + 1]; e++) {
      this.record(senses.columns[e], senses.values[e]);
      this.frontier[frontierSize] = senses.columns[e];
      this.frontierMass[frontierSize++] = senses.values[e];
    }
    for (let hop = 0; hop < this.options.hops; hop++) frontierSize = this.hop(frontierSize);
    this.synsets.subarray(0, this.count).sort();
    for (let i = 0; i < this.count; i++) {
      this.mass[i] = this.total[this.synsets[i]];
      this.total[this.synsets[i]] = 0;
    }
  }

  private record(synset: number, mass: number): void {
    if (this.total[synset] === 0) this.synsets[this.count++] = synset;
    this.total[synset] += mass;
  }

  private hop(frontierSize: number): number {
    const touchedCount = this.push(frontierSize);
    const { touched, next, frontier, frontierMass } = this;
    const { record, propagate } = this.options;
    let size = 0;
    for (let i = 0; i < touchedCount; i++) {
      const synset = touched[i];
      const mass = next[synset];
      next[synset] = 0;
      if (mass < record) continue;
      this.record(synset, mass);
      if (mass < propagate) continue;
      frontier[size] = synset;
      frontierMass[size++] = mass;
    }
    return size;
  }

  /** next = frontier x association; answers how many synsets were touched. */
  private push(frontierSize: number): number {
    const { starts, columns, values } = this.association;
    const { next, touched, frontier, frontierMass } = this;
    let touchedCount = 0;
    for (let f = 0; f < frontierSize; f++) {
      const mass = frontierMass[f];
      const end = starts[frontier[f] + 1];
      for (let e = starts[frontier[f]]; e < end; e++) {
        const column = columns[e];
        if (next[column] === 0) touched[touchedCount++] = column;
        next[column] += mass * values[e];
      }
    }
    return touchedCount;
  }
}
