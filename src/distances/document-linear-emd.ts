import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';

/**
 * LinearEMD between documents (Li et al. 2014, with near words for qualified bins): mass moves along the nearest arcs first,
 * what is left pays the threshold. A feasible plan: upper bound.
 */
export function linearEmd(space: DocumentSpace): DocumentDistance<'upper'> {
  const { pair, solver } = space;
  return {
    name: 'linear-emd',
    bound: 'upper',
    ground: space.ground,
    query(query) {
      space.enter(query);
      return (doc) => {
        pair.load(doc);
        return pair.distanceOf(solver.solveGreedily());
      };
    },
  };
}
