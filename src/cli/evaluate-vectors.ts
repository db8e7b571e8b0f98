import { Option } from 'commander';
import { openVectors } from '../service/vector-source';
import type { WordVectors } from '../vectors/word-vectors';
import { vectorsOption } from './arguments';

/** Where the vectors of an evaluation come from. */
export interface VectorFlags {
  readonly vectors?: string;
  readonly modelDir?: string;
}

export const vectorsFlag = (): Option =>
  new Option('--vectors <source>', '"wordnet" (default), "none", a word2vec or GloVe file, or model:NAME of --model-dir');

export const modelDirFlag = (): Option => new Option('--model-dir <folder>', 'folder of a sentence model, or of several');

export const openFlaggedVectors = ({ vectors, modelDir }: VectorFlags): Promise<WordVectors> =>
  openVectors(vectorsOption(vectors, modelDir));
