import { openVectors } from '../service/vector-source';
import type { WordVectors } from '../vectors/word-vectors';
import { vectorsOption } from './arguments';

/** Where the vectors of an evaluation come from. */
export interface VectorFlags {
  readonly vectors?: string;
  readonly modelDir?: string;
}

export const openFlaggedVectors = ({ vectors, modelDir }: VectorFlags): Promise<WordVectors> =>
  openVectors(vectorsOption(vectors, modelDir));
