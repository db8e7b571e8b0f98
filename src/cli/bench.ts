import fs from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { benchPairs, readPairs } from '../eval/bench-pairs';
import { benchSearch, type BenchSearchReport } from '../eval/bench-search';
import { parseCount, parseThreshold } from './arguments';
import { createOutput } from './output';
import { progressBar } from './progress';
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
    .addOption(
      new Option('--threshold <distance>', 'cap of the distance between words, or none').argParser(parseThreshold).default(1.15),
    )
    .option('--cold', 'forget the near words before every query')
    .option('--query-words <n>', 'keep only the heaviest words of each query', parseCount)
    .option('--threads <n>', 'threads; 1 is all there is', parseCount, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover bench search workload --queries 50 --topK 10 --threshold none --json')
    .action(search);
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
