import type { CorpusDistance } from './document-distance';
import type { WordGains } from './document-masses';
import type { DocumentSpace } from './document-space';
import type { Query } from './query';

/**
 * One side of the relaxed WMD in linear complexity (Atasu et al. 2017), from the documents' words to the query's: every word
 * travels to the query word nearest it, and a word that the query says too no further than the query has mass for it, the
 * rest to the next nearest (OMR; Atasu, Mittelholzer 2019). The query's part is one number per vocabulary word, so a
 * document is one sparse dot product. Lower bound.
 */
export function lcOmr(space: DocumentSpace): CorpusDistance<'lower'> {
  const { pair, masses } = space;
  const gain = new Float32Array(space.arcs.vocabularySize);
  const one = new Float32Array(masses.corpus.size);
  let gains: WordGains = { gain, own: new Float64Array(0), rest: new Float64Array(0), ownGain: space.threshold };

  const begin = (query: Query): void => {
    space.enter(query);
    gains = { ...gains, own: query.masses, rest: new Float64Array(query.masses.length) };
    loadGains(space, query, gains);
  };
  const weigh = (out: Float32Array, from: number, to: number): void => {
    masses.weigh(gains, out, from, to);
    for (let doc = from; doc < to; doc++) out[doc] = pair.distanceOf(out[doc]);
  };
  return {
    name: 'lc-omr',
    bound: 'lower',
    ground: space.ground,
    all(query, out, from, to) {
      begin(query);
      weigh(out, from, to);
    },
    query(query) {
      begin(query);
      return (doc) => {
        weigh(one, doc, doc + 1);
        return one[doc];
      };
    },
  };
}

function loadGains({ arcs, threshold }: DocumentSpace, { words }: Query, { gain, rest }: WordGains): void {
  // The threshold in single precision may lie above the true one: no gain is negative but the marks below.
  for (let w = 0; w < gain.length; w++) gain[w] = Math.max(0, threshold - arcs.nearest(w));
  for (let i = 0; i < words.ids.length; i++) {
    const word = words.ids[i];
    if (word >= gain.length) continue;
    gain[word] = -1 - i;
    const isNearAnother = arcs.count(word) > 1;
    rest[i] = isNearAnother ? threshold - arcs.arcsAsFloat[2 * arcs.first(word) + 3] : 0;
  }
}
