import { readFile } from 'node:fs/promises';
import { balancedQuery } from '../distances/query';
import { type DistanceName, documentDistances } from '../distances/registry';
import { WordmoverError } from '../errors';
import { type Pipeline, type PipelineOptions, createPipeline } from '../text/pipeline';
import { type Tfidf, type TfidfOptions, tfidf } from '../text/tfidf';
import { type ThresholdOption, resolveThreshold } from '../vectors/threshold';
import type { ContextVectors } from '../vectors/transformer/context-vectors';
import type { WordVectors } from '../vectors/word-vectors';
import { pearson } from './pearson';
import { spearman } from './spearman';
import { STS_MODEL_METHODS, SentencesInContext, type StsModelMethod } from './sts-in-context';
import { distanceParts } from './text-distances';
import { textTable } from './text-table';
import { TextSpace } from './text-space';

export type StsDistance = DistanceName | StsModelMethod;

/** Two sentences and how alike people found them, 0 to 5. */
export interface StsPair {
  readonly first: string;
  readonly second: string;
  readonly score: number;
}

export interface StsOptions {
  readonly vectors: WordVectors;
  /** By default every one of the registry that is more than a stage of search, and with a `model` what that says. */
  readonly distances?: readonly StsDistance[];
  /** For `context` and `sentence`. */
  readonly model?: ContextVectors;
  /** Cap of the distance between words, none by default; wcd is always taken without. */
  readonly threshold?: ThresholdOption;
  /** How sentences become terms; lemmas without stop words by default. */
  readonly pipeline?: PipelineOptions;
  /** Weights of the words; tf x idf, smooth, by default. */
  readonly tfidf?: TfidfOptions;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A correlation and its standard error; both null where undefined. */
export interface Correlation {
  readonly value: number | null;
  readonly error: number | null;
}

export interface StsResult {
  readonly distance: StsDistance;
  readonly bound: string;
  readonly spearman: Correlation;
  readonly pearson: Correlation;
}

export interface StsReport {
  readonly vectors: string;
  /** Infinity for none. */
  readonly threshold: number;
  /** Compared; `leftOut` had a sentence without words. */
  readonly pairs: number;
  readonly leftOut: number;
  /** Share of the words of the sentences, counted once each, that have a vector. */
  readonly coverage: number;
  readonly results: readonly StsResult[];
}

const DISTANCES: readonly DistanceName[] = [
  'wmd',
  'ict',
  'act-3',
  'act-1',
  'omr',
  'rwmd',
  'lc-rwmd',
  'wcd',
  'linear-emd',
  'flowtree',
  'tree-l1',
];

const SCORE = 4;
const COLUMNS = 7;

/**
 * Correlation of distances with people's judgements of sentence pairs (STS benchmark, Cer et al. 2017): both sentences by idf
 * over the file's own sentences. Positive is better: the sign of the distance is turned.
 */
export async function evalSts(file: string, options: StsOptions): Promise<StsReport> {
  const { vectors, model, onProgress } = options;
  const { distances = [...DISTANCES, ...(model ? STS_MODEL_METHODS : [])] } = options;
  const all = parseSts(await readSts(file), file);
  const pipeline = createPipeline(options.pipeline);
  const pairs = all.filter(({ first, second }) => pipeline.terms(first).length > 0 && pipeline.terms(second).length > 0);
  const sentences = pairs.flatMap(({ first, second }) => [first, second]);
  const space = await TextSpace.create(sentences, pipeline, vectors);
  const threshold = resolveThreshold(options.threshold ?? Infinity, space.points);
  const weighting = tfidf(space.corpus, options.tfidf);
  const inContext = distances.some(isOfModel) ? await embed(sentences, pipeline, model, space, weighting) : undefined;
  const gold = pairs.map(({ score }) => score);
  const results: StsResult[] = [];
  for (const name of distances) {
    const near = isOfModel(name)
      ? nearnessInContext(inContext!, pairs.length, name, threshold)
      : await pairNearness(space, pairs, weighting, name, name === 'wcd' ? Infinity : threshold);
    results.push({
      distance: name,
      bound: near.bound,
      spearman: rankCorrelation(near.values, gold),
      pearson: productMoment(near.values, gold),
    });
    onProgress?.(results.length, distances.length);
  }
  const coverage = space.known.reduce((sum, known) => sum + known, 0) / space.known.length;
  return { vectors: vectors.label, threshold, pairs: pairs.length, leftOut: all.length - pairs.length, coverage, results };
}

/** Lines of genre, file, year, id, score, sentence, sentence, apart by tabs and without quoting: a field may begin with a lone ". */
export function parseSts(text: string, file: string): StsPair[] {
  const pairs = text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const fields = line.split('\t');
    const score = Number(fields[SCORE]);
    if (fields.length < COLUMNS || fields[SCORE].trim() === '' || !Number.isFinite(score)) {
      throw new WordmoverError(
        'INVALID_INPUT',
        `${file}, line ${at + 1}: give genre, file, year, id, score and two sentences, apart by tabs`,
      );
    }
    return [{ score, first: fields[SCORE + 1], second: fields[SCORE + 2] }];
  });
  if (pairs.length === 0) throw new WordmoverError('INVALID_INPUT', `${file} holds no sentence pairs`);
  return pairs;
}

