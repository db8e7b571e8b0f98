import fs from 'node:fs/promises';
import type { Command } from 'commander';
import { compare } from '../service/ad-hoc';
import type { RefinedComparison } from '../service/compare-in-context';
import { addTextFlags, vectorsOption, type TextFlags, modelFlag } from './arguments';
import { flowTable } from './flow-table';
import { createOutput } from './output';
import { table } from './table';

interface CompareFlags extends TextFlags {
  readonly transport?: 'balanced' | 'partial';
  readonly files?: boolean;
  readonly model?: string;
  readonly refine?: 'none' | 'context';
  readonly json?: boolean;
}

export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('hold two texts against each other: which word goes where, at what cost')
    .argument('<text>')
    .argument('<text>')
    .option('--transport <kind>', '"balanced" (default): are both about the same? "partial": does the second answer the first?')
    .option('--refine <how>', '"context": words as they are meant in their sentences, with the model of --model-dir')
    .addOption(modelFlag())
    .option('--files', 'the arguments are files')
    .option('--json', 'print JSON');
  addTextFlags(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover compare "Obama speaks to the media in Illinois" "The president greets the press in Chicago"
  $ wordmover compare --files draft.txt final.txt --json`,
    )
    .action(compareTexts);
}

async function compareTexts(a: string, b: string, flags: CompareFlags): Promise<void> {
  const output = createOutput(flags.json ?? false);
  const [from, to] = flags.files ? await Promise.all([a, b].map((file) => fs.readFile(file, 'utf8'))) : [a, b];
  const { transport, language, threshold, modelDir, model, refine } = flags;
  const comparison = await compare(from, to, {
    transport,
    language,
    refine,
    modelDir,
    model,
    threshold: threshold as number | undefined,
    vectors: vectorsOption(flags.vectors, flags.modelDir),
  });
  output.result(comparison, () => report(comparison));
}

function report({ distance, score, flows, bounds, unknownWords, refined }: RefinedComparison): string {
  const values = [...Object.entries(bounds), ['distance', distance] as const];
  const parts = [flowTable(flows), table(['', ''], values).trim(), `score ${score.toFixed(3)}`];
  if (refined) parts.push(`In context, as ${refined.model} sees the words; by words alone ${refined.before?.score.toFixed(3)}`);
  if (unknownWords.length > 0) parts.push(`Without a vector, matched only as they are: ${unknownWords.join(', ')}`);
  return parts.join('\n\n');
}
