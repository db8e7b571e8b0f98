import fs from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { type BenchBatchOptions, benchBatch } from '../eval/bench-batch';
import { type BenchGrowthOptions, benchGrowth } from '../eval/bench-growth';
import { benchIndex } from '../eval/bench-index';
import { benchPairs, readPairs } from '../eval/bench-pairs';
import { benchSearch, type BenchSearchReport } from '../eval/bench-search';
import type { StoredDocument } from '../service/document';
import {
  addInputFlags,
  addTextFlags,
  indexOptions,
  parseCount,
  parseThreshold,
  type InputFlags,
  type TextFlags,
} from './arguments';
import { createOutput } from './output';
import { progressBar } from './progress';
import { readInputs } from './read-inputs';
import { table } from './table';

interface BenchSearchFlags {
  readonly queries: number;
  readonly topK: number;
  readonly threshold: number;
  readonly cold?: boolean;
  readonly queryWords?: number;
  readonly json?: boolean;
}

export function addBench(program: Command): void {
  const bench = program.command('bench').description('measure speed on a workload that other programs read too');
  bench
    .command('pairs')
    .description('exact distances of pairs of histograms')
    .argument('<file>', 'pairs in the .emdp format')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover bench pairs workload/pairs-80.emdp --json')
    .action(pairs);
  bench
    .command('search')
    .description('the nearest documents of a folder with docs.jsonl, queries.jsonl, vectors.bin')
    .argument('<folder>')
    .option('--queries <n>', 'queries to time', parseCount, 50)
    .option('-k, --topK <n>', 'hits a query', parseCount, 10)
    .addOption(thresholdOption())
    .option('--cold', 'forget the near words before every query')
    .option('--query-words <n>', 'keep only the heaviest words of each query', parseCount)
    .addOption(new Option('--threads <n>', 'threads of a single query').choices(['1']).default('1'))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover bench search workload --queries 50 --topK 10 --threshold none --json')
    .action(search);
  bench
    .command('batch')
    .description('every query of such a folder at once, by a pool of threads')
    .argument('<folder>')
    .option('--queries <n>', 'queries to answer; all by default', parseCount)
    .option('-k, --topK <n>', 'hits a query', parseCount, 19)
    .addOption(thresholdOption())
    .option('--threads <n>', 'threads', parseCount, 2)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover bench batch workload --threads 2')
    .action(batch);
  bench
    .command('growth')
    .description('a warm query as the collection grows, its documents drawn from such a folder')
    .argument('<folder>')
    .option('--sizes <numbers>', 'documents, separated by commas', parseCounts, [11_314, 100_000, 1_000_000])
    .option('--queries <n>', 'queries to time', parseCount, 20)
    .option('-k, --topK <n>', 'hits a query', parseCount, 10)
    .option('--query-words <n>', 'keep only the heaviest words of each query', parseCount)
    .addOption(thresholdOption())
    .option('--seed <n>', 'draws the documents', parseCount, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover bench growth workload --sizes 10000,100000')
    .action(growth);
  const index = bench
    .command('index')
    .description('making an index of documents that are in memory, saving it, opening it')
    .argument('<files...>', 'documents: .jsonl (bags too), .csv, .tsv (.gz too), .txt, .md, or folders of texts')
    .option('--json', 'print JSON');
  addInputFlags(addTextFlags(index))
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover bench index workload/docs.jsonl --vectors workload/vectors.bin
  $ wordmover bench index messages.jsonl.gz`,
    )
    .action(indexing);
}

const thresholdOption = (): Option =>
  new Option('--threshold <distance>', 'cap of the distance between words, or none').argParser(parseThreshold).default(1.15);

const parseCounts = (text: string): number[] => text.split(',').map((part) => parseCount(part));

async function batch(folder: string, { json = false, ...flags }: BenchBatchOptions & { json?: boolean }): Promise<void> {
  const progress = progressBar('searching');
  const report = await benchBatch(folder, { ...flags, onProgress: (done, total) => progress.update(done, total) });
  progress.stop();
  createOutput(json).result(report, () =>
    table(
      ['', ''],
      Object.entries(report).map(([name, value]) => [name.replaceAll('_', ' '), value.toFixed(Number.isInteger(value) ? 0 : 1)]),
    ).trim(),
  );
}

async function growth(folder: string, { json = false, ...flags }: BenchGrowthOptions & { json?: boolean }): Promise<void> {
  const progress = progressBar('searching');
  const points = await benchGrowth(folder, { ...flags, onProgress: (done, total) => progress.update(done, total) });
  progress.stop();
  createOutput(json).result(points, () =>
    table(
      ['documents', 'postings', 'ms a query, median', '95 %', 'refined', 'solved', 'memory, MB'],
      points.map(({ documents, postings, ms_per_query: ms, stages, rss_mb }) => [
        String(documents),
        String(postings),
        ms.median.toFixed(1),
        ms.p95.toFixed(1),
        stages.refined.toFixed(0),
        stages.solved.toFixed(0),
        rss_mb.toFixed(0),
      ]),
    ),
  );
}

async function indexing(files: readonly string[], flags: TextFlags & InputFlags & { json?: boolean }): Promise<void> {
  const output = createOutput(flags.json ?? false);
  const documents: StoredDocument[] = [];
  for await (const document of readInputs(files, flags, output)) documents.push(document);
  const report = await benchIndex(documents, indexOptions(flags));
  output.result(report, () =>
    table(
      ['', ''],
      Object.entries(report).map(([name, value]) => [
        name.replaceAll('_', ' '),
        typeof value === 'number' ? value.toFixed(value < 100 ? 1 : 0) : String(value),
      ]),
    ).trim(),
  );
}

async function pairs(file: string, { json = false }: { json?: boolean }): Promise<void> {
  const report = benchPairs(readPairs(await fs.readFile(file)));
  createOutput(json).result(report, () => `${report.costs.length} pairs, median ${report.median_us.toFixed(1)} µs`);
}

async function search(folder: string, { json = false, ...flags }: BenchSearchFlags): Promise<void> {
  const progress = progressBar('searching');
  const report = await benchSearch(folder, { ...flags, onProgress: (done, total) => progress.update(done, total) });
  progress.stop();
  createOutput(json).result(report, () => searchReport(report));
}

function searchReport({ ms_per_query: ms, stages, queries, index_ms, rss_mb }: BenchSearchReport): string {
  return table(
    ['', ''],
    [
      ['queries', String(queries.length)],
      ['ms a query, median', ms.median.toFixed(2)],
      ['mean', ms.mean.toFixed(2)],
      ['95 %', ms.p95.toFixed(2)],
      ...Object.entries(stages).map(([stage, count]) => [stage, Number(count).toFixed(1)]),
      ['index, ms', index_ms.toFixed(0)],
      ['memory, MB', rss_mb.toFixed(0)],
    ],
  ).trim();
}
