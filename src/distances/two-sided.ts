import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';

/**
 * The larger of both directions after the common mass is taken out: ACT from the document, as far as its arcs are in order, and
 * ACT-1 from the query (Atasu, Mittelholzer 2019). Lower bound, the tightest the cascade has before it solves.
 */
export function twoSided(space: DocumentSpace): DocumentDistance<'lower'> {
  const { pair } = space;
  return {
    name: 'two-sided',
    bound: 'lower',
    ground: space.ground,
    query(query) {
      space.enter(query);
      return (doc, atMost = Infinity) => {
        pair.load(doc);
        return pair.distanceOf(pair.relaxedSavings((pair.threshold - atMost) * pair.total));
      };
    },
  };
}
