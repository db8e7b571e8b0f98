import { balancedMasses } from '../distances/balanced-masses';
import { DocumentSpace } from '../distances/document-space';
import { fullArcs, nearArcs } from '../distances/near-arcs';
import type { DistanceParts } from '../distances/registry';
import { VocabularyTree } from '../embeddings/vocabulary-tree';
import type { Tfidf } from '../text/tfidf';
import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import type { TextSpace } from './text-space';

const CACHE_BYTES = 2 ** 29;

/** What balanced distances of the registry need to compare the texts of a space; `threshold` Infinity for none. */
export function distanceParts({ corpus, points, rows, known }: TextSpace, weighting: Tfidf, threshold: number): DistanceParts {
  const cache = { budgetBytes: CACHE_BYTES };
  const source =
    threshold === Infinity ? fullArcs(new DistanceRows(points, cache)) : nearArcs(new NearWords(points, threshold, cache));
  const space = new DocumentSpace(balancedMasses(corpus, weighting), source);
  return { space, points, tree: () => new VocabularyTree({ dim: points.dim, rows, known }) };
}
