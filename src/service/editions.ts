import { randomUUID } from 'node:crypto';
import { NO_THRESHOLD } from '../distances/document-space';
import { postingLists, type PostingLists } from '../distances/posting-lists';
import { bm25 } from '../text/bm25';
import type { GrowingCorpus } from '../text/growing-corpus';
import { tfidf } from '../text/tfidf';
import type { CacheStats } from '../vectors/row-cache';
import { resolveThreshold } from '../vectors/threshold';
import type { Edition } from '../workers/search-task';
import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import { backgroundFrequency, bm25WithBackground } from './background';
import type { IndexSettings } from './index-options';
import type { Lexicon } from './lexicon';
import { rowStats, sharedRows } from './near-rows';

/** From so many documents on, their own frequencies say enough. */
const FEW_DOCUMENTS = 1000;

export interface EditionSource {
  readonly lexicon: Lexicon;
  readonly corpus: GrowingCorpus;
  readonly settings: IndexSettings;
  readonly background?: BackgroundFrequencies;
  /** Taken before, of a quantile. */
  readonly threshold?: number;
  readonly cacheBytes?: number;
}

/**
 * The searchable states of one index. Document frequencies and weights are taken anew for the first search after a
 * change, in one pass over the postings; a removal is seen at once.
 */
export class Editions {
  readonly key = randomUUID();
  #version = 0;
  #latest: Edition | undefined;
  #rows: Edition['rows'] | undefined;
  #lists: PostingLists | undefined;
  #threshold: number | undefined;

  constructor(private readonly source: EditionSource) {
    this.#threshold = source.threshold;
  }

  /** The threshold in force, once there was a search. */
  get threshold(): number | undefined {
    const { threshold } = this.source.settings;
    return this.#threshold ?? (typeof threshold === 'number' ? threshold : undefined);
  }

  /** Takes the threshold, of a quantile, if that was not done before: from then on it stays. */
  settleThreshold(): number {
    this.#threshold ??= resolveThreshold(this.source.settings.threshold, this.source.lexicon.points);
    return this.#threshold;
  }

  /** Frequencies that are blended into those of the documents as they are now. */
  get background(): BackgroundFrequencies | undefined {
    const { settings, corpus, background } = this.source;
    const isEnough = settings.background === 'few' && corpus.view().live >= FEW_DOCUMENTS;
    return isEnough || settings.weighting === 'given' ? undefined : background;
  }

  /** How well cached rows have served the searches; nothing before the first. */
  get rows(): CacheStats {
    return this.#rows ? rowStats(this.#rows) : { hits: 0, misses: 0, bytes: 0 };
  }

  /** Bytes of the postings by word; none before the first search. */
  get listBytes(): number {
    return (this.#lists?.segments ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Documents have changed. */
  touch(): void {
    this.#latest = undefined;
  }

  current(): Edition {
    this.#latest ??= this.#make();
    return this.#latest;
  }

  #make(): Edition {
    const { lexicon, corpus: growing, settings, cacheBytes } = this.source;
    this.#rows ??= sharedRows(lexicon.points, this.settleThreshold(), cacheBytes);
    growing.growVocabulary(lexicon.size);
    const corpus = growing.view();
    this.#lists = postingLists(corpus, this.#lists);
    const frequencies = this.background;
    const background = frequencies && backgroundFrequency(frequencies, lexicon.vocabulary);
    const given = settings.weighting === 'given';
    return {
      key: this.key,
      version: ++this.#version,
      space: {
        corpus,
        tfidf: tfidf(corpus, given ? { idf: 'none' } : { ...settings.tfidf, background }),
        bm25: background ? bm25WithBackground(corpus, settings.bm25, background) : bm25(corpus, settings.bm25),
        lists: this.#lists,
      },
      points: lexicon.points.share(),
      rows: this.#rows,
    };
  }
}

/** The distance at which nothing is gained: the threshold, or the largest there is. */
export function reachOf(threshold: number): number {
  return Number.isFinite(threshold) ? threshold : NO_THRESHOLD;
}
