import type { Corpus } from '../text/corpus';
import { type Tfidf, termFrequency } from '../text/tfidf';
import { type DocumentMasses, massLoader } from './document-masses';
import type { PostingLists } from './posting-lists';
import { postingsPass } from './postings-pass';
import { WordGains } from './word-gains';

/** Counts up to this have their logarithm looked up. */
const LOGARITHMS = 1024;

/** TF-IDF weights that sum to one (Kusner et al. 2015): both texts weigh the same, all mass moves. */
export function balancedMasses(corpus: Corpus, weighting: Tfidf, lists?: PostingLists): DocumentMasses {
  const { idf, norms } = weighting;
  const frequency = frequencyOf(weighting);
  const pass = postingsPass(corpus, lists);
  const idfGains = new WordGains(idf.length);

  return {
    corpus,
    load: massLoader(corpus, norms, (word, count, norm) => (frequency(count) * idf[word]) / norm),
    weigh(gains, out, from, to) {
      idfGains.scale(gains, idf);
      if (weighting.tf === 'raw') pass.addCounts(idfGains, out, from, to);
      else addFrequencies(corpus, frequency, idfGains.gain, out, from, to);
      for (let doc = from; doc < to; doc++) if (norms[doc] > 0) out[doc] /= norms[doc];
    },
  };
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
