import fs from 'node:fs/promises';
import os from 'node:os';
import { Option, type Command } from 'commander';
import { evalKnn } from '../eval/knn';
import { CHOICES, type Choice, type ChoiceName, chooseKnn } from '../eval/knn-choice';
import { KNN_METHODS, KNN_PROTOCOL, type KnnMethod, type KnnProtocol } from '../eval/knn-protocol';
import { knnHtml, knnTable } from '../eval/knn-report';
import { readLabelledDocuments } from '../eval/labelled-documents';
import { splitFolders } from '../eval/labelled-folder';
import { MESSAGE_TEXTS } from '../eval/message-text';
import { sample } from '../eval/sample';
import { type Split, validationSplit, withoutDuplicates } from '../eval/splits';
import { MAJORITY_VOTES, type Vote, VOTE_GRID } from '../eval/vote';
import { seededRandom } from '../embeddings/seeded-random';
import type { ThresholdOption } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import type { Solver } from '../workers/solver';
import { SolverPool } from '../workers/solver-pool';
import { modelDirFlag, parseCount, parseNumber, parseThreshold, vectorsFlag } from './arguments';
import { openFlaggedVectors, type VectorFlags } from './evaluate-vectors';
import { createOutput } from './output';
import { progressBar } from './progress';

interface KnnFlags extends VectorFlags, Omit<KnnProtocol, 'vote'> {
  readonly methods: KnnMethod[];
  readonly neighbours: number;
  readonly vote: Vote['form'];
  readonly scale?: number;
  readonly thresholds?: ThresholdOption[];
  readonly validate?: boolean;
  readonly choose?: ChoiceName[] | true;
  readonly votes: 'majority' | 'any';
  readonly chooseQueries?: number;
  readonly duplicates: boolean;
  readonly queries?: number;
  readonly seed: number;
  readonly threads: number;
  readonly html?: string;
  readonly trec?: string;
  readonly trecDepth: number;
  readonly json?: boolean;
}

export function addKnn(evaluation: Command): void {
  const { vote, text, subjectWeight, tf, idfPower, classWeight, joined, threshold, blendWeight } = KNN_PROTOCOL;
  evaluation
    .command('knn')
    .description('error of classification by nearest neighbours, methods side by side on the same text and vote')
    .argument(
      '<train>',
      'JSON lines of {id, label, text}, gzipped or not; or a folder LABEL/NAME, or one of NAME-train and NAME-test',
    )
    .argument('[test]', 'the same; not needed with --validate')
    .addOption(vectorsFlag())
    .addOption(modelDirFlag())
    .addOption(new Option('--methods <names...>', 'compared').choices(KNN_METHODS).default(KNN_METHODS))
    .option('-k, --neighbours <n>', 'neighbours that vote', parseCount, vote.k)
    .addOption(
      new Option('--vote <form>', 'one vote each, or exp(-(d - d1) / scale)')
        .choices(['majority', 'weighted'])
        .default(vote.form),
    )
    .option('--scale <distance>', 'of the weighted vote', parseNumber, 0.06)
    .addOption(new Option('--text <part>', 'of a message').choices(MESSAGE_TEXTS).default(text))
    .option('--subject-weight <n>', 'times the subject is counted in subject-body', parseNumber, subjectWeight)
    .addOption(new Option('--tf <form>', 'term frequency').choices(['raw', 'log']).default(tf))
    .option('--idf-power <number>', 'power of the idf', parseNumber, idfPower)
    .option(
      '--class-weight <power>',
      'of supervised term weights, 1 - H(label | word) / ln(labels); 0 for none',
      parseNumber,
      classWeight,
    )
    .addOption(new Option('--joined <form>', 'tokens joined by - . _ @').choices(['parts', 'whole', 'both']).default(joined))
    .option('--lemmas', 'compare lemmas instead of words as they stand', false)
    .option('--threshold <distance>', 'cap of the distance between words: up to 2, q0.02, or none', parseThreshold, threshold)
    .option('--thresholds <list>', 'measure balanced transport at each of these too, separated by commas', parseThresholds)
    .option('--validate', 'hold out the last quarter of each training label: choose options so')
    .option('--blend-weight <share>', 'of balanced transport in blends, from 0 to 1', parseNumber, blendWeight)
    .addOption(
      new Option('--choose [options...]', 'choose these (default: all) on the last quarter of each training label').choices(
        CHOICES,
      ),
    )
    .addOption(
      new Option('--votes <kind>', 'to choose from: majority of up to 19, or any').choices(['majority', 'any']).default('any'),
    )
    .option('--choose-queries <n>', 'held-out training documents to choose by, drawn by the seed (default: all)', parseCount)
    .option('--no-duplicates', 'leave out test documents whose body a training document repeats')
    .option('--queries <n>', 'test documents, drawn by the seed (default: all)', parseCount)
    .option('--seed <n>', 'draws the test documents', parseCount, 1)
    .option('--threads <n>', 'for balanced and partial transport', parseCount, os.availableParallelism())
    .option('--html <file>', 'write a report with pictures')
    .option('--trec <folder>', 'write a TREC run of every method, and qrels')
    .option('--trec-depth <n>', 'documents a query in the runs', parseCount, 20)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval knn train.jsonl.gz test.jsonl.gz --choose --html report.html')
    .action(knn);
}

