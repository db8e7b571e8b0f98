import { Option, type Command } from 'commander';
import { type DistanceName, documentDistances } from '../distances/registry';
import { evalSts, stsTable } from '../eval/sts';
import { openVectors } from '../service/vector-source';
import type { ThresholdOption } from '../vectors/threshold';
import { parseThreshold, vectorsOption } from './arguments';
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
}

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