async function readSts(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `Can't read the sentence pairs of ${file}`, { cause: error });
  }
}

const isOfModel = (name: StsDistance): name is StsModelMethod => (STS_MODEL_METHODS as readonly string[]).includes(name);

async function embed(
  sentences: readonly string[],
  pipeline: Pipeline,
  model: ContextVectors | undefined,
  { vocabulary }: TextSpace,
  { idf, unseenIdf }: Tfidf,
): Promise<SentencesInContext> {
  if (!model) {
    const message = 'context and sentence need a sentence model: give its folder (--model-dir on the command line)';
    throw new WordmoverError('INVALID_OPTION', message);
  }
  const idfOf = (term: string): number => {
    const id = vocabulary.id(term);
    return id === undefined ? unseenIdf : idf[id];
  };
  return SentencesInContext.embed(sentences, pipeline, model, idfOf);
}

/** Minus the distance of each pair: documents 2p and 2p + 1 of the space. */
async function pairNearness(
  space: TextSpace,
  pairs: readonly StsPair[],
  weighting: Tfidf,
  name: DistanceName,
  threshold: number,
): Promise<{ bound: string; values: number[] }> {
  const distance = documentDistances[name](distanceParts(space, weighting, threshold));
  const values: number[] = [];
  for (let p = 0; p < pairs.length; p++) {
    const query = balancedQuery(await space.query(pairs[p].first), weighting);
    values.push(-distance.query(query)(2 * p + 1));
  }
  return { bound: distance.bound, values };
}

function nearnessInContext(
  sentences: SentencesInContext,
  pairs: number,
  name: StsModelMethod,
  threshold: number,
): { bound: string; values: number[] } {
  const values = Array.from({ length: pairs }, (_, p) => -sentences.distanceOfPair(p, name, threshold));
  return { bound: name === 'context' ? 'exact' : 'none', values };
}

/** Standard error after Bonett and Wright (2000), carried from Fisher's z to the correlation. */
function rankCorrelation(a: readonly number[], b: readonly number[]): Correlation {
  const value = spearman(a, b);
  if (value === null || a.length < 4) return { value, error: null };
  return { value, error: (1 - value ** 2) * Math.sqrt((1 + value ** 2 / 2) / (a.length - 3)) };
}

function productMoment(a: readonly number[], b: readonly number[]): Correlation {
  const value = pearson(a, b);
  return { value, error: value === null || a.length < 4 ? null : (1 - value ** 2) / Math.sqrt(a.length - 3) };
}

/** The report as a table. */
export function stsTable({ vectors, threshold, pairs, leftOut, coverage, results }: StsReport): string {
  const rows = results.map(({ distance, bound, ...measures }) => [
    distance,
    bound,
    figure(measures.spearman),
    figure(measures.pearson),
  ]);
  const cap = threshold === Infinity ? 'no threshold' : `threshold ${threshold.toFixed(3)} (wcd: none)`;
  const note = `${pairs} pairs${leftOut > 0 ? ` (${leftOut} without words left out)` : ''}, ${vectors}, ${cap}`;
  return `${note}, ${(100 * coverage).toFixed(1)} % of words with a vector\n\n${textTable(['distance', 'bound', 'Spearman', 'Pearson'], rows)}`;
}

const figure = ({ value, error }: Correlation): string =>
  value === null ? '-' : `${value.toFixed(3)} ± ${error === null ? '-' : error.toFixed(3)}`;
