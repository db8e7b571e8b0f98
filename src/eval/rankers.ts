import { balancedQuery } from '../distances/query';
import { documentDistances } from '../distances/registry';
import { Nearest } from '../search/nearest';
import type { QueryWords, StageCounts, Transport } from '../search/ranking';
import { type Bm25, bm25 } from '../text/bm25';
import { type Tfidf, type TfidfOptions, tfidf } from '../text/tfidf';
import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import type { Edition } from '../workers/search-task';
import type { Solver } from '../workers/solver';
import { reweighted, reweightedTfidf } from './class-weights';
import {
  type Postings,
  type SharedWordSimilarity,
  bm25Similarity,
  cosineSimilarity,
  l1Similarity,
  postingsOf,
} from './shared-words';
import { distanceParts } from './text-distances';
import type { TextSpace } from './text-space';

/** Ways to find the nearest documents that are compared side by side. */
export const METHODS = ['l1', 'cosine', 'bm25', 'wcd', 'balanced', 'partial'] as const;

export type Method = (typeof METHODS)[number];

/** Documents and their distances, nearest first; fewer than asked for where the others have nothing in common with the query. */
export interface Neighbours {
  readonly docs: Uint32Array;
  readonly distances: Float64Array;
  /** Only of methods that search in stages. */
  readonly stages?: StageCounts;
}

export type Ranker = (query: QueryWords, topK: number) => Promise<Neighbours>;

export interface RankerOptions {
  /** Cap of the ground distance of balanced and partial transport. */
  readonly threshold: number;
  /** Weights of every method but BM25 and partial transport. */
  readonly tfidf?: TfidfOptions;
  /** One a word of the vocabulary: every weight of every method is multiplied by it. */
  readonly factors?: Float32Array;
  /** Where exact transport is solved. */
  readonly solver: Solver;
}

const CACHE_BYTES = 2 ** 30;
/** Solvers keep one space of an evaluation at a time. */
const EDITION_KEY = 'evaluation';
let editions = 0;

/** Rankers over one corpus: what several share is made once. */
export class Rankers {
  private readonly tfidf: Tfidf;
  private readonly bm25: Bm25;
  private madePostings: Postings | undefined;
  private lastEdition: { readonly threshold: number; readonly edition: Edition } | undefined;

  constructor(
    private readonly text: TextSpace,
    private readonly options: RankerOptions,
  ) {
    const { factors } = options;
    const [byTfidf, byBm25] = [tfidf(text.corpus, options.tfidf), bm25(text.corpus)];
    this.tfidf = factors ? reweightedTfidf(text.corpus, byTfidf, factors) : byTfidf;
    this.bm25 = factors ? reweighted(byBm25, factors) : byBm25;
  }

  /** `threshold` in place of the options' own, for balanced and partial. */
  ranker(method: Method, threshold = this.options.threshold): Ranker {
    const { corpus } = this.text;
    switch (method) {
      case 'l1':
        return this.shared(l1Similarity(corpus, this.postings, this.tfidf));
      case 'cosine':
        return this.shared(cosineSimilarity(corpus, this.postings, this.tfidf));
      case 'bm25':
        return this.shared(bm25Similarity(corpus, this.postings, this.bm25));
      case 'wcd':
        return this.centroids();
      case 'balanced':
      case 'partial':
        return this.transport(method, threshold);
    }
  }

  private get postings(): Postings {
    return (this.madePostings ??= postingsOf(this.text.corpus));
  }

  private shared(similarity: SharedWordSimilarity): Ranker {
    return (query, topK) => {
      const nearest = new Nearest(topK);
      similarity(query).forEach((value, doc) => {
        if (value > 0) nearest.offer(doc, Math.max(0, 1 - value));
      });
      return Promise.resolve(nearest.drain());
    };
  }

  private centroids(): Ranker {
    const { corpus } = this.text;
    const wcd = documentDistances.wcd(distanceParts(this.text, this.tfidf, Infinity));
    return (words, topK) => {
      const distance = wcd.query(balancedQuery(words, this.tfidf));
      const nearest = new Nearest(topK);
      for (let doc = 0; doc < corpus.size; doc++) {
        if (corpus.offsets[doc + 1] > corpus.offsets[doc]) nearest.offer(doc, distance(doc));
      }
      return Promise.resolve(nearest.drain());
    };
  }

  private transport(transport: Transport, threshold: number): Ranker {
    const edition = this.edition(threshold);
    return async (words, topK) => {
      const { ranking } = await this.options.solver.solve({ edition, subject: { words }, options: { topK, transport } }, {});
      return ranking;
    };
  }

  /** The last one again for the same threshold: its cached rows serve the other transport too. */
  private edition(threshold: number): Edition {
    if (this.lastEdition?.threshold === threshold) return this.lastEdition.edition;
    const { corpus, points } = this.text;
    const cache = { budgetBytes: CACHE_BYTES };
    const edition: Edition = {
      key: EDITION_KEY,
      version: ++editions,
      space: { corpus, tfidf: this.tfidf, bm25: this.bm25 },
      points: points.share(),
      rows:
        threshold === Infinity
          ? { full: new DistanceRows(points, cache).share() }
          : { near: new NearWords(points, threshold, cache).share() },
    };
    this.lastEdition = { threshold, edition };
    return edition;
  }
}
