import { InvalidArgumentError, Option, type Command } from 'commander';
import { WordmoverError } from '../errors';
import type { IndexOptions, VectorsOption } from '../service/index-options';
import type { ThresholdOption } from '../vectors/threshold';

/** Options of commands that read texts. */
export interface TextFlags {
  readonly vectors?: string;
  readonly modelDir?: string;
  readonly threshold?: ThresholdOption;
  readonly language?: string;
}

export interface InputFlags {
  readonly textColumn?: string;
  readonly idColumn?: string;
  readonly skipBad?: boolean;
}

export const vectorsFlag = (): Option =>
  new Option(
    '--vectors <source>',
    'word vectors: "wordnet", "none", a word2vec or GloVe file, or model:NAME of --model-dir (default: "wordnet")',
  );

export const modelDirFlag = (): Option => new Option('--model-dir <folder>', 'folder of a sentence model, or of several');

export const modelFlag = (): Option => new Option('--model <name>', 'which model of --model-dir, where it holds several');

export function addTextFlags(command: Command): Command {
  return command
    .addOption(vectorsFlag())
    .addOption(modelDirFlag())
    .addOption(
      new Option(
        '--threshold <distance>',
        'cap of the distance between words: over 0 and up to 2, q0.02 for a quantile, or none',
      ).argParser(parseThreshold),
    )
    .option('--language <code>', 'language of the texts, such as en, de, fr; "none" keeps words as they are (default: "en")');
}

export function addInputFlags(command: Command): Command {
  return command
    .option('--text-column <name>', 'CSV column of the text (default: "text")')
    .option('--id-column <name>', 'CSV column of the id (default: "id")')
    .option('--skip-bad', 'leave out lines that cannot be read instead of stopping there');
}

export function indexOptions({ vectors, modelDir, threshold, language }: TextFlags): IndexOptions {
  return { vectors: vectorsOption(vectors, modelDir), threshold, language };
}

const MODEL = 'model:';

/** Throws INVALID_OPTION for a model without a folder to find it in. */
export function vectorsOption(vectors: string | undefined, modelDir?: string): VectorsOption | undefined {
  if (vectors === undefined || vectors === 'wordnet' || vectors === 'none') return vectors;
  if (!vectors.startsWith(MODEL)) return { file: vectors };
  if (modelDir === undefined) {
    throw new WordmoverError('INVALID_OPTION', `--vectors ${vectors} needs --model-dir with the folder of models`);
  }
  return { modelDir, model: vectors.slice(MODEL.length) || undefined };
}

export function parseThreshold(text: string): ThresholdOption {
  if (/^(none|infinity)$/i.test(text)) return Infinity;
  if (/^q\d*\.?\d+$/i.test(text)) return { quantile: Number(text.slice(1)) };
  return parseNumber(text);
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a number.');
  return value;
}

export function parseCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return value;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidArgumentError(`Give JSON (${(error as Error).message}).`);
  }
}
