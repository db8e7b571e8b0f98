/**
 * out[d] = sum of count * gain[word] over the postings of each document: two by two in double precision, as four sums. `T` is a
 * count's type.
 */
export function addCounts<T>(offsets: usize, words: usize, counts: usize, documents: i32, gain: usize, out: usize): void {
  const shift = alignof<T>();
  const last = out + ((<usize>documents) << 2);
  let word = words + ((<usize>load<u32>(offsets)) << 2);
  for (; out < last; out += 4) {
    offsets += 4;
    const end = words + ((<usize>load<u32>(offsets)) << 2);
    let count = counts + (((word - words) >> 2) << shift);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (; word + 12 < end; word += 16) {
      low = f64x2.add(low, f64x2.mul(twoCounts<T>(count), twoGains(gain, word)));
      high = f64x2.add(high, f64x2.mul(twoCounts<T>(count + (2 << shift)), twoGains(gain, word + 8)));
      count += 4 << shift;
    }
    let sum = total(f64x2.add(low, high));
    for (; word < end; word += 4) {
      sum += <f64>load<T>(count) * gainOf(gain, word);
      count += 1 << shift;
    }
    store<f32>(out, <f32>sum);
  }
}

/** out[d] = sum of count / (count + norms[d]) * gain[word], two by two. */
export function addSaturated<T>(
  offsets: usize,
  words: usize,
  counts: usize,
  documents: i32,
  norms: usize,
  gain: usize,
  out: usize,
): void {
  const shift = alignof<T>();
  const last = out + ((<usize>documents) << 2);
  let word = words + ((<usize>load<u32>(offsets)) << 2);
  for (; out < last; out += 4) {
    offsets += 4;
    const end = words + ((<usize>load<u32>(offsets)) << 2);
    let count = counts + (((word - words) >> 2) << shift);
    const norm = <f64>load<f32>(norms);
    norms += 4;
    const norm2 = f64x2.splat(norm);
    let sums = f64x2.splat(0);
    for (; word + 4 < end; word += 8) {
      const two = twoCounts<T>(count);
      sums = f64x2.add(sums, f64x2.mul(f64x2.div(two, f64x2.add(two, norm2)), twoGains(gain, word)));
      count += 2 << shift;
    }
    if (word < end) {
      const one = <f64>load<T>(count);
      const rest = (one / (one + norm)) * gainOf(gain, word);
      sums = f64x2.replace_lane(sums, 0, f64x2.extract_lane(sums, 0) + rest);
      word += 4;
    }
    store<f32>(out, <f32>total(sums));
  }
}

function twoCounts<T>(at: usize): v128 {
  if (sizeof<T>() === 2) return f64x2.convert_low_i32x4_s(i32x4.extend_low_i16x8_u(v128.load32_zero(at)));
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function twoGains(gain: usize, word: usize): v128 {
  const first = v128.load32_zero(gain + ((<usize>load<u32>(word)) << 2));
  return f64x2.promote_low_f32x4(v128.load_lane<u32>(gain + ((<usize>load<u32>(word, 4)) << 2), first, 1));
}

function gainOf(gain: usize, word: usize): f64 {
  return <f64>load<f32>(gain + ((<usize>load<u32>(word)) << 2));
}

function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}
