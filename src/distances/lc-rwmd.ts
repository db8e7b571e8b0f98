import type { CorpusDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import { WordGains } from './word-gains';

/**
 * One side of the relaxed WMD in linear complexity (Atasu et al. 2017): every word of a document travels to the query word
 * nearest it, whatever that can take. The query's part is one number per vocabulary word, so a document is one sparse dot
 * product. Lower bound.
 */
export function lcRwmd(space: DocumentSpace): CorpusDistance<'lower'> {
  const { arcs, pair, masses } = space;
  const gains = new WordGains(arcs.vocabularySize);
  const one = new Float32Array(masses.corpus.size);
  const weigh = (out: Float32Array, from: number, to: number): void => {
    masses.weigh(gains, out, from, to);
    for (let doc = from; doc < to; doc++) out[doc] = pair.distanceOf(out[doc]);
  };
  const query: CorpusDistance<'lower'>['query'] = (asked) => {
    space.enter(asked);
    gains.load(arcs);
    return (doc) => {
      weigh(one, doc, doc + 1);
      return one[doc];
    };
  };
  return {
    name: 'lc-rwmd',
    bound: 'lower',
    ground: space.ground,
    query,
    all(asked, out, from, to) {
      query(asked);
      weigh(out, from, to);
    },
  };
}
