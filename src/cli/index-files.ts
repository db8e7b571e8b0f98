import type { Command } from 'commander';
import { Index } from '../service/document-index';
import type { IndexStats } from '../service/index-stats';
import { addInputFlags, addTextFlags, indexOptions, type InputFlags, type TextFlags } from './arguments';
import { createOutput } from './output';
import { readInputs } from './read-inputs';
import { table } from './table';

interface IndexFlags extends TextFlags, InputFlags {
  readonly out: string;
  readonly stats?: boolean;
  readonly json?: boolean;
}

export function addIndex(program: Command): void {
  const command = program
    .command('index')
    .description('make an index of documents and save it to a folder')
    .argument('<files...>', 'documents: .jsonl, .csv, .tsv (.gz too), .txt, .md, or folders of texts')
    .requiredOption('-o, --out <folder>', 'where to save the index; one that is there is replaced')
    .option('--stats', 'print sizes by part')
    .option('--json', 'print JSON');
  addInputFlags(addTextFlags(command))
    .addHelpText(
      'after',
      `
A line of JSON Lines is {"id", "text"}, anything else in it is metadata; or {"id", "terms": {word: weight}}.

Examples:
  $ wordmover index articles.jsonl --out news
  $ wordmover index mail.csv --text-column body --id-column number --out mail
  $ wordmover index articles.jsonl --out news --vectors glove.6B.300d.txt.gz --threshold q0.02 --stats`,
    )
    .action(indexFiles);
}

async function indexFiles(files: readonly string[], flags: IndexFlags): Promise<void> {
  const output = createOutput(flags.json ?? false);
  const started = performance.now();
  const index = await Index.create(indexOptions(flags));
  await index.add(readInputs(files, flags, output));
  await index.save(flags.out);
  const seconds = (performance.now() - started) / 1000;
  const stats = index.stats();
  output.result({ folder: flags.out, seconds, ...stats }, () => {
    const head = `${stats.documents} documents, ${stats.words} words in ${flags.out} (${seconds.toFixed(1)} s)`;
    return flags.stats ? `${head}\n${statsTable(stats)}` : head;
  });
  await index.close();
}

function statsTable({ documents, words, unknownWords, postings, vectors, threshold, bytes }: IndexStats): string {
  const counts = { documents, words, 'words without a vector': unknownWords, postings };
  const rows = [
    ...Object.entries(counts).map(([name, count]) => [name, String(count)]),
    ['vectors', vectors],
    ['threshold', threshold === undefined ? 'not taken yet' : threshold.toFixed(3)],
    ...Object.entries(bytes).map(([part, size]) => [`memory for ${part}`, `${(size / 2 ** 20).toFixed(1)} MiB`]),
  ];
  return table(['', ''], rows).trim();
}
