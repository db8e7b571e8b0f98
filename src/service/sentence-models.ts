import { WordmoverError } from '../errors';
import type * as ContextModule from '../vectors/transformer/context-vectors';
import type { ContextVectors } from '../vectors/transformer/context-vectors';
import type { ModelLocation } from '../vectors/transformer/model-folder';

export type { ModelLocation };

const models = new Map<string, Promise<ContextVectors>>();

/** A model is opened once for each folder and name. Throws VECTORS_UNAVAILABLE where there is none, or none was named. */
export function openSentenceModel({ modelDir, model }: Partial<ModelLocation> = {}): Promise<ContextVectors> {
  if (typeof modelDir !== 'string' || modelDir === '') return Promise.reject(missing());
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

function missing(): WordmoverError {
  return new WordmoverError(
    'VECTORS_UNAVAILABLE',
    'words in context and sentence vectors need a sentence model: give its folder as modelDir (an index takes it as model: { modelDir }; server and command line as --model-dir)',
  );
}