const parseThresholds = (text: string): ThresholdOption[] => text.split(',').map((part) => parseThreshold(part.trim()));

async function knn(trainFile: string, testFile: string | undefined, flags: KnnFlags, command: Command): Promise<void> {
  const { methods, thresholds, threads, html, trec, trecDepth, json = false } = flags;
  const { train, test } = split(trainFile, testFile, flags, command);
  const vectors = await openFlaggedVectors(flags);
  const solver = new SolverPool({ threads, maxQueue: 4 * threads + 64 });
  const progress = progressBar('knn');
  try {
    const protocol = protocolOf(flags);
    const choice = flags.choose && (await choose(train, { ...flags, protocol }, { vectors, solver }));
    const report = await evalKnn(train, test, {
      vectors,
      protocol,
      choice,
      methods,
      thresholds,
      solver,
      threads,
      ...(trec !== undefined && { trec: { folder: trec, depth: trecDepth } }),
      onProgress: (done, total) => progress.update(done, total),
    });
    if (html !== undefined) await fs.writeFile(html, knnHtml(report));
    createOutput(json).result(report, () => knnTable(report));
  } finally {
    progress.stop();
    await solver.close();
  }
}

async function choose(
  train: Split['train'],
  flags: KnnFlags & { readonly protocol: KnnProtocol },
  tools: { readonly vectors: WordVectors; readonly solver: Solver },
): Promise<Choice> {
  const { protocol, methods, threads, seed, votes, chooseQueries } = flags;
  const progress = progressBar('choosing');
  try {
    return await chooseKnn(train, {
      ...tools,
      protocol,
      methods,
      threads,
      seed,
      queries: chooseQueries,
      choose: flags.choose === true || flags.choose === undefined ? CHOICES : flags.choose,
      votes: votes === 'majority' ? MAJORITY_VOTES : VOTE_GRID,
      onProgress: (done, total) => progress.update(done, total),
    });
  } finally {
    progress.stop();
  }
}

function protocolOf({ neighbours, vote, scale, ...flags }: KnnFlags): KnnProtocol {
  const { text, subjectWeight, tf, idfPower, classWeight, joined, lemmas, threshold, blendWeight } = flags;
  return {
    vote: { k: neighbours, form: vote, scale },
    text,
    subjectWeight,
    tf,
    idfPower,
    classWeight,
    joined,
    lemmas,
    threshold,
    blendWeight,
  };
}

function split(trainFile: string, testFile: string | undefined, flags: KnnFlags, command: Command): Split {
  const { validate, duplicates, queries, seed } = flags;
  const folders = testFile === undefined ? splitFolders(trainFile) : undefined;
  const train = readLabelledDocuments(folders?.train ?? trainFile);
  const testPlace = testFile ?? folders?.test;
  if (testPlace === undefined && !validate) command.error("error: missing required argument 'test' (or give --validate)");
  const whole = validate ? validationSplit(train) : { train, test: readLabelledDocuments(testPlace!) };
  const { test, ...rest } = duplicates ? whole : withoutDuplicates(whole);
  return { ...rest, test: sample(test, queries, seededRandom(seed)) };
}
