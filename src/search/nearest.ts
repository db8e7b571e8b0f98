/**
 * The `capacity` best documents seen so far, by distance, ties by document number: a binary heap with the worst on top.
 */
export class Nearest {
  private readonly docs: Int32Array;
  private readonly distances: Float64Array;
  private held = 0;

  constructor(private readonly capacity: number) {
    this.docs = new Int32Array(capacity);
    this.distances = new Float64Array(capacity);
  }

  get size(): number {
    return this.held;
  }

  /** What a document must beat, or tie with a smaller number, to enter; Infinity until the heap is full. */
  get worst(): number {
    return this.held < this.capacity ? Infinity : this.distances[0];
  }

  /** True when the document is now among the best. */
  offer(doc: number, distance: number): boolean {
    if (this.held < this.capacity) {
      this.rise(this.held++, doc, distance);
      return true;
    }
    if (this.capacity === 0 || !this.isWorse(0, doc, distance)) return false;
    this.sink(doc, distance, this.held);
    return true;
  }

  /** Empties the heap into arrays, best first. */
  drain(): { docs: Uint32Array; distances: Float64Array } {
    const docs = new Uint32Array(this.held);
    const distances = new Float64Array(this.held);
    for (let end = this.held - 1; end >= 0; end--) {
      docs[end] = this.docs[0];
      distances[end] = this.distances[0];
      this.sink(this.docs[end], this.distances[end], end);
    }
    this.held = 0;
    return { docs, distances };
  }

  private isWorse(at: number, doc: number, distance: number): boolean {
    const d = this.distances[at];
    return d > distance || (d === distance && this.docs[at] > doc);
  }

  private rise(at: number, doc: number, distance: number): void {
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.isWorse(parent, doc, distance)) break;
      this.docs[at] = this.docs[parent];
      this.distances[at] = this.distances[parent];
      at = parent;
    }
    this.docs[at] = doc;
    this.distances[at] = distance;
  }

  /** Puts the document in place of the top of a heap of `size`. */
  private sink(doc: number, distance: number, size: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.isWorse(child + 1, this.docs[child], this.distances[child])) child++;
      if (!this.isWorse(child, doc, distance)) break;
      this.docs[at] = this.docs[child];
      this.distances[at] = this.distances[child];
      at = child;
    }
    this.docs[at] = doc;
    this.distances[at] = distance;
  }
}
