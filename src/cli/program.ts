import fs from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { addBackup } from './backup';
import { addBench } from './bench';
import { addCompare } from './compare';
import { addEval } from './evaluate';
import { addIndex } from './index-files';
import { addRestore } from './restore';
import { addSearch } from './search';
import { addServe } from './serve';
import { addVectors } from './vectors';

/** The command line as a value: parse arguments with it, or read its help. */
export function createProgram(): Command {
  const program = new Command('wordmover')
    .description('Semantic document search on the earth mover’s distance between words: exact, explained, fast.')
    .version((JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version)
    .showHelpAfterError('(add --help for how it is used)')
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover search "how do I start a career in data science?" articles.jsonl
  $ wordmover index articles.jsonl --out news && wordmover search --index news "space telescope"
  $ wordmover compare "a doctor for children" "the pediatrician"
  $ wordmover serve

Exit status: 0 done, 1 failed, 2 wrong usage or input.`,
    );
  for (const add of [addSearch, addIndex, addCompare, addServe, addBackup, addRestore, addVectors, addEval, addBench])
    add(program);
  return program;
}
