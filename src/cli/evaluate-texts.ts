import { Option, type Command } from 'commander';
import { documentDistances } from '../distances/registry';
import { KNOWN_ITEM_METHODS, type KnownItemOptions, evalKnownItem } from '../eval/known-item';
import { knownItemTable } from '../eval/known-item-report';
import { MODEL_METHODS } from '../eval/model-rankers';
import { METHODS } from '../eval/rankers';
import { type StsDistance, evalSts, stsTable } from '../eval/sts';
import { STS_MODEL_METHODS } from '../eval/sts-in-context';
import { openSentenceModel } from '../service/sentence-models';
import type { ThresholdOption } from '../vectors/threshold';
import { modelDirFlag, modelFlag, parseCount, parseNumber, parseThreshold, vectorsFlag } from './arguments';
import { addKnn } from './evaluate-knn';
import { openFlaggedVectors, type VectorFlags } from './evaluate-vectors';
import { createOutput } from './output';
import { progressBar } from './progress';

interface ModelFlags extends VectorFlags {
  readonly model?: string;
}

interface StsFlags extends ModelFlags {
  readonly threshold: ThresholdOption;
  readonly distance?: StsDistance[];
  readonly idfPower: number;
  readonly lemmas: boolean;
  readonly keepStopWords?: boolean;
  readonly json?: boolean;
}

interface SearchFlags
  extends ModelFlags, Pick<KnownItemOptions, 'methods' | 'queries' | 'subjects' | 'documents' | 'threshold' | 'seed' | 'trec'> {
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
    .addOption(vectorsFlag())
    .addOption(thresholdOption().default(Infinity, 'none'))
    .addOption(modelDirFlag())
    .addOption(modelFlag())
    .addOption(
      new Option('--distance <names...>', 'only these; context and sentence with --model').choices([
        ...Object.keys(documentDistances),
        ...STS_MODEL_METHODS,
      ]),
    )
    .option('--idf-power <number>', 'power of the idf', parseNumber, 1)
    .option('--no-lemmas', 'compare words as they stand')
    .option('--keep-stop-words', 'compare stop words too')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ wordmover eval sts sts-test.csv --vectors glove.6B.300d.txt.gz')
    .action(sts);
  evaluation
    .command('search')
    .description('known-item search on 20 Newsgroups: subjects ask for the bodies of their messages')
    .argument('<folder>', '20news-bydate-train.jsonl.gz and 20news-bydate-test.jsonl.gz')
    .addOption(vectorsFlag())
    .addOption(thresholdOption().default(1.2))
    .addOption(
      new Option('--methods <names...>', 'compared side by side')
        .choices([...METHODS, ...MODEL_METHODS])
        .default(KNOWN_ITEM_METHODS),
    )
    .addOption(modelDirFlag())
    .addOption(modelFlag())
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

const thresholdOption = (): Option =>
  new Option('--threshold <distance>', 'cap of the distance between words: up to 2, q0.02 for a quantile, or none').argParser(
    parseThreshold,
  );

async function sts(file: string, { json = false, vectors, modelDir, model, distance, ...flags }: StsFlags): Promise<void> {
  const { lemmas, keepStopWords, threshold, idfPower } = flags;
  const progress = progressBar('sts');
  const report = await evalSts(file, {
    vectors: await openFlaggedVectors({ vectors, modelDir }),
    ...(model !== undefined && { model: await openSentenceModel({ modelDir, model }) }),
    distances: distance,
    threshold,
    tfidf: { idfPower },
    pipeline: { ...(!lemmas && { lemmatize: false }), ...(keepStopWords && { stopWords: false }) },
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
    vectors: await openFlaggedVectors({ vectors, modelDir }),
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
