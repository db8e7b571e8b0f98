import type { ArcSource } from '../distances/document-space';
import { fullArcs, nearArcs } from '../distances/near-arcs';
import type { QueryWords, Ranking } from '../search/ranking';
import { Searcher } from '../search/searcher';
import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import { PointTable } from '../vectors/point-table';
import { checkpointOf, type SharedCancellation } from './cancellation';
import type { Edition, SearchAnswer, SearchTask, WarmTask } from './search-task';

/** Editions a thread keeps ready; an index that comes back after so many others is set up again. */
const MAX_EDITIONS = 16;

const NOTHING: Ranking = {
  docs: new Uint32Array(0),
  distances: new Float64Array(0),
  scores: new Float64Array(0),
  exact: true,
  stages: { documents: 0, bounded: 0, refined: 0, solved: 0 },
};

/** The searchers of one thread, one for the latest edition of each index. */
export class EditionSearchers {
  readonly #searchers = new Map<string, { readonly version: number; readonly searcher: Searcher }>();

  /** Throws ABORTED or DEADLINE_EXCEEDED when `cancellation` says so. */
  run({ edition, subject, options, explain = 0, explainOnly }: SearchTask, cancellation: SharedCancellation): SearchAnswer {
    const checkpoint = checkpointOf(cancellation);
    checkpoint();
    const searcher = this.#searcherOf(edition);
    const words: QueryWords = 'words' in subject ? subject.words : searcher.documentQuery(subject.doc);
    const ranking = explainOnly ? NOTHING : searcher.search(words, { ...options, checkpoint });
    const explained = typeof explain === 'number' ? Array.from(ranking.docs.subarray(0, explain)) : explain;
    const flows = explained.map((doc) => {
      checkpoint();
      return searcher.explain(words, doc, options.transport);
    });
    return { ranking, flows };
  }

  /** False when there is nothing more to prepare. */
  warm({ edition, from, count }: WarmTask): boolean {
    return this.#searcherOf(edition).warm(from, count);
  }

  #searcherOf(edition: Edition): Searcher {
    if (edition.key === null) return searcherOf(edition);
    const known = this.#searchers.get(edition.key);
    this.#searchers.delete(edition.key);
    const entry = known?.version === edition.version ? known : { version: edition.version, searcher: searcherOf(edition) };
    this.#searchers.set(edition.key, entry);
    if (this.#searchers.size > MAX_EDITIONS) {
      const [oldest] = this.#searchers.keys();
      this.#searchers.delete(oldest);
    }
    return entry.searcher;
  }

  forget(key: string): void {
    this.#searchers.delete(key);
  }
}

const searcherOf = (edition: Edition): Searcher => new Searcher(edition.space, arcSource(edition));

/** Near arcs of an edition, seen from this thread. */
export function arcSource({ points: shared, rows }: Edition): ArcSource {
  const points = PointTable.fromShared(shared);
  if ('near' in rows) return nearArcs(NearWords.fromShared(points, rows.near), { mayBound: true });
  return fullArcs(DistanceRows.fromShared(points, rows.full));
}
