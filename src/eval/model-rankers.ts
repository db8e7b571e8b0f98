import { reachOf } from '../service/editions';
import { Effort } from '../service/effort';
import type { KeptVectors } from '../service/kept-vectors';
import { type ModelStages, rankWithModel } from '../service/model-ranking';
import { SentenceTable } from '../service/sentence-table';
import type { EmbeddingKind } from '../store/embedding-store';
import type { SearchSpace } from '../search/searcher';
import { transportScore } from '../search/transport-score';
import { bm25 } from '../text/bm25';
import { tfidf } from '../text/tfidf';
import type { Neighbours, Ranker } from './rankers';
import { reciprocalRankFusion } from './reciprocal-rank';
import type { NamedWords, TextSpace } from './text-space';

/**
 * Ways to search with a sentence model. `sentence`: the cosine of sentence vectors. `rrf`: reciprocal rank fusion of BM25 and that cosine.
 * `context`: the first hundred of partial transport ranked again by words in context. `fused`: partial transport, cosine and
 * context over the union of the first hundreds of the former two.
 */
export const MODEL_METHODS = ['sentence', 'rrf', 'context', 'fused'] as const;

export type ModelMethod = (typeof MODEL_METHODS)[number];

export type TextRanker = (text: string, words: NamedWords, topK: number) => Promise<Neighbours>;

export interface ModelRankerParts {
  readonly space: TextSpace;
  /** Of the documents of the space. */
  readonly texts: readonly string[];
  readonly vectors: KeptVectors;
  /** Cap of the distance between words that `partial` ranks by. */
  readonly wordThreshold: number;
  /** Cap of the distance between words in context. */
  readonly threshold: number;
  ranker(method: 'bm25' | 'partial'): Ranker;
}

const TOP = 100;
/** Writes that wait for the disk together. */
const TOGETHER = 64;

/** Rankers over one corpus, as `Index.search` refines and fuses. */
export class ModelRankers {
  private readonly searched: SearchSpace;
  private readonly sentences: SentenceTable;
  private readonly accept: Uint8Array;
  private readonly effort = new Effort();

  constructor(private readonly parts: ModelRankerParts) {
    const { corpus } = parts.space;
    this.searched = { corpus, tfidf: tfidf(corpus), bm25: bm25(corpus) };
    this.sentences = new SentenceTable(parts.vectors.dim);
    this.accept = new Uint8Array(corpus.size).fill(1);
  }

  /** Runs all documents through the model that were not before: a second holds some twenty messages. */
  async embed(methods: readonly ModelMethod[], onProgress?: (done: number, total: number) => void): Promise<void> {
    const { texts, vectors } = this.parts;
    const isInContext = methods.some((method) => method === 'context' || method === 'fused');
    const kinds: EmbeddingKind[] = isInContext ? ['sentence', 'words'] : ['sentence'];
    for (let from = 0; from < texts.length; from += TOGETHER) {
      await Promise.all(texts.slice(from, from + TOGETHER).map((text) => vectors.fill(text, kinds, this.effort)));
      onProgress?.(Math.min(texts.length, from + TOGETHER), texts.length);
    }
    await this.sentences.follow(texts.length, (doc) => texts[doc], vectors, this.effort);
  }

  ranker(method: ModelMethod): TextRanker {
    const { vectors, threshold, ranker } = this.parts;
    const refine = { top: TOP, threshold };
    const fuse = { top: TOP };
    switch (method) {
      case 'sentence':
        return this.sentence;
      case 'rrf':
        return this.reciprocalRanks(ranker('bm25'));
      case 'context':
        return this.staged(ranker('partial'), { vectors, refine });
      case 'fused':
        return this.staged(ranker('partial'), { vectors, refine, fuse });
    }
  }

  private readonly sentence: TextRanker = async (text, _words, topK) => {
    const asked = await this.parts.vectors.query.sentence(text, this.effort);
    const { docs, cosines } = this.sentences.nearest(asked, topK, this.accept);
    return { docs: Uint32Array.from(docs), distances: Float64Array.from(cosines, (cosine) => 1 - cosine) };
  };

  private reciprocalRanks(ranker: Ranker): TextRanker {
    return async (text, words, topK) => {
      const [byWords, bySentence] = [await ranker(words, TOP), await this.sentence(text, words, TOP)];
      const { docs, scores } = reciprocalRankFusion([byWords.docs, bySentence.docs]);
      return neighbours(docs, scores, topK);
    };
  }

  private staged(ranker: Ranker, stages: ModelStages): TextRanker {
    const { texts, space, wordThreshold } = this.parts;
    const { k1 } = this.searched.bm25;
    const scoreOf = (distance: number): number => transportScore(distance, reachOf(wordThreshold), 'partial', k1);
    const scene = {
      space: this.searched,
      vocabulary: space.vocabulary,
      textOf: (doc: number) => texts[doc],
      sentences: this.sentences,
      accept: this.accept,
    };
    return async (text, words, topK) => {
      const { docs, distances } = await ranker(words, TOP);
      const byWords = Array.from(docs, (doc, i) => ({ doc, distance: distances[i], score: scoreOf(distances[i]) }));
      const asked = { text, words, terms: words.terms, transport: 'partial' } as const;
      const { ranked } = await rankWithModel({ ...scene, byWords }, asked, stages, this.effort);
      return neighbours(
        ranked.map(({ doc }) => doc),
        ranked.map(({ score }) => score),
        topK,
      );
    };
  }
}

function neighbours(docs: readonly number[], scores: readonly number[], topK: number): Neighbours {
  return {
    docs: Uint32Array.from(docs.slice(0, topK)),
    distances: Float64Array.from(scores.slice(0, topK), (score) => 1 - score),
  };
}
