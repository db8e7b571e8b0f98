import path from 'node:path';
import { WordmoverError } from '../errors';
import type { Bm25Options } from '../text/bm25';
import { createPipeline, type Pipeline, type PipelineOptions } from '../text/pipeline';
import type { TfidfOptions } from '../text/tfidf';
import { checkThresholdOption, type ThresholdOption } from '../vectors/threshold';
import type { TransformerOptions } from '../vectors/transformer/transformer-vectors';
import type { WordVectors } from '../vectors/word-vectors';
import type { Solver } from '../workers/solver';
import type { IndexModel } from './index-embeddings';

/** Words alone through a sentence model, one run a word; `cacheDir` keeps what was computed. */
export type TermModel = Pick<TransformerOptions, 'modelDir' | 'model' | 'cacheDir'>;

/**
 * Where word vectors come from: WordNet (ships with the package), a word2vec or GloVe file, a sentence model, nowhere, or a source
 * of yours.
 */
export type VectorsOption = 'wordnet' | 'none' | { readonly file: string } | TermModel | WordVectors;

/**
 * What a document's bag of words weighs. `tfidf`: counts times idf; the weights of a bag given as `terms` stand for counts.
 * `given`: the weights as they are.
 */
export type Weighting = 'tfidf' | 'given';

/** How texts become terms. Functions of your own go into `pipeline`. */
export interface TextOptions {
  /** ISO 639-1 code; default `en`. `none` keeps words as they are. */
  readonly language?: string;
  /** Replaces the language's list; `false` for none. */
  readonly stopWords?: readonly string[] | false;
  /** What becomes of words joined by - . _ @: their `parts` (default), the `whole`, or `both`. */
  readonly joined?: PipelineOptions['joined'];
}

export interface IndexOptions extends TextOptions {
  /** In place of language, stop words and joined. A saved index knows it by its fingerprint: give it again to open. */
  readonly pipeline?: Pipeline;
  /** Default `wordnet`. */
  readonly vectors?: VectorsOption;
  /**
   * Cap of the distance between words: a number in (0, 2], Infinity for none, or a quantile of the distances between the
   * words of the index (taken at the first search or saving, and kept). Default 1.2 over WordNet, else the 2 % quantile.
   */
  readonly threshold?: ThresholdOption;
  /** Default: `given` when the first document is a bag, `tfidf` when it is a text. */
  readonly weighting?: Weighting;
  readonly tfidf?: Omit<TfidfOptions, 'background'>;
  readonly bm25?: Bm25Options;
  /**
   * Blend in WordNet's document frequencies, since those of a handful of texts say nothing: `few` (default for English) while
   * there are fewer than 1,000 documents, always, or never.
   */
  readonly background?: BackgroundOption;
  /** Bytes for cached near words; default 256 MiB. */
  readonly cacheBytes?: number;
  /** Sentence model for `refine`, `fuse` and `embed`; opened at their first use. Give it again to open a saved index. */
  readonly model?: IndexModel;
  /** Worker threads to search in; 0 (default) searches in the calling thread. */
  readonly threads?: number;
  /**
   * Most frequent words whose near words worker threads find ahead while no search runs; default 1024, which on 20 Newsgroups
   * are half of all query words and take 0.6 seconds. 0 for none. Without threads nothing is done ahead.
   */
  readonly warmWords?: number;
  /** Search here instead; closed by whoever made it. */
  readonly solver?: Solver;
}

export type BackgroundOption = boolean | 'few';

/** The options that an index keeps when it is saved. */
export interface IndexSettings {
  readonly text: TextOptions;
  /** Undefined for an object of the caller's, which can't be kept. */
  readonly vectors?: Exclude<VectorsOption, WordVectors>;
  readonly threshold: ThresholdOption;
  /** Undecided until the first document comes. */
  weighting?: Weighting;
  readonly tfidf: Omit<TfidfOptions, 'background'>;
  readonly bm25: Bm25Options;
  readonly background: BackgroundOption;
}

/** Default over WordNet's vectors. */
export const WORDNET_THRESHOLD = 1.2;
const THRESHOLD_QUANTILE = 0.02;

/** Throws INVALID_OPTION. */
export function settingsOf(options: IndexOptions): IndexSettings {
  const { language, stopWords, joined, vectors = 'wordnet', weighting, tfidf = {}, bm25 = {} } = options;
  const { background = isEnglish(options) ? 'few' : false } = options;
  const threshold = options.threshold ?? defaultThreshold(vectors);
  checkThresholdOption(threshold);
  if (weighting !== undefined && weighting !== 'tfidf' && weighting !== 'given') {
    throw new WordmoverError('INVALID_OPTION', `weighting is ${String(weighting)}: give "tfidf" or "given"`);
  }
  return { text: { language, stopWords, joined }, vectors: keptVectors(vectors), threshold, weighting, tfidf, bm25, background };
}

/** As an index keeps them when it is saved: folders by their whole path, nothing of an object of the caller's. */
function keptVectors(vectors: VectorsOption): IndexSettings['vectors'] {
  if (typeof vectors !== 'object') return vectors;
  if ('file' in vectors) return { file: path.resolve(vectors.file) };
  if (!('modelDir' in vectors)) return undefined;
  const { modelDir, model, cacheDir } = vectors;
  return { modelDir: path.resolve(modelDir), model, cacheDir: cacheDir && path.resolve(cacheDir) };
}

/** WordNet's frequencies are those of English words in the form of this pipeline. */
const isEnglish = ({ language = 'en', pipeline }: IndexOptions): boolean => language === 'en' && pipeline === undefined;

/** Throws INVALID_OPTION. */
export function pipelineOf({ pipeline, language, stopWords, joined }: IndexOptions): Pipeline {
  return pipeline ?? createPipeline({ language, stopWords, joined });
}

/** Without vectors all words are equally far, so any cap below their distance does. */
function defaultThreshold(vectors: VectorsOption): ThresholdOption {
  if (vectors === 'wordnet' || vectors === 'none') return WORDNET_THRESHOLD;
  return { quantile: THRESHOLD_QUANTILE };
}
