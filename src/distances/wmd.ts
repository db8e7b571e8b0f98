import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';

/**
 * Word Mover's Distance (Kusner et al. 2015) under the space's ground distance: EMD+ where that has a threshold (Pele,
 * Werman 2009). With BM25 masses it is the partial transport of the query into the document. Exact.
 */
export function wmd(space: DocumentSpace): DocumentDistance<'exact'> {
  const { pair, solver } = space;
  return {
    name: 'wmd',
    bound: 'exact',
    ground: space.ground,
    query(query) {
      space.enter(query);
      return (doc, atMost = Infinity) => {
        pair.load(doc);
        return pair.distanceOf(solver.solve((pair.threshold - atMost) * pair.total));
      };
    },
  };
}
