import type { Command } from 'commander';
import { actTable, evalAct } from '../eval/act';
import { dreatTable, evalDreat } from '../eval/dreat';
import { evalLinearEmd, linearEmdTable } from '../eval/linear-emd';
import { evalWords } from '../eval/words';
import { modelDirFlag, parseCount, parseNumber, vectorsFlag } from './arguments';
import { addTextEvaluations } from './evaluate-texts';
import { openFlaggedVectors, type VectorFlags } from './evaluate-vectors';
import { createOutput } from './output';
import { progressBar } from './progress';
import { table } from './table';

interface ActFlags extends VectorFlags {
  readonly queries: number;
  readonly documents?: number;
  readonly threshold: number;
  readonly seed: number;
  readonly json?: boolean;
}

interface ExperimentFlags {
  readonly seed: number;
  readonly json?: boolean;
}

export function addEval(program: Command): void {
  const evaluation = program
    .command('eval')
    .description('measure quality: word and sentence similarity, experiments of the papers');
  evaluation
    .command('words')
    .description("rank correlation with people's judgements of word pairs")
    .argument('<folder>', 'lists of word pairs: "word1 word2 score" a line')
    .addOption(vectorsFlag())
    .addOption(modelDirFlag())
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval words lists/ --vectors glove.6B.300d.txt.gz')
    .action(words);
  evaluation
    .command('act')
    .description('every distance between documents on 20 Newsgroups: precision of the nearest, time of a query')
    .argument('<folder>', 'the messages, as 20news-bydate-train.jsonl.gz and 20news-bydate-test.jsonl.gz')
    .addOption(vectorsFlag())
    .addOption(modelDirFlag())
    .option('--queries <n>', 'test messages asked', parseCount, 100)
    .option('--documents <n>', 'training messages searched (default: all)', parseCount)
    .option('--threshold <distance>', 'cap of the distance between words', parseNumber, 1.15)
    .option('--seed <n>', 'chooses the messages', parseCount, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval act 20newsgroups/ --vectors glove.6B.300d.txt.gz --queries 50')
    .action(act);
  addTextEvaluations(evaluation);
  experiment(evaluation, 'dreat', 'L1 embeddings and their reductions on MNIST digits', evalDreat, dreatTable);
  experiment(evaluation, 'linear-emd', 'LinearEMD against exact EMD+ on MNIST digits', evalLinearEmd, linearEmdTable);
}

async function words(folder: string, { json = false, ...flags }: VectorFlags & { readonly json?: boolean }): Promise<void> {
  const report = await evalWords(folder, await openFlaggedVectors(flags));
  createOutput(json).result(report, () => {
    const rows = Object.entries(report.lists).map(([name, { pairs, covered, spearman }]) => [
      name,
      String(pairs),
      String(covered),
      spearman ?? '-',
    ]);
    return table(['list', 'pairs', 'covered', 'Spearman'], rows);
  });
}

async function act(folder: string, { json = false, vectors, modelDir, ...flags }: ActFlags): Promise<void> {
  const progress = progressBar('act');
  const onProgress = (done: number, total: number): void => progress.update(done, total);
  const report = await evalAct(folder, { ...flags, vectors: await openFlaggedVectors({ vectors, modelDir }), onProgress });
  progress.stop();
  createOutput(json).result(report, () => actTable(report));
}

type Run<T> = (folder: string, options: { seed?: number; onProgress?: (done: number, total: number) => void }) => T;

function experiment<T>(parent: Command, name: string, description: string, run: Run<T>, text: (report: T) => string): void {
  parent
    .command(name)
    .description(description)
    .argument('<folder>', 'the IDX files of MNIST')
    .option('--seed <n>', 'chooses the images', parseCount, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ wordmover eval ${name} mnist/`)
    .action((folder: string, { seed, json = false }: ExperimentFlags) => {
      const progress = progressBar(name);
      const report = run(folder, { seed, onProgress: (done, total) => progress.update(done, total) });
      progress.stop();
      createOutput(json).result(report, () => text(report));
    });
}
