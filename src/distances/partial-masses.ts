import type { Bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { type DocumentMasses, massLoader } from './document-masses';
import type { PostingLists } from './posting-lists';
import { postingsPass } from './postings-pass';
import { WordGains } from './word-gains';

/** BM25's weights as capacities (Robertson, Walker 1994): what a document's word can serve of a query's demand. */
export function partialMasses(corpus: Corpus, weighting: Bm25, lists?: PostingLists): DocumentMasses {
  const { idf, lengthNorms, k1 } = weighting;
  const pass = postingsPass(corpus, lists);
  const units = idf.map((rarity) => rarity * (k1 + 1));
  const unitGains = new WordGains(idf.length);

  return {
    corpus,
    load: massLoader(corpus, lengthNorms, (word, count, norm) => (idf[word] * count * (k1 + 1)) / (count + norm)),
    weigh(gains, out, from, to) {
      unitGains.scale(gains, units);
      pass.addSaturated(lengthNorms, unitGains, out, from, to);
    },
  };
}
