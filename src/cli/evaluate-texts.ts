import { Option, type Command } from 'commander';
import { type DistanceName, documentDistances } from '../distances/registry';
import { KNOWN_ITEM_METHODS, type KnownItemOptions, evalKnownItem } from '../eval/known-item';
import { knownItemTable } from '../eval/known-item-report';
import { MODEL_METHODS } from '../eval/model-rankers';
import { METHODS } from '../eval/rankers';
import { evalSts, stsTable } from '../eval/sts';
import { openVectors } from '../service/vector-source';
import type { ThresholdOption } from '../vectors/threshold';
import { parseCount, parseNumber, parseThreshold, vectorsOption } from './arguments';
import { addKnn } from './evaluate-knn';
import { createOutput } from './output';
import { progressBar } from './progress';

interface StsFlags {
  readonly vectors?: string;
  readonly threshold: ThresholdOption;
  readonly distance?: DistanceName[];
  readonly lemmas?: boolean;
  readonly keepStopWords?: boolean;
  readonly json?: boolean;
}

interface ModelFlags {
  readonly modelDir?: string;
  readonly model?: string;
}

interface SearchFlags
  extends ModelFlags, Pick<KnownItemOptions, 'methods' | 'queries' | 'subjects' | 'documents' | 'threshold' | 'seed' | 'trec'> {
  readonly vectors?: string;
  readonly contextThreshold?: number;
  readonly cache?: string;
  readonly lemmas: boolean;
  readonly json?: boolean;
}

/** Evaluations on judged and labelled texts. */
export function addTextEvaluations(evaluation: Command): void {
  evaluation
    .command('sts')
    .description("correlation of distances with people's judgements of sentence pairs")
    .argument('<file>', 'STS benchmark: genre, file, year, id, score, sentence, sentence, apart by tabs')
    .option('--vectors <source>', '"wordnet" (default) or a word2vec or GloVe file')
    .addOption(thresholdOption().default(Infinity, 'none'))
    .addOption(new Option('--distance <names...>', 'only these').choices(Object.keys(documentDistances)))
    .option('--lemmas', 'compare lemmas instead of words as they stand')
    .option('--keep-stop-words', 'compare stop words too')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval sts sts-test.csv --vectors glove.6B.300d.txt.gz')
    .action(sts);
  evaluation
    .command('search')
    .description('known-item search on 20 Newsgroups: subjects ask for the bodies of their messages')
    .argument('<folder>', '20news-bydate-train.jsonl.gz and 20news-bydate-test.jsonl.gz')
    .option('--vectors <source>', '"wordnet" (default) or a word2vec or GloVe file')
    .addOption(thresholdOption().default(1.2))
    .addOption(
      new Option('--methods <names...>', 'compared side by side')
        .choices([...METHODS, ...MODEL_METHODS])
        .default(KNOWN_ITEM_METHODS),
    )
    .addOption(modelDirOption())
    .addOption(modelOption())
    .option('--context-threshold <distance>', 'cap of the distance between words in context (default: 1.3)', parseNumber)
    .option('--cache <folder>', 'keep what the sentence model makes of the messages there')
    .option('--queries <n>', 'subjects asked', parseCount, 400)
    .addOption(new Option('--subjects <split>', 'messages they are taken from').choices(['train', 'test']).default('test'))
    .option('--documents <n>', 'messages searched (default: all)', parseCount)
    .option('--no-lemmas', 'compare words as they stand')
    .option('--seed <n>', 'draws the messages', parseCount, 1)
    .option('--trec <folder>', 'write METHOD.run and qrels.txt there')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval search 20newsgroups/ --queries 100 --subjects train')
    .action(search);
  addKnn(evaluation);
}

const modelDirOption = (): Option => new Option('--model-dir <folder>', 'folder of a sentence model, or of several');

const modelOption = (): Option => new Option('--model <name>', 'which of the models of --model-dir');

const thresholdOption = (): Option =>
  new Option('--threshold <distance>', 'cap of the distance between words: up to 2, q0.02 for a quantile, or none').argParser(
    parseThreshold,
  );

async function sts(file: string, { json = false, vectors, distance, lemmas, keepStopWords, threshold }: StsFlags): Promise<void> {
  const progress = progressBar('sts');
  const report = await evalSts(file, {
    vectors: await openVectors(vectorsOption(vectors)),
    distances: distance,
    threshold,
    pipeline: { ...(lemmas && { lemmatize: undefined }), ...(keepStopWords && { stopWords: false }) },
    onProgress: (done, total) => progress.update(done, total),
  });
  progress.stop();
  createOutput(json).result(report, () => stsTable(report));
}

async function search(folder: string, { json = false, vectors, lemmas, modelDir, model, ...flags }: SearchFlags): Promise<void> {
  const { cache, contextThreshold, ...options } = flags;
  const embedding = progressBar('messages through the model');
  const progress = progressBar('search');
  const report = await evalKnownItem(folder, {
    ...options,
    vectors: await openVectors(vectorsOption(vectors)),
    pipeline: lemmas ? {} : { lemmatize: false },
    ...(modelDir && { model: { modelDir, model, cache, threshold: contextThreshold } }),
    onEmbed: (done, total) => {
      embedding.update(done, total);
      if (done === total) embedding.stop();
    },
    onProgress: (done, total) => progress.update(done, total),
  });
  progress.stop();
  createOutput(json).result(report, () => knownItemTable(report));
}
