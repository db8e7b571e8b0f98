import fs from 'node:fs';
import path from 'node:path';
import { SentenceModel } from '../../../src/vectors/transformer/sentence-model';

/** Whether the optional package is installed: tests of it are skipped, and say so, where it is not. */
export const hasTransformers = ['@xenova/transformers', '@huggingface/transformers'].some((name) => {
  try {
    return require.resolve(name) !== '';
  } catch {
    return false;
  }
});

export const describeWithTransformers = (name: string, tests: () => void): void => {
  if (hasTransformers) describe(name, tests);
  else describe.skip(`${name} (run "npm run transformers" first)`, tests);
};

/** The folder of real models beside the repository, or what WORDMOVER_MODELS names. */
export const modelsFolder = process.env.WORDMOVER_MODELS ?? path.join(__dirname, '../../../../shared/models');

/** A test of a real model; skipped where the model or the package is missing. */
export function itWithModel(name: string, model: string, test: (model: SentenceModel) => void | Promise<void>): void {
  const isThere = hasTransformers && fs.existsSync(path.join(modelsFolder, model));
  if (!isThere) it.skip(`${name} (no ${model} in WORDMOVER_MODELS)`, () => undefined);
  else it(name, async () => test(await SentenceModel.open({ modelDir: modelsFolder, model })), 60_000);
}
