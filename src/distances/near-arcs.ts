import type { DistanceRows } from '../vectors/distance-rows';
import { euclidean } from '../vectors/ground-distance';
import type { NearWords } from '../vectors/near-words';
import type { ArcSource } from './document-space';

/**
 * Arcs under a threshold: near words of each query word, out of the cache. `mayBound`: arcs of words that are new to the cache
 * are bounds until a document asks for them, so that lc-rwmd is a bound as ever, but its value is not always the same.
 */
export function nearArcs(near: NearWords, { mayBound = false } = {}): ArcSource {
  return {
    ground: euclidean(near.points, near.threshold),
    load(words, arcs) {
      if (mayBound) arcs.loadNear(words.ids, near.rowsOrBounds(words), near);
      else arcs.loadNear(words.ids, near.rows(words));
    },
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
