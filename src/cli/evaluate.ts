import type { Command } from 'commander';
import { dreatTable, evalDreat } from '../eval/dreat';
import { evalLinearEmd, linearEmdTable } from '../eval/linear-emd';
import { evalWords } from '../eval/words';
import { openVectors } from '../service/vector-source';
import { parseCount, vectorsOption } from './arguments';
import { createOutput } from './output';
import { progressBar } from './progress';
import { table } from './table';

interface ExperimentFlags {
  readonly seed: number;
  readonly json?: boolean;
}

export function addEval(program: Command): void {
  const evaluation = program.command('eval').description('measure quality: word similarity, experiments of the papers');
  evaluation
    .command('words')
    .description("rank correlation with people's judgements of word pairs")
    .argument('<folder>', 'lists of word pairs: "word1 word2 score" a line')
    .option('--vectors <source>', '"wordnet" (default) or a word2vec or GloVe file')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval words lists/ --vectors glove.6B.300d.txt.gz')
    .action(words);
  experiment(evaluation, 'dreat', 'L1 embeddings and their reductions on MNIST digits', evalDreat, dreatTable);
  experiment(evaluation, 'linear-emd', 'LinearEMD against exact EMD+ on MNIST digits', evalLinearEmd, linearEmdTable);
}

async function words(folder: string, { vectors, json = false }: { vectors?: string; json?: boolean }): Promise<void> {
  const report = await evalWords(folder, await openVectors(vectorsOption(vectors)));
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
