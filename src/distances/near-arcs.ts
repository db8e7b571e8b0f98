import type { DistanceRows } from '../vectors/distance-rows';
import { euclidean } from '../vectors/ground-distance';
import type { NearWords } from '../vectors/near-words';
import type { ArcSource } from './document-space';

/** Arcs under a threshold: near words of each query word, out of the cache. */
export function nearArcs(near: NearWords): ArcSource {
  return {
    ground: euclidean(near.points, near.threshold),
    load: (words, arcs) => arcs.loadNear(words.ids, near.rows(words)),
    warm: (words) => near.warm(words),
    forget: () => near.forget(),
  };
}

/** Arcs between all words: full rows of distances, out of the cache. */
export function fullArcs(rows: DistanceRows): ArcSource {
  return {
    ground: euclidean(rows.points, Infinity),
    load: (words, arcs) => arcs.loadFull(words.ids, rows.rows(words)),
    warm: (words) => rows.warm(words),
    forget: () => rows.forget(),
  };
}
