import fs from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { buildWordnetVectors } from '../vectors/wordnet/build-wordnet-vectors';
import { parseCount } from './arguments';
import { addDistill } from './distill-vectors';
import { createOutput } from './output';
import { progressBar, type Progress } from './progress';

interface BuildFlags {
  readonly out: string;
  readonly threads?: number;
  readonly json?: boolean;
}

const TABLE = path.join(__dirname, '../../data/wordnet-vectors.bin');

export function addVectors(program: Command): void {
  const vectors = program
    .command('vectors')
    .description('make word vectors: those that come with wordmover, or a file from a sentence model');
  vectors
    .command('build')
    .description('make the WordNet vectors anew, from WordNet alone')
    .option('-o, --out <file>', 'where to write the table', TABLE)
    .option('--threads <n>', 'threads to use (default: one a core)', parseCount)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover vectors build --out my-vectors.bin')
    .action(build);
  addDistill(vectors);
}

async function build({ out, threads, json = false }: BuildFlags): Promise<void> {
  const started = performance.now();
  const bars = new StageBars();
  const bytes = await buildWordnetVectors({ threads, onProgress: ({ stage, done, total }) => bars.update(stage, done, total) });
  bars.stop();
  await fs.writeFile(`${out}.new`, bytes);
  await fs.rename(`${out}.new`, out);
  const seconds = (performance.now() - started) / 1000;
  const result = { file: out, bytes: bytes.byteLength, seconds };
  createOutput(json).result(result, () => `${out}: ${(bytes.byteLength / 1e6).toFixed(1)} MB in ${seconds.toFixed(0)} s`);
}

/** One bar after the other, one a stage. */
class StageBars {
  #stage: string | undefined;
  #bar: Progress | undefined;

  update(stage: string, done: number, total: number): void {
    if (stage !== this.#stage) {
      this.stop();
      this.#stage = stage;
      this.#bar = progressBar(stage.padEnd(10));
    }
    this.#bar?.update(done, total);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
