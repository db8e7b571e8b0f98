import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import type { Query } from './query';
import { WordGains } from './word-gains';

/** Gains by vocabulary word, the query's own words marked. */
interface OwnWordGains {
  /** Gain of a unit of the word's mass; -1 - i for word i of the query. */
  readonly gains: WordGains;
  /** Gain, per query word, of the part of its own word's mass that the query has no room for. */
  readonly rest: Float64Array;
}

/**
 * One side of OMR (Atasu, Mittelholzer 2019), from the document's words to the query's: every word travels to the query word
 * nearest it, and a word that the query says too no further than the query has mass for it, the rest to the next nearest.
 * One number per vocabulary word is all it needs of the query; documents short and full of one word lose their lead here.
 * Lower bound.
 */
export function lcOmr(space: DocumentSpace): DocumentDistance<'lower'> {
  const { pair, masses, threshold } = space;
  const { offsets, words } = masses.corpus;
  const gains = new WordGains(space.arcs.vocabularySize);
  const { gain } = gains;
  let marked: Uint32Array = new Uint32Array(0);
  let mass = new Float64Array(256);
  return {
    name: 'lc-omr',
    bound: 'lower',
    ground: space.ground,
    query(query) {
      space.enter(query);
      const own = query.masses;
      const rest = new Float64Array(own.length);
      for (const word of marked) gain[word] = 0;
      marked = query.words.ids.filter((word) => word < gain.length);
      loadGains(space, query, { gains, rest });
      return (doc) => {
        const start = offsets[doc];
        const m = offsets[doc + 1] - start;
        if (m > mass.length) mass = new Float64Array(2 * m);
        masses.load(doc, mass);
        let savings = 0;
        for (let j = 0; j < m; j++) {
          const g = gain[words[start + j]];
          if (g >= 0) savings += mass[j] * g;
          else {
            const i = -1 - g;
            const matched = Math.min(mass[j], own[i]);
            savings += matched * threshold + (mass[j] - matched) * rest[i];
          }
        }
        return pair.distanceOf(savings);
      };
    },
  };
}

function loadGains({ arcs, threshold }: DocumentSpace, { words }: Query, { gains, rest }: OwnWordGains): void {
  gains.load(arcs);
  const { gain } = gains;
  for (let i = 0; i < words.ids.length; i++) {
    const word = words.ids[i];
    if (word >= gain.length) continue;
    gain[word] = -1 - i;
    const isNearAnother = arcs.count(word) > 1;
    rest[i] = isNearAnother ? threshold - arcs.arcsAsFloat[2 * arcs.first(word) + 3] : 0;
  }
}
