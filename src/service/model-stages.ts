import { WordmoverError } from '../errors';
import { checkThreshold } from '../vectors/threshold';
import type { Transport } from '../search/ranking';
import type { ModelStages } from './model-ranking';
import type { SearchOptions } from './search-options';

/** The options that ask something of a sentence model. */
export type StageOptions = Pick<SearchOptions, 'refine' | 'refineTop' | 'refineThreshold' | 'fuse' | 'topK' | 'offset'>;

const PARTIAL_THRESHOLD = 1.3;
/** How many of the first of each ranking are looked at again. */
const DEFAULT_TOP = 100;
const DEFAULT_TOP_K = 10;

/** Undefined where nothing is asked of a model. Throws INVALID_OPTION. */
export function modelStages(options: StageOptions, transport: Transport): Omit<ModelStages, 'vectors'> | undefined {
  const { refine = 'none', fuse = 'none', refineTop: top = DEFAULT_TOP, topK = DEFAULT_TOP_K, offset = 0 } = options;
  if (refine !== 'none' && refine !== 'context') throw invalid('refine', refine, 'give "context" or "none"');
  if (fuse !== 'none' && fuse !== 'sentence') throw invalid('fuse', fuse, 'give "sentence" or "none"');
  if (!(Number.isInteger(top) && top >= 1)) throw invalid('refineTop', top, 'give a whole number from 1');
  const { refineThreshold: threshold = transport === 'partial' ? PARTIAL_THRESHOLD : Infinity } = options;
  checkThreshold(threshold);
  if (refine === 'none' && fuse === 'none') return undefined;
  return {
    ...(refine === 'context' && { refine: { top, threshold } }),
    ...(fuse === 'sentence' && { fuse: { top: Math.max(DEFAULT_TOP, topK + offset) } }),
  };
}

function invalid(name: string, value: unknown, remedy: string): WordmoverError {
  return new WordmoverError('INVALID_OPTION', `${name} is ${JSON.stringify(value)}: ${remedy}`);
}
