import { BoundHeap } from './bound-heap';

/** Bounds drawn to tell where to cut. */
const SAMPLE = 256;
/** So many documents come first, and so many times as many with every further cut. */
const FIRST = 512;
const MORE = 8;

/**
 * Documents by the first bound of their distance, least first, ties by number. A search looks at few of them, so only those under
 * a cut are put in order; when they are used up, those under the next. Cuts are quantiles of a sample.
 */
export class BoundOrder {
  private readonly heap = new BoundHeap(FIRST);
  private readonly sample = new Float32Array(SAMPLE);
  private bounds: Float32Array = new Float32Array(0);
  private accept: Uint8Array = new Uint8Array(0);
  private cuts: number[] = [];
  /** Documents with bounds up to here are, or were, in the heap. */
  private reached = -Infinity;

  /** Takes documents that `accept` marks, by `bounds`: both are read until the next load. Returns their number. */
  load(bounds: Float32Array, accept: Uint8Array): number {
    this.bounds = bounds;
    this.accept = accept;
    let documents = 0;
    for (let doc = 0; doc < bounds.length; doc++) documents += accept[doc];
    this.cuts = this.chooseCuts(documents);
    this.reached = -Infinity;
    this.heap.clear();
    this.goOn();
    return documents;
  }

  /** Least bound; Infinity when there is none left. */
  get least(): number {
    return this.heap.least;
  }

  /** The document with the least bound, taken out. Only call when `least` is finite. */
  pop(): number {
    const doc = this.heap.pop();
    if (this.heap.least === Infinity) this.goOn();
    return doc;
  }

  private goOn(): void {
    const { bounds, accept, heap } = this;
    while (this.heap.least === Infinity && this.cuts.length > 0) {
      const cut = this.cuts.shift()!;
      const { reached } = this;
      for (let doc = 0; doc < bounds.length; doc++) {
        const bound = bounds[doc];
        if (bound <= cut && bound > reached && accept[doc]) heap.add(doc, bound);
      }
      heap.order();
      this.reached = cut;
    }
  }

  /** The last cut leaves nothing out. */
  private chooseCuts(documents: number): number[] {
    const { bounds, accept, sample } = this;
    const step = Math.ceil(bounds.length / SAMPLE);
    let drawn = 0;
    for (let doc = 0; doc < bounds.length; doc += step) if (accept[doc]) sample[drawn++] = bounds[doc];
    const sorted = sample.subarray(0, drawn).sort();
    const cuts: number[] = [];
    for (let share = FIRST / documents; share * drawn < drawn - 1; share *= MORE) cuts.push(sorted[Math.ceil(share * drawn)]);
    return [...cuts, Infinity];
  }
}
