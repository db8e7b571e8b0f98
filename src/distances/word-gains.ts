import type { QueryArcs } from './query-arcs';

/** What a unit of each word's mass can save: something for words that are near the query's, 0 for all others. */
export class WordGains {
  /** By vocabulary word. */
  readonly gain: Float32Array;
  private readonly words: Uint32Array;
  private count = 0;
  private isFew = true;

  constructor(vocabularySize: number) {
    this.gain = new Float32Array(vocabularySize);
    this.words = new Uint32Array(vocabularySize);
  }

  /** The near words, each once, where they are few. Lent. */
  get near(): Uint32Array | undefined {
    return this.isFew ? this.words.subarray(0, this.count) : undefined;
  }

  /** Of the arcs' query: the threshold less the distance to the nearest of its words. */
  load(arcs: QueryArcs): void {
    const { gain } = this;
    const near = this.take(arcs.near);
    // A bound in single precision may lie a little above the threshold.
    if (near) for (let k = 0; k < near.length; k++) gain[near[k]] = Math.max(0, arcs.threshold - arcs.nearest(near[k]));
    else arcs.allGains(gain);
  }

  /** The others' gains times a number for each word. */
  scale({ gain: others, near: theirs }: WordGains, factors: Float32Array): void {
    const { gain } = this;
    const near = this.take(theirs);
    if (near) for (let k = 0; k < near.length; k++) gain[near[k]] = others[near[k]] * factors[near[k]];
    else for (let word = 0; word < gain.length; word++) gain[word] = others[word] * factors[word];
  }

  /** Notes who has a gain now, and clears those of before unless all are written anew. */
  private take(near: Uint32Array | undefined): Uint32Array | undefined {
    const { gain, words } = this;
    const wasFew = this.isFew;
    this.isFew = near !== undefined;
    if (!near) return undefined;
    if (!wasFew) gain.fill(0);
    else for (let k = 0; k < this.count; k++) gain[words[k]] = 0;
    words.set(near);
    this.count = near.length;
    return this.near;
  }
}
