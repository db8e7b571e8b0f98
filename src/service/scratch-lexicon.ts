import type { Pipeline } from '../text/pipeline';
import type { WordVectors } from '../vectors/word-vectors';
import type { Edition } from '../workers/search-task';
import { Lexicon } from './lexicon';
import { sharedRows } from './near-rows';

/** Words a scratch lexicon takes before a new one begins. */
const MAX_WORDS = 8192;
const CACHE_BYTES = 16 * 2 ** 20;

/** Words of texts that are compared without an index: used again by the next comparison, as most words come again. */
export class ScratchLexicon extends Lexicon {
  readonly #rows = new Map<number, Edition['rows']>();

  /** Near words under a threshold, shared by all comparisons. */
  rows(threshold: number): Edition['rows'] {
    let rows = this.#rows.get(threshold);
    if (!rows) this.#rows.set(threshold, (rows = sharedRows(this.points, threshold, CACHE_BYTES)));
    return rows;
  }
}

const scratches = new WeakMap<WordVectors, Map<string, ScratchLexicon>>();

/** The scratch lexicon for these vectors and this pipeline. Callers under way keep the one they have. */
export function scratchLexicon(vectors: WordVectors, pipeline: Pipeline): ScratchLexicon {
  let byPipeline = scratches.get(vectors);
  if (!byPipeline) scratches.set(vectors, (byPipeline = new Map()));
  let lexicon = byPipeline.get(pipeline.fingerprint);
  if (!lexicon || lexicon.size > MAX_WORDS) {
    lexicon = new ScratchLexicon(pipeline, vectors);
    byPipeline.set(pipeline.fingerprint, lexicon);
  }
  return lexicon;
}
