/*
 * Arcs side by side, [2 k] position in the query and [2 k + 1] distance, seen as whole numbers and as floats of the same memory.
 */

/** Copies the nearest of the `count` arcs that begin at first + copies to first, in order. */
export function copyNearest(arcs: Int32Array, arcsAsFloat: Float32Array, first: number, count: number, copies: number): void {
  const start = 2 * first;
  const last = start + 2 * (copies - 1);
  for (let at = start; at <= last; at += 2) arcsAsFloat[at + 1] = Infinity;
  const end = 2 * (first + copies + count);
  for (let k = 2 * (first + copies); k < end; k += 2) {
    const d = arcsAsFloat[k + 1];
    if (d >= arcsAsFloat[last + 1]) continue;
    let at = last;
    for (; at > start && arcsAsFloat[at - 1] > d; at -= 2) {
      arcs[at] = arcs[at - 2];
      arcsAsFloat[at + 1] = arcsAsFloat[at - 1];
    }
    arcs[at] = arcs[k];
    arcsAsFloat[at + 1] = d;
  }
}

/**
 * Insertion sort of `count` arcs, of which the first `sorted` come out in order, and no arc behind them is nearer. Most words have a
 * handful of arcs.
 */
export function sortArcs(arcs: Int32Array, arcsAsFloat: Float32Array, first: number, count: number, sorted: number): void {
  const start = 2 * first;
  const end = start + 2 * count;
  const last = start + 2 * (sorted - 1);
  for (let k = start + 2; k < end; k += 2) {
    const d = arcsAsFloat[k + 1];
    const row = arcs[k];
    let at = k;
    if (k > last) {
      if (d >= arcsAsFloat[last + 1]) continue;
      arcs[k] = arcs[last];
      arcsAsFloat[k + 1] = arcsAsFloat[last + 1];
      at = last;
    }
    for (; at > start && arcsAsFloat[at - 1] > d; at -= 2) {
      arcs[at] = arcs[at - 2];
      arcsAsFloat[at + 1] = arcsAsFloat[at - 1];
    }
    arcs[at] = row;
    arcsAsFloat[at + 1] = d;
  }
}
