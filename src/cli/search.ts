import type { Command } from 'commander';
import { WordmoverError } from '../errors';
import { Index } from '../service/document-index';
import type { Filter } from '../service/filter';
import type { RefinedSearch, SearchHit, SearchResult } from '../service/search-options';
import {
  addInputFlags,
  addTextFlags,
  indexOptions,
  modelFlag,
  parseCount,
  parseJson,
  parseNumber,
  type InputFlags,
  type TextFlags,
} from './arguments';
import { createOutput, styled, type Output } from './output';
import { readInputs } from './read-inputs';
import { snippet } from './snippet';
import { flowTable } from './flow-table';

interface SearchFlags extends TextFlags, InputFlags {
  readonly index?: string;
  readonly topK: number;
  readonly like?: boolean;
  readonly transport?: 'balanced' | 'partial';
  readonly mode?: 'exact' | 'relaxed';
  readonly candidates?: number;
  readonly minScore?: number;
  readonly filter?: unknown;
  readonly model?: string;
  readonly refine?: 'none' | 'context';
  readonly refineTop?: number;
  readonly fuse?: 'none' | 'sentence';
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function addSearch(program: Command): void {
  const command = program
    .command('search')
    .description('find the documents nearest to a query, in files or in a saved index')
    .argument('<query>', 'what to look for')
    .argument('[files...]', 'documents: .jsonl, .csv, .tsv (.gz too), .txt, .md, or folders of texts')
    .option('-i, --index <folder>', 'search the index that "wordmover index" wrote')
    .option('-k, --top-k <n>', 'hits to show', parseCount, 10)
    .option('--like', 'the query is the id of a document: find others like it')
    .option('--transport <kind>', '"partial": is the query answered? "balanced": are both about the same?')
    .option('--mode <mode>', '"exact" (default) or "relaxed": stop after the bounds')
    .option('--candidates <n>', 'solve at most so many documents exactly', parseCount)
    .option('--min-score <score>', 'leave out hits under this score', parseNumber)
    .option('--filter <json>', 'metadata to require, such as {"year": {"gte": 1990}}', parseJson)
    .option('--refine <how>', '"context": rank the first again by words in their sentences, with the model of --model-dir')
    .option('--refine-top <n>', 'how many of the first to rank again (default: 100)', parseCount)
    .option('--fuse <how>', '"sentence": find by the meaning of whole texts too, and fuse the rankings')
    .addOption(modelFlag())
    .option('--explain', 'show which word met which')
    .option('--json', 'print JSON');
  addInputFlags(addTextFlags(command))
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover search "a doctor for children" articles.jsonl
  $ wordmover search "cheap flights" notes/ --explain
  $ wordmover search --index news "space telescope" -k 5 --json
  $ wordmover search "a doctor for children" articles.jsonl --refine context --model-dir models
  $ wordmover search --index news --like article-17 --filter '{"year": {"gte": 1990}}'`,
    )
    .action(search);
}

async function search(query: string, files: readonly string[], flags: SearchFlags): Promise<void> {
  const output = createOutput(flags.json ?? false);
  const index = await openIndex(files, flags, output);
  const { topK, transport, mode, candidates, minScore, explain, refine, refineTop, fuse } = flags;
  const options = {
    topK,
    transport,
    mode,
    candidates,
    minScore,
    explain,
    refine,
    refineTop,
    fuse,
    highlight: true,
    filter: flags.filter as Filter | undefined,
  };
  const result = await index.search(flags.like ? { id: query } : query, options);
  output.result(result, () => report(result, output));
  await index.close();
}

async function openIndex(files: readonly string[], flags: SearchFlags, output: Output): Promise<Index> {
  if ((flags.index === undefined) === (files.length === 0)) {
    throw new WordmoverError('INVALID_OPTION', 'say what to search: either files, or --index with the folder of an index');
  }
  const { modelDir, model } = flags;
  const options = { ...indexOptions(flags), model: modelDir === undefined ? undefined : { modelDir, model } };
  if (flags.index !== undefined) return Index.open(flags.index, options);
  const documents = [];
  for await (const document of readInputs(files, flags, output)) documents.push(document);
  const index = await Index.create(options);
  await index.add(documents);
  return index;
}

function report(result: SearchResult, output: Output): string {
  const lines = result.hits.flatMap((hit, i) => hitLines(hit, i + 1, output));
  if (lines.length === 0) lines.push('Nothing near.', '');
  if (result.unknownWords.length > 0) lines.push(`Without a vector, matched only as they are: ${result.unknownWords.join(', ')}`);
  const { documents, bounded, refined, solved } = result.stages;
  const proof = result.exact ? 'exact' : 'not proven exact';
  const funnel = `${documents} documents, ${bounded} bounded, ${refined} refined, ${solved} solved, ${proof}, ${result.tookMs.toFixed(1)} ms`;
  return [...lines, ...costs(result).map((line) => styled(line, 'dim', output)), styled(funnel, 'dim', output)].join('\n');
}

/** What a sentence model did, and what it cost. */
function costs({ refined, fused }: SearchResult): string[] {
  const cost = (did: string, { model, embedded, ms }: Pick<RefinedSearch, 'model' | 'embedded' | 'ms'>): string =>
    `${did} (${embedded} texts read by ${model}, ${ms.toFixed(0)} ms)`;
  return [
    ...(refined ? [cost(`${refined.documents} documents ranked again in context`, refined)] : []),
    ...(fused ? [cost(`${fused.documents} documents compared by whole text, ${fused.candidates} fused`, fused)] : []),
  ];
}

/** What words alone gave a hit, or its places in the rankings that were fused. */
function places({ refined, parts }: SearchHit): string {
  if (!parts) return refined ? `words alone ${refined.score.toFixed(3)}` : '';
  const { words, context, sentence } = parts;
  const place = (name: string, part: { readonly rank: number } | undefined): string[] => (part ? [`#${part.rank} ${name}`] : []);
  return [...place('by words', words), ...place('in context', context), ...place('by whole text', sentence)].join(', ');
}

function hitLines(hit: SearchHit, rank: number, output: Output): string[] {
  const head = `${String(rank).padStart(2)}. ${hit.score.toFixed(3)}  ${styled(hit.id, 'bold', output)}  ${styled(places(hit), 'dim', output)}`;
  const body = hit.text ? [`    ${snippet(hit.text, hit.highlights ?? [], output)}`] : [];
  const flows = hit.flows ? [flowTable(hit.flows).replace(/^/gm, '    ')] : [];
  return [head.trimEnd(), ...body, ...flows, ''];
}
