import { WordmoverError } from '../errors';
import type * as ContextModule from '../vectors/transformer/context-vectors';
import type { ContextVectors } from '../vectors/transformer/context-vectors';
import { checkThreshold } from '../vectors/threshold';

/** A last stage that looks at words in their sentences. */
export interface RefineOptions {
  /** `context`: the best are ranked again by transport between word occurrences, embedded in their texts. Default `none`. */
  readonly refine?: 'none' | 'context';
  /** Folder of a sentence model, or of several; `context` needs it. */
  readonly modelDir?: string;
  /** Which model of `modelDir`, where there are several. */
  readonly model?: string;
  /** How many of the best are refined; default 100. */
  readonly refineTop?: number;
  /** Cap of the distance between occurrences, in (0, 2], or Infinity; default 1.3 for partial transport, none for balanced. */
  readonly refineThreshold?: number;
}

/** What a refinement did, and what it cost. */
export interface Refinement {
  /** Name of the sentence model. */
  readonly model: string;
  /** Cap of the distance between occurrences, 2 where none was set. */
  readonly threshold: number;
  /** Words in context, on both sides. */
  readonly occurrences: number;
  /** Milliseconds to embed the text and to solve its transport; the query's are not counted with each document. */
  readonly ms: number;
  /** What the ranking by words alone had given. */
  readonly before?: { readonly score: number; readonly distance: number };
}

const PARTIAL_THRESHOLD = 1.3;
const DEFAULT_TOP = 100;

/** Undefined where nothing is to be refined. Throws INVALID_OPTION, VECTORS_UNAVAILABLE. */
export async function refinement(
  options: RefineOptions,
  transport: 'balanced' | 'partial',
): Promise<{ vectors: ContextVectors; threshold: number; top: number } | undefined> {
  const { refine = 'none', modelDir, model, refineTop: top = DEFAULT_TOP } = options;
  if (refine === 'none') return undefined;
  if (refine !== 'context') throw invalid('refine', refine, 'give "context" or "none"');
  if (typeof modelDir !== 'string' || modelDir === '') {
    throw invalid('modelDir', modelDir, 'refine: "context" needs the folder of a sentence model');
  }
  if (!(Number.isInteger(top) && top >= 1)) throw invalid('refineTop', top, 'give a whole number from 1');
  const { refineThreshold: threshold = transport === 'partial' ? PARTIAL_THRESHOLD : Infinity } = options;
  checkThreshold(threshold);
  return { vectors: await openModel(modelDir, model), threshold, top };
}

const models = new Map<string, Promise<ContextVectors>>();

/** A model is opened once for each folder and name. */
function openModel(modelDir: string, model: string | undefined): Promise<ContextVectors> {
  const key = JSON.stringify([modelDir, model]);
  let opening = models.get(key);
  if (!opening) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only loaded by those who use it
    const { contextVectors } = require('../vectors/transformer/context-vectors') as typeof ContextModule;
    opening = contextVectors({ modelDir, model });
    models.set(key, opening);
    opening.catch(() => models.delete(key));
  }
  return opening;
}

function invalid(name: string, value: unknown, remedy: string): WordmoverError {
  return new WordmoverError('INVALID_OPTION', `${name} is ${JSON.stringify(value) ?? 'missing'}: ${remedy}`);
}
