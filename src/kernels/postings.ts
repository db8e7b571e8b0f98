// The pass over all postings in plain TypeScript. Arguments, not captured variables, which V8 would load anew for every posting.

/** Document d has words and counts in [offsets[d], offsets[d + 1]). */
export interface PostingArrays {
  readonly offsets: Uint32Array;
  readonly words: Uint32Array;
  readonly counts: Uint16Array | Float32Array;
}

/** out[d] = sum of count * gain[word] over the postings of document d in [from, to). Four sums, so that no addition waits for another. */
export function addCounts(
  { offsets, words, counts }: PostingArrays,
  gain: Float32Array,
  out: Float32Array,
  from: number,
  to: number,
): void {
  let p = offsets[from];
  for (let doc = from; doc < to; doc++) {
    const end = offsets[doc + 1];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (; p < end - 3; p += 4) {
      a += counts[p] * gain[words[p]];
      b += counts[p + 1] * gain[words[p + 1]];
      c += counts[p + 2] * gain[words[p + 2]];
      d += counts[p + 3] * gain[words[p + 3]];
    }
    let sum = a + c + (b + d);
    for (; p < end; p++) sum += counts[p] * gain[words[p]];
    out[doc] = sum;
  }
}

/** out[d] = sum of count / (count + norms[d]) * gain[word]. No branch on the gain, which would be guessed wrong at every third word. */
export function addSaturated(
  { offsets, words, counts }: PostingArrays,
  norms: Float32Array,
  gain: Float32Array,
  out: Float32Array,
  from: number,
  to: number,
): void {
  let p = offsets[from];
  for (let doc = from; doc < to; doc++) {
    const end = offsets[doc + 1];
    const norm = norms[doc];
    let even = 0;
    let odd = 0;
    for (; p < end - 1; p += 2) {
      even += (counts[p] / (counts[p] + norm)) * gain[words[p]];
      odd += (counts[p + 1] / (counts[p + 1] + norm)) * gain[words[p + 1]];
    }
    if (p < end) {
      even += (counts[p] / (counts[p] + norm)) * gain[words[p]];
      p++;
    }
    out[doc] = even + odd;
  }
}
