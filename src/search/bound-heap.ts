/** Documents by a lower bound of their distance, least first, ties by number: a binary heap on typed arrays. */
export class BoundHeap {
  private docs: Int32Array;
  private bounds: Float64Array;
  private held = 0;

  constructor(capacity: number) {
    this.docs = new Int32Array(capacity);
    this.bounds = new Float64Array(capacity);
  }

  /** Least bound; Infinity when empty. */
  get least(): number {
    return this.held > 0 ? this.bounds[0] : Infinity;
  }

  push(doc: number, bound: number): void {
    if (this.held === this.docs.length) this.grow();
    let at = this.held++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isAfter(parent, doc, bound)) break;
      this.docs[at] = this.docs[parent];
      this.bounds[at] = this.bounds[parent];
      at = parent;
    }
    this.docs[at] = doc;
    this.bounds[at] = bound;
  }

  /** The document with the least bound, taken out. Only call when `least` is finite. */
  pop(): number {
    const top = this.docs[0];
    this.held--;
    this.sink(0, this.docs[this.held], this.bounds[this.held]);
    return top;
  }

  /** Adds a document out of order: follow all such by one `order`. */
  add(doc: number, bound: number): void {
    if (this.held === this.docs.length) this.grow();
    this.docs[this.held] = doc;
    this.bounds[this.held++] = bound;
  }

  order(): void {
    for (let at = (this.held >> 1) - 1; at >= 0; at--) this.sink(at, this.docs[at], this.bounds[at]);
  }

  clear(): void {
    this.held = 0;
  }

  private isAfter(at: number, doc: number, bound: number): boolean {
    const own = this.bounds[at];
    return own > bound || (own === bound && this.docs[at] > doc);
  }

  private sink(from: number, doc: number, bound: number): void {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.held) break;
      if (child + 1 < this.held && this.isAfter(child, this.docs[child + 1], this.bounds[child + 1])) child++;
      if (this.isAfter(child, doc, bound)) break;
      this.docs[at] = this.docs[child];
      this.bounds[at] = this.bounds[child];
      at = child;
    }
    this.docs[at] = doc;
    this.bounds[at] = bound;
  }

  private grow(): void {
    const capacity = Math.max(64, 2 * this.docs.length);
    const docs = new Int32Array(capacity);
    const bounds = new Float64Array(capacity);
    docs.set(this.docs);
    bounds.set(this.bounds);
    this.docs = docs;
    this.bounds = bounds;
  }
}
