import fs from 'node:fs/promises';
import os from 'node:os';
import { Option, type Command } from 'commander';
import { type KnnProtocol, KNN_METHODS, KNN_PROTOCOL, evalKnn } from '../eval/knn';
import { knnHtml, knnTable } from '../eval/knn-report';
import { readLabelledDocuments } from '../eval/labelled-documents';
import { MESSAGE_TEXTS } from '../eval/message-text';
import { METHODS, type Method } from '../eval/rankers';
import { sample } from '../eval/sample';
import { type Split, validationSplit, withoutDuplicates } from '../eval/splits';
import { type Vote, VOTE_GRID } from '../eval/vote';
import { seededRandom } from '../embeddings/seeded-random';
import { openVectors } from '../service/vector-source';
import type { ThresholdOption } from '../vectors/threshold';
import { SolverPool } from '../workers/solver-pool';
import { parseCount, parseNumber, parseThreshold, vectorsOption } from './arguments';
import { createOutput } from './output';
import { progressBar } from './progress';

interface KnnFlags extends Omit<KnnProtocol, 'vote'> {
  readonly vectors?: string;
  readonly methods: Method[];
  readonly neighbours: number;
  readonly vote: Vote['form'];
  readonly scale?: number;
  readonly thresholds?: ThresholdOption[];
  readonly validate?: boolean;
  readonly tryVotes?: boolean;
  readonly duplicates: boolean;
  readonly queries?: number;
  readonly seed: number;
  readonly threads: number;
  readonly html?: string;
  readonly json?: boolean;
}

export function addKnn(evaluation: Command): void {
  const { vote, text, subjectWeight, tf, idfPower, joined, threshold } = KNN_PROTOCOL;
  evaluation
    .command('knn')
    .description('error of classification by nearest neighbours, methods side by side on the same text and vote')
    .argument('<train>', 'JSON lines of {id, label, text}, gzipped or not')
    .argument('[test]', 'the same; not needed with --validate')
    .option('--vectors <source>', '"wordnet" (default), "none", or a word2vec or GloVe file')
    .addOption(new Option('--methods <names...>', 'compared').choices(METHODS).default(KNN_METHODS))
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
    .addOption(new Option('--joined <form>', 'tokens joined by - . _ @').choices(['parts', 'whole', 'both']).default(joined))
    .option('--lemmas', 'compare lemmas instead of words as they stand', false)
    .option('--threshold <distance>', 'cap of the distance between words: up to 2, q0.02, or none', parseThreshold, threshold)
    .option('--thresholds <list>', 'measure balanced transport at each of these too, separated by commas', parseThresholds)
    .option('--validate', 'hold out the last quarter of each training label: choose options so')
    .option('--try-votes', 'name the best of many votes; needs --validate, since votes are not chosen on test documents')
    .option('--no-duplicates', 'leave out test documents whose body a training document repeats')
    .option('--queries <n>', 'test documents, drawn by the seed (default: all)', parseCount)
    .option('--seed <n>', 'draws the test documents', parseCount, 1)
    .option('--threads <n>', 'for balanced and partial transport', parseCount, os.availableParallelism())
    .option('--html <file>', 'write a report with pictures')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval knn train.jsonl.gz test.jsonl.gz --queries 500 --html report.html')
    .action(knn);
}

const parseThresholds = (text: string): ThresholdOption[] => text.split(',').map((part) => parseThreshold(part.trim()));

async function knn(trainFile: string, testFile: string | undefined, flags: KnnFlags, command: Command): Promise<void> {
  const { vectors, methods, neighbours, vote, scale, thresholds, threads, html, json = false, ...protocol } = flags;
  if (testFile === undefined && !flags.validate) command.error("error: missing required argument 'test' (or give --validate)");
  if (flags.tryVotes && !flags.validate)
    command.error('error: --try-votes needs --validate: choose the vote on training documents');
  const { train, test } = split(trainFile, testFile, flags);
  const progress = progressBar('knn');
  const solver = new SolverPool({ threads });
  try {
    const report = await evalKnn(train, test, {
      vectors: await openVectors(vectorsOption(vectors)),
      protocol: { ...protocolOf(protocol), vote: { k: neighbours, form: vote, scale } },
      methods,
      thresholds,
      votes: flags.tryVotes ? VOTE_GRID : [],
      solver,
      threads,
      onProgress: (done, total) => progress.update(done, total),
    });
    if (html !== undefined) await fs.writeFile(html, knnHtml(report));
    createOutput(json).result(report, () => knnTable(report));
  } finally {
    progress.stop();
    await solver.close();
  }
}

function protocolOf({
  text,
  subjectWeight,
  tf,
  idfPower,
  joined,
  lemmas,
  threshold,
}: Omit<KnnProtocol, 'vote'>): Omit<KnnProtocol, 'vote'> {
  return { text, subjectWeight, tf, idfPower, joined, lemmas, threshold };
}

function split(trainFile: string, testFile: string | undefined, { validate, duplicates, queries, seed }: KnnFlags): Split {
  const train = readLabelledDocuments(trainFile);
  const whole = validate ? validationSplit(train) : { train, test: readLabelledDocuments(testFile!) };
  const { test, ...rest } = duplicates ? whole : withoutDuplicates(whole);
  return { ...rest, test: sample(test, queries, seededRandom(seed)) };
}
