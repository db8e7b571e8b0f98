import { WordmoverError } from '../errors';
import { checkThreshold } from '../vectors/threshold';
import { InlineSolver, type Solver } from '../workers/solver';
import type { AdHocSetting } from './ad-hoc-corpus';
import type { CompareOptions } from './compare';
import type { InputDocument } from './document';
import { pipelineOf, type TextOptions, type VectorsOption } from './index-options';
import { compareRefined, type RefinedComparison } from './compare-in-context';
import type { RankedDocument, RankOptions } from './rank';
import { rankDocuments } from './rank-with-model';
import type { RefineOptions } from './refine-options';
import { openVectors, wordnetBackground } from './vector-source';
import type { Pipeline } from '../text/pipeline';

/** How texts without an index are weighed and compared. */
export interface AdHocOptions extends TextOptions {
  readonly pipeline?: Pipeline;
  /** Default `wordnet`. */
  readonly vectors?: VectorsOption;
  /** Cap of the distance between words, in (0, 2], or Infinity; default 1.2. */
  readonly threshold?: number;
  /** Blend in WordNet's document frequencies; default for English. */
  readonly background?: boolean;
  readonly solver?: Solver;
}

const DEFAULT_THRESHOLD = 1.2;

const inline = new InlineSolver();

/** Ranks texts or documents by a query: partial transport, every document in the answer, or the first `topK`. */
export async function rank(
  query: string,
  documents: readonly (string | InputDocument)[],
  options: RankOptions & AdHocOptions & RefineOptions = {},
): Promise<readonly RankedDocument[]> {
  return rankDocuments(await adHocSetting(options), query, documents, options);
}

/** Two texts: distance, score, flows, bounds. */
export async function compare(
  a: string,
  b: string,
  options: CompareOptions & AdHocOptions & RefineOptions = {},
): Promise<RefinedComparison> {
  return compareRefined(await adHocSetting(options), a, b, options);
}

/** Word Mover's Distance of two texts. */
export async function distance(
  a: string,
  b: string,
  options: CompareOptions & AdHocOptions & RefineOptions = {},
): Promise<number> {
  return (await compare(a, b, options)).distance;
}

/** Throws INVALID_OPTION, INVALID_VECTORS, VECTORS_UNAVAILABLE. */
export async function adHocSetting(options: AdHocOptions): Promise<AdHocSetting> {
  const { threshold = DEFAULT_THRESHOLD, language = 'en', solver = inline } = options;
  if (typeof threshold !== 'number') {
    throw new WordmoverError(
      'INVALID_OPTION',
      'a threshold by quantile needs an index of many words: give a number, or Infinity',
    );
  }
  const { background = language === 'en' } = options;
  const [vectors, frequencies] = await Promise.all([
    openVectors(options.vectors),
    background ? wordnetBackground() : Promise.resolve(undefined),
  ]);
  return { pipeline: sharedPipeline(options), vectors, threshold: checkThreshold(threshold), background: frequencies, solver };
}

const pipelines = new Map<string, Pipeline>();
const MAX_PIPELINES = 32;

/** Pipelines remember the words they have seen: worth keeping from one call to the next. */
function sharedPipeline({ pipeline, language, stopWords, joined }: AdHocOptions): Pipeline {
  const key = JSON.stringify([language, stopWords, joined]);
  const kept = pipeline ?? pipelines.get(key) ?? pipelineOf({ language, stopWords, joined });
  if (!pipeline) {
    if (pipelines.size >= MAX_PIPELINES) pipelines.clear();
    pipelines.set(key, kept);
  }
  return kept;
}
