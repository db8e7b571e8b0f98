import { balancedMasses } from '../distances/balanced-masses';
import { type ArcSource, DocumentSpace } from '../distances/document-space';
import { lcOmr } from '../distances/lc-omr';
import { lcRwmd } from '../distances/lc-rwmd';
import { neighbourDual } from '../distances/neighbour-dual';
import type { PostingLists } from '../distances/posting-lists';
import { partialMasses } from '../distances/partial-masses';
import { type Query, balancedQuery, partialQuery } from '../distances/query';
import { twoSided } from '../distances/two-sided';
import { wmd } from '../distances/wmd';
import type { Bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import type { Tfidf } from '../text/tfidf';
import { Cascade, type CascadeStages } from './cascade';
import { pairFlows } from './explain';
import { frequentWords } from './frequent-words';
import type { QueryFlow, QueryWords, Ranking, RankingOptions, Transport } from './ranking';
import { transportScore } from './transport-score';

/** What a search runs over: shared memory throughout, so that every worker sees the same. */
export interface SearchSpace {
  readonly corpus: Corpus;
  readonly tfidf: Tfidf;
  readonly bm25: Bm25;
  /** Where there are any, of this corpus. */
  readonly lists?: PostingLists;
}

/** Words that are ever prepared. On 20 Newsgroups 1,024 are half of the words of all queries, 4,096 three quarters. */
const MOST_FREQUENT = 4096;

interface Route {
  readonly space: DocumentSpace;
  readonly cascade: Cascade;
}

/** Finds the k nearest documents of one version of a corpus, in one thread. */
export class Searcher {
  private readonly routes = new Map<Transport, Route>();
  private readonly searchable: Uint8Array;
  private frequent: Uint32Array | undefined;
  private lastQuery: { readonly words: QueryWords; readonly transport: Transport; readonly query: Query } | undefined;

  constructor(
    private readonly space: SearchSpace,
    private readonly source: ArcSource,
  ) {
    const { size, offsets, removed } = space.corpus;
    this.searchable = Uint8Array.from({ length: size }, (_, doc) => (!removed[doc] && offsets[doc + 1] > offsets[doc] ? 1 : 0));
  }

  /** The true nearest documents. A document without words, or removed, is never among them. */
  search(words: QueryWords, options: RankingOptions): Ranking {
    const { cascade } = this.route(options.transport);
    const query = this.query(words, options.transport);
    const accept = options.accept ? this.searchable.map((yes, doc) => yes & options.accept![doc]) : this.searchable;
    const limits = { ...options, accept };
    const result = options.mode === 'relaxed' ? cascade.searchRelaxed(query, limits) : cascade.search(query, limits);
    return { ...result, scores: result.distances.map((distance) => this.score(distance, options.transport)) };
  }

  /** Exact distance of one document. */
  distance(words: QueryWords, doc: number, transport: Transport): number {
    return wmd(this.route(transport).space).query(this.query(words, transport))(doc);
  }

  /** Which mass of the query meets which word of the document; masses are shares of the query's, and the costs sum to the distance. */
  explain(words: QueryWords, doc: number, transport: Transport): QueryFlow[] {
    const { space } = this.route(transport);
    return pairFlows(space, this.query(words, transport), doc);
  }

  /**
   * Prepares the words that most documents hold, ahead of the queries that hold them: `count` of them, from place `from` in the
   * order of frequency. False when there are no more, or no room for them.
   */
  warm(from: number, count: number): boolean {
    this.frequent ??= frequentWords(this.space.corpus, MOST_FREQUENT);
    const words = this.frequent.subarray(from, from + count);
    return words.length > 0 && this.source.warm(words);
  }

  /** A document of the corpus as a query. */
  documentQuery(doc: number): QueryWords {
    const { offsets, words, counts } = this.space.corpus;
    const ids = words.slice(offsets[doc], offsets[doc + 1]);
    return {
      ids: new Uint32Array(ids),
      counts: Float32Array.from(counts.subarray(offsets[doc], offsets[doc + 1])),
      rows: new Float32Array(0),
      known: new Uint8Array(ids.length),
    };
  }

  /** In [0, 1], falling with distance. */
  score(distance: number, transport: Transport): number {
    return transportScore(distance, this.route(transport).space.threshold, transport, this.space.bm25.k1);
  }

  private route(transport: Transport): Route {
    let route = this.routes.get(transport);
    if (!route) {
      const { corpus, tfidf, bm25, lists } = this.space;
      const masses = transport === 'balanced' ? balancedMasses(corpus, tfidf, lists) : partialMasses(corpus, bm25, lists);
      const space = new DocumentSpace(masses, this.source);
      route = { space, cascade: new Cascade(stagesOf(space), corpus.size) };
      this.routes.set(transport, route);
    }
    return route;
  }

  /** One query per words and transport: entering it again, to explain its hits, is then free. */
  private query(words: QueryWords, transport: Transport): Query {
    const { lastQuery } = this;
    if (lastQuery?.words === words && lastQuery.transport === transport) return lastQuery.query;
    const query = this.weigh(words, transport);
    this.lastQuery = { words, transport, query };
    return query;
  }

  private weigh(words: QueryWords, transport: Transport): Query {
    return transport === 'balanced' ? balancedQuery(words, this.space.tfidf) : partialQuery(words, this.space.bm25);
  }
}

/** Prices of neighbours pay where every word is near every other; under a threshold the two-sided bound is tighter already. */
function stagesOf(space: DocumentSpace): CascadeStages {
  const isThresholded = Number.isFinite(space.ground.threshold);
  return {
    all: lcRwmd(space),
    oneSided: [lcOmr(space)],
    twoSided: isThresholded ? [twoSided(space)] : [twoSided(space), neighbourDual(space)],
    exact: wmd(space),
  };
}
