import type { CorpusDistance, DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import { type Relaxation, RelaxedPair } from './relaxed-pair';

/** RWMD (Kusner et al. 2015): all mass to the nearest word. The larger of both directions. Lower bound. */
export const rwmd = (space: DocumentSpace): DocumentDistance<'lower'> => bothSides(space, 'rwmd', { moves: 0, onlyFree: false });

/** OMR (Atasu, Mittelholzer 2019): a word takes no more than its own mass where the cost is zero. Lower bound. */
export const omr = (space: DocumentSpace): DocumentDistance<'lower'> => bothSides(space, 'omr', { moves: 1, onlyFree: true });

/** ACT-k (Atasu, Mittelholzer 2019): k moves to the nearest words, each no more than that word's mass. Lower bound. */
export const act =
  (k: number) =>
  (space: DocumentSpace): DocumentDistance<'lower'> =>
    bothSides(space, `act-${k}`, { moves: k, onlyFree: false });

/** ICT (Atasu, Mittelholzer 2019): ACT without end, the tightest relaxation that looks at one word at a time. Lower bound. */
export const ict = (space: DocumentSpace): DocumentDistance<'lower'> =>
  bothSides(space, 'ict', { moves: Infinity, onlyFree: false });

/**
 * One side of ACT-k in linear complexity (Atasu, Mittelholzer 2019), from the documents' words to the query's: its first
 * phase, the nearest query words of every vocabulary word, is shared by all documents. Lower bound.
 */
export const lcAct =
  (k: number) =>
  (space: DocumentSpace): CorpusDistance<'lower'> => {
    const pair = new RelaxedPair(space);
    const relaxation = { moves: k, onlyFree: false };
    const fromDocument = (doc: number): number => {
      pair.load(doc);
      return space.pair.distanceOf(pair.savingsOfDocument(relaxation));
    };
    return {
      name: `lc-act-${k}`,
      bound: 'lower',
      ground: space.ground,
      query(query) {
        pair.begin(query);
        return fromDocument;
      },
      all(query, out, from, to) {
        pair.begin(query);
        for (let doc = from; doc < to; doc++) out[doc] = fromDocument(doc);
      },
    };
  };

function bothSides(space: DocumentSpace, name: string, relaxation: Relaxation): DocumentDistance<'lower'> {
  const pair = new RelaxedPair(space);
  return {
    name,
    bound: 'lower',
    ground: space.ground,
    query(query) {
      pair.begin(query);
      return (doc) => {
        pair.load(doc);
        const savings = Math.min(pair.savingsOfDocument(relaxation), pair.savingsOfQuery(relaxation));
        return space.pair.distanceOf(savings);
      };
    },
  };
}
