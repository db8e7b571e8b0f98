import fs from 'node:fs/promises';
import { WordmoverError } from '../errors';
import type { Command } from 'commander';
import { savedTerms } from '../service/index-folder';
import { contextVectors } from '../vectors/transformer/context-vectors';
import { distill } from '../vectors/transformer/distill';
import type { ModelLocation } from '../vectors/transformer/model-folder';
import { transformerVectors } from '../vectors/transformer/transformer-vectors';
import { wordsInTexts, type WordsInTextsOptions } from '../vectors/transformer/words-in-texts';
import type { WordVectors } from '../vectors/word-vectors';
import { senseTexts } from '../vectors/wordnet/sense-texts';
import { modelDirFlag, modelFlag, parseCount } from './arguments';
import { createOutput } from './output';
import { progressBar } from './progress';

interface DistillFlags {
  readonly modelDir: string;
  readonly model?: string;
  readonly words?: string;
  readonly index?: string;
  readonly glosses: number;
  readonly cache?: string;
  readonly out: string;
  readonly json?: boolean;
}

export function addDistill(vectors: Command): void {
  vectors
    .command('distill')
    .description('save a sentence model’s vectors of words as a file that needs no model')
    .addOption(modelDirFlag().makeOptionMandatory())
    .addOption(modelFlag())
    .option('--words <file>', 'the words, one a line')
    .option('--index <folder>', 'the words of an index that "wordmover index" wrote')
    .option(
      '--glosses <n>',
      'mean of the word alone and of it before the glosses of its n most frequent senses (3 is good)',
      parseCount,
      0,
    )
    .option('--cache <folder>', 'keep what was computed there, to go on after an interruption')
    .requiredOption('-o, --out <file>', 'where to write them, in the binary format of word2vec')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover vectors distill --model-dir models --words words.txt --out words.bin
  $ wordmover vectors distill --model-dir models --model all-MiniLM-L6-v2 --index news --out news.bin`,
    )
    .action(distillWords);
}

async function distillWords({ json = false, modelDir, model, glosses, cache, out, ...source }: DistillFlags): Promise<void> {
  const words = await wordsOf(source);
  const started = performance.now();
  const progress = progressBar('distill');
  const onProgress = (done: number, total: number): void => progress.update(done, total);
  const alone = await transformerVectors({ modelDir, model, cacheDir: cache, onProgress });
  const vectors = glosses === 0 ? alone : await withGlosses(alone, { modelDir, model, glosses, onProgress });
  const written = await distill(vectors, words, out).finally(() => progress.stop());
  const seconds = (performance.now() - started) / 1000;
  const result = { file: out, model: vectors.label, words: words.length, written, seconds };
  createOutput(json).result(result, () => `${written} of ${words.length} words in ${out} (${seconds.toFixed(0)} s)`);
}

async function withGlosses(
  alone: WordVectors,
  { glosses, onProgress, ...model }: ModelLocation & Pick<DistillFlags, 'glosses'> & Pick<WordsInTextsOptions, 'onProgress'>,
): Promise<WordVectors> {
  const context = await contextVectors({ ...model, textWeight: 0 });
  return wordsInTexts(alone, context, { textsOf: senseTexts(glosses), onProgress });
}

/** Distinct words; terms with a space in them, which the file could not hold, are left out. */
async function wordsOf({ words, index }: Pick<DistillFlags, 'words' | 'index'>): Promise<string[]> {
  if ((words === undefined) === (index === undefined)) {
    throw new WordmoverError(
      'INVALID_OPTION',
      'say which words: either --words with a file, or --index with the folder of an index',
    );
  }
  const terms = words === undefined ? await savedTerms(index as string) : (await fs.readFile(words, 'utf8')).split(/\r?\n/);
  return [...new Set(terms.map((term) => term.trim()))].filter((term) => term !== '' && !/[\s\0]/.test(term));
}
