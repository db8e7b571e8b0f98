/** A stretch [from, to) of a long sequence that is run by itself, and the part of it [keepFrom, keepTo) whose states are kept. */
export interface TextWindow {
  readonly from: number;
  readonly to: number;
  readonly keepFrom: number;
  readonly keepTo: number;
}

/**
 * Windows of at most `size` that overlap by a quarter. Each place is kept from the window where it has the most around it, so that
 * nothing but the two ends of the sequence is seen with less than an eighth of a window on either side. None for no length.
 */
export function textWindows(length: number, size: number): TextWindow[] {
  if (length === 0) return [];
  if (length <= size) return [{ from: 0, to: length, keepFrom: 0, keepTo: length }];
  const overlap = Math.floor(size / 4);
  const count = Math.ceil((length - overlap) / (size - overlap));
  // Spread evenly: the last would else be nearly all overlap.
  const starts = Array.from({ length: count }, (_, w) => Math.round((w * (length - size)) / (count - 1)));
  return starts.map((from, w) => ({
    from,
    to: from + size,
    keepFrom: w === 0 ? 0 : Math.ceil((from + starts[w - 1] + size) / 2),
    keepTo: w === count - 1 ? length : Math.ceil((starts[w + 1] + from + size) / 2),
  }));
}
