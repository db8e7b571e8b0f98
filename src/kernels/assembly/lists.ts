/** Entries below this skip 255 documents each time; the others have a gap in the high byte, a count's code in the low one. */
const LEAST_GAP: usize = 256;
const SKIP: usize = 255;

/** sums[d] (f64) = sum of value * gain[word] over the lists of those of the given words that are known. */
export function addListedCounts(
  known: u32,
  words: usize,
  count: i32,
  offsets: usize,
  entries: usize,
  values: usize,
  gain: usize,
  sums: usize,
): void {
  const last = words + ((<usize>count) << 2);
  for (; words < last; words += 4) {
    const word = load<u32>(words);
    if (word >= known) continue;
    const at = (<usize>word) << 2;
    const unit = <f64>load<f32>(gain + at);
    let entry = entries + ((<usize>load<u32>(offsets + at)) << 1);
    const end = entries + ((<usize>load<u32>(offsets + at, 4)) << 1);
    let sum = sums - 8;
    for (; entry < end; entry += 2) {
      const x = <usize>load<u16>(entry);
      if (x < LEAST_GAP) {
        sum += x * (SKIP << 3);
        continue;
      }
      sum += (x >> 8) << 3;
      store<f64>(sum, load<f64>(sum) + unit * load<f64>(values + ((x & 255) << 3)));
    }
  }
}

/** sums[d] (f64) = sum of value / (value + norms[d]) * gain[word] over the lists of those of the given words that are known. */
export function addListedSaturated(
  known: u32,
  words: usize,
  count: i32,
  offsets: usize,
  entries: usize,
  values: usize,
  norms: usize,
  gain: usize,
  sums: usize,
): void {
  const last = words + ((<usize>count) << 2);
  for (; words < last; words += 4) {
    const word = load<u32>(words);
    if (word >= known) continue;
    const at = (<usize>word) << 2;
    const unit = <f64>load<f32>(gain + at);
    let entry = entries + ((<usize>load<u32>(offsets + at)) << 1);
    const end = entries + ((<usize>load<u32>(offsets + at, 4)) << 1);
    let doc: usize = -1;
    for (; entry < end; entry += 2) {
      const x = <usize>load<u16>(entry);
      if (x < LEAST_GAP) {
        doc += x * SKIP;
        continue;
      }
      doc += x >> 8;
      const sum = sums + (doc << 3);
      const value = load<f64>(values + ((x & 255) << 3));
      const norm = <f64>load<f32>(norms + (doc << 2));
      store<f64>(sum, load<f64>(sum) + (value / (value + norm)) * unit);
    }
  }
}
