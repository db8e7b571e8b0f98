import { bm25 } from '../text/bm25';
import { countsById } from '../text/bag';
import { GrowingCorpus } from '../text/growing-corpus';
import type { Pipeline } from '../text/pipeline';
import { tfidf } from '../text/tfidf';
import type { WordVectors } from '../vectors/word-vectors';
import type { Edition } from '../workers/search-task';
import type { Solver } from '../workers/solver';
import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import { backgroundFrequency, bm25WithBackground } from './background';
import { scratchLexicon, type ScratchLexicon } from './scratch-lexicon';

/** What texts without an index are compared by. */
export interface AdHocSetting {
  readonly pipeline: Pipeline;
  readonly vectors: WordVectors;
  readonly threshold: number;
  /** Blended into the document frequencies of the few texts. */
  readonly background?: BackgroundFrequencies;
  readonly solver: Solver;
}

export type TermCounts = ReadonlyMap<string, number>;

/** A handful of bags as a corpus, searched once. */
export interface AdHocCorpus {
  readonly edition: Edition;
  readonly lexicon: ScratchLexicon;
}

/** `also`: bags whose words must have their document frequencies from the background, such as the query's. */
export async function adHocCorpus(
  { pipeline, vectors, threshold, background }: AdHocSetting,
  bags: readonly TermCounts[],
  also: readonly TermCounts[] = [],
): Promise<AdHocCorpus> {
  const lexicon = scratchLexicon(vectors, pipeline);
  await lexicon.learn([...bags, ...also].flatMap((counts) => [...counts.keys()]));
  const growing = new GrowingCorpus();
  for (const bag of bags) {
    const { words, counts } = countsById(lexicon.vocabulary, bag);
    growing.append(words, counts);
  }
  growing.growVocabulary(lexicon.size);
  const corpus = growing.view();
  const frequency = background && backgroundFrequency(background, lexicon.vocabulary);
  const edition: Edition = {
    key: null,
    version: 1,
    space: {
      corpus,
      tfidf: tfidf(corpus, { background: frequency }),
      bm25: frequency ? bm25WithBackground(corpus, {}, frequency) : bm25(corpus),
    },
    points: lexicon.points.share(),
    rows: lexicon.rows(threshold),
  };
  return { edition, lexicon };
}
