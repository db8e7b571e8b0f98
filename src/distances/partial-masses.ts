import type { Bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { type DocumentMasses, massLoader } from './document-masses';

/** BM25's weights as capacities (Robertson, Walker 1994): what a document's word can serve of a query's demand. */
export function partialMasses(corpus: Corpus, weighting: Bm25): DocumentMasses {
  const { idf, lengthNorms, k1 } = weighting;
  const idfGain = new Float32Array(idf.length);

  return {
    corpus,
    load: massLoader(corpus, lengthNorms, (word, count, norm) => (idf[word] * count * (k1 + 1)) / (count + norm)),
    weigh(gain, out, from, to) {
      for (let w = 0; w < idf.length; w++) idfGain[w] = idf[w] * (k1 + 1) * gain[w];
      addSaturated(corpus, lengthNorms, idfGain, out, from, to);
    },
  };
}

/**
 * The pass over all postings: arguments, not captured variables, which V8 would load anew for every posting. Two sums, so that one
 * addition need not wait for the other, and no branch on the gain, which would be guessed wrong at every third word.
 */
function addSaturated(
  { offsets, words, counts }: Corpus,
  lengthNorms: Float32Array,
  gain: Float32Array,
  out: Float32Array,
  from: number,
  to: number,
): void {
  let p = offsets[from];
  for (let doc = from; doc < to; doc++) {
    const end = offsets[doc + 1];
    const norm = lengthNorms[doc];
    let even = 0;
    let odd = 0;
    for (; p < end - 1; p += 2) {
      even += (counts[p] / (counts[p] + norm)) * gain[words[p]];
      odd += (counts[p + 1] / (counts[p + 1] + norm)) * gain[words[p + 1]];
    }
    for (; p < end; p++) even += (counts[p] / (counts[p] + norm)) * gain[words[p]];
    out[doc] = even + odd;
  }
}
