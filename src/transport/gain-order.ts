/**
 * Orders sparse arcs by falling gain in linear time: a counting sort into buckets of equal width (about four arcs a bucket),
 * which `sortExactly` finishes within the buckets. A reusable workspace.
 */
export class GainOrder {
  /** Arc numbers, largest gain first. */
  order = new Int32Array(0);
  /** Column of every arc. */
  column = new Int32Array(0);
  private bucket = new Uint16Array(0);
  private readonly start = new Int32Array(MOST_BUCKETS + 1);

  /** By falling gain to within 1/128 of the largest or better. Arcs are grouped by column; gains in [0, largest]. */
  sort(m: number, columnStart: Int32Array, gain: Float64Array, largest: number): void {
    const arcs = columnStart[m];
    if (this.order.length < arcs) this.grow(2 * arcs);
    const { order, column, bucket, start } = this;
    const buckets = bucketsFor(arcs);
    const scale = largest > 0 ? (buckets - 1) / largest : 0;
    start.fill(0, 0, buckets + 1);
    for (let e = 0; e < arcs; e++) {
      const b = buckets - 1 - ((gain[e] * scale) | 0);
      bucket[e] = b;
      start[b + 1]++;
    }
    for (let b = 1; b < buckets; b++) start[b] += start[b - 1];
    for (let j = 0; j < m; j++) {
      for (let e = columnStart[j]; e < columnStart[j + 1]; e++) {
        column[e] = j;
        order[start[bucket[e]]++] = e;
      }
    }
  }

  /** By falling gain, equal ones by arc number. */
  sortExactly(m: number, columnStart: Int32Array, gain: Float64Array, largest: number): void {
    this.sort(m, columnStart, gain, largest);
    const { order, start } = this;
    const buckets = bucketsFor(columnStart[m]);
    let begin = 0;
    for (let b = 0; b < buckets; b++) {
      const end = start[b];
      if (end - begin > LONG_BUCKET) order.subarray(begin, end).sort((d, e) => gain[e] - gain[d] || d - e);
      else insertionSort(order, begin, end, gain);
      begin = end;
    }
  }

  private grow(arcs: number): void {
    this.order = new Int32Array(arcs);
    this.column = new Int32Array(arcs);
    this.bucket = new Uint16Array(arcs);
  }
}

const LEAST_BUCKETS = 128;
const MOST_BUCKETS = 65536;
const LONG_BUCKET = 64;

function bucketsFor(arcs: number): number {
  let buckets = LEAST_BUCKETS;
  while (buckets < MOST_BUCKETS && 4 * buckets < arcs) buckets *= 2;
  return buckets;
}

function insertionSort(order: Int32Array, begin: number, end: number, gain: Float64Array): void {
  for (let k = begin + 1; k < end; k++) {
    const arc = order[k];
    let hole = k;
    while (hole > begin && gain[order[hole - 1]] < gain[arc]) {
      order[hole] = order[hole - 1];
      hole--;
    }
    order[hole] = arc;
  }
}
