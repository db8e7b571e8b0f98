/** A near row as it grows: word ids and distances in buffers that are used again for the next row. */
export class RowList {
  private words = new Uint32Array(256);
  private distances = new Float32Array(256);
  private length = 0;

  reset(words: Uint32Array, distances: Float32Array): void {
    this.length = 0;
    this.append(words, distances);
  }

  append(words: Uint32Array, distances: Float32Array): void {
    const end = this.length + words.length;
    if (end > this.words.length) this.reserve(Math.max(end, 2 * this.words.length));
    this.words.set(words, this.length);
    this.distances.set(distances, this.length);
    this.length = end;
  }

  /** The row so far; valid until it grows or begins anew. */
  view(): { words: Uint32Array; distances: Float32Array } {
    return { words: this.words.subarray(0, this.length), distances: this.distances.subarray(0, this.length) };
  }

  private reserve(capacity: number): void {
    const words = new Uint32Array(capacity);
    const distances = new Float32Array(capacity);
    words.set(this.words.subarray(0, this.length));
    distances.set(this.distances.subarray(0, this.length));
    this.words = words;
    this.distances = distances;
  }
}
