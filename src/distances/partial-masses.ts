import type { Bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { type DocumentMasses, massLoader } from './document-masses';
import type { PostingLists } from './posting-lists';
import { postingsPass } from './postings-pass';

/** BM25's weights as capacities (Robertson, Walker 1994): what a document's word can serve of a query's demand. */
export function partialMasses(corpus: Corpus, weighting: Bm25, lists?: PostingLists): DocumentMasses {
  const { idf, lengthNorms, k1 } = weighting;
  const pass = postingsPass(corpus, lists);
  const idfGain = new Float32Array(idf.length);

  return {
    corpus,
    load: massLoader(corpus, lengthNorms, (word, count, norm) => (idf[word] * count * (k1 + 1)) / (count + norm)),
    weigh(gain, out, from, to) {
      for (let w = 0; w < idf.length; w++) idfGain[w] = idf[w] * (k1 + 1) * gain[w];
      pass.addSaturated(lengthNorms, idfGain, out, from, to);
    },
  };
}
