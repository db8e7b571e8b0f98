import type { Corpus } from '../text/corpus';
import { type Tfidf, termFrequency } from '../text/tfidf';
import { type DocumentMasses, massLoader } from './document-masses';

/** Counts up to this have their logarithm looked up. */
const LOGARITHMS = 1024;

/** TF-IDF weights that sum to one (Kusner et al. 2015): both texts weigh the same, all mass moves. */
export function balancedMasses(corpus: Corpus, weighting: Tfidf): DocumentMasses {
  const { idf, norms } = weighting;
  const frequency = frequencyOf(weighting);
  const idfGain = new Float32Array(idf.length);

  return {
    corpus,
    load: massLoader(corpus, norms, (word, count, norm) => (frequency(count) * idf[word]) / norm),
    weigh(gain, out, from, to) {
      for (let w = 0; w < idf.length; w++) idfGain[w] = idf[w] * gain[w];
      if (weighting.tf === 'raw') addCounts(corpus, idfGain, out, from, to);
      else addFrequencies(corpus, frequency, idfGain, out, from, to);
      for (let doc = from; doc < to; doc++) if (norms[doc] > 0) out[doc] /= norms[doc];
    },
  };
}

/**
 * The pass over all postings: arguments, not captured variables, which V8 would load anew for every posting. Four sums, so that one
 * addition need not wait for the other.
 */
function addCounts({ offsets, words, counts }: Corpus, gain: Float32Array, out: Float32Array, from: number, to: number): void {
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
    for (; p < end; p++) a += counts[p] * gain[words[p]];
    out[doc] = a + b + (c + d);
  }
}

function addFrequencies(
  { offsets, words, counts }: Corpus,
  frequency: (count: number) => number,
  gain: Float32Array,
  out: Float32Array,
  from: number,
  to: number,
): void {
  let p = offsets[from];
  for (let doc = from; doc < to; doc++) {
    const end = offsets[doc + 1];
    let sum = 0;
    for (; p < end; p++) sum += frequency(counts[p]) * gain[words[p]];
    out[doc] = sum;
  }
}

function frequencyOf({ tf }: Tfidf): (count: number) => number {
  if (tf === 'raw') return (count) => count;
  const table = Float64Array.from({ length: LOGARITHMS }, (_, count) => termFrequency(tf, count));
  return (count) => (count < LOGARITHMS && Number.isInteger(count) ? table[count] : termFrequency(tf, count));
}
