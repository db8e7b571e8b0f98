import path from 'node:path';
import { seededRandom } from '../embeddings/seeded-random';
import { WordmoverError } from '../errors';
import { KeptVectors } from '../service/kept-vectors';
import { type ModelLocation, openSentenceModel } from '../service/sentence-models';
import { LmdbEmbeddings } from '../store/lmdb-embeddings';
import { MemoryEmbeddings } from '../store/memory-embeddings';
import { type Pipeline, type PipelineOptions, createPipeline } from '../text/pipeline';
import { type ThresholdOption, resolveThreshold } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import { InlineSolver } from '../workers/solver';
import { cpuMs } from './cpu-time';
import type { LabelledDocument } from './labelled-document';
import { readLabelledDocuments } from './labelled-documents';
import { messageSubject, messageText, normalizedSubject } from './message-text';
import {
  type Answers,
  type Asked,
  type KnownItemMethod,
  type KnownItemReport,
  knownItemResults,
  trecRankings,
} from './known-item-report';
import { MODEL_METHODS, type ModelMethod, type ModelRankerParts, ModelRankers, type TextRanker } from './model-rankers';
import { type Method, type Neighbours, type Ranker, Rankers } from './rankers';
import { sample } from './sample';
import { TextSpace } from './text-space';
import { writeTrec } from './trec';

export interface KnownItemOptions {
  readonly vectors: WordVectors;
  /** Those of words by default; `sentence`, `rrf`, `context` and `fused` need a `model`. */
  readonly methods?: readonly KnownItemMethod[];
  /** Subjects asked; default 400. */
  readonly queries?: number;
  /** Messages whose subjects are asked; choose options on `train`. Default `test`. */
  readonly subjects?: 'train' | 'test';
  /** Messages searched, drawn from both files; all by default. */
  readonly documents?: number;
  /** Cap of the distance between words in balanced and partial transport; default 1.2. */
  readonly threshold?: ThresholdOption;
  /** How texts become terms; lemmas without stop words by default. */
  readonly pipeline?: PipelineOptions;
  /** Draws subjects and documents; default 1. */
  readonly seed?: number;
  /** Folder for NAME.run and qrels.txt. */
  readonly trec?: string;
  /** Where the sentence model lies. */
  readonly model?: ModelLocation & {
    /** Folder that keeps what the model makes of the messages; memory without it. */
    readonly cache?: string;
    /** Cap of the distance between words in context; default 1.3. */
    readonly threshold?: number;
  };
  /** Told while messages run through the model. */
  readonly onEmbed?: (done: number, total: number) => void;
  readonly onProgress?: (done: number, total: number) => void;
}

export const KNOWN_ITEM_METHODS: readonly Method[] = ['bm25', 'cosine', 'partial', 'balanced', 'wcd'];

/** As `Index.search` has it. */
const CONTEXT_THRESHOLD = 1.3;
const DEPTH = 100;
const LEAST_WORDS = 2;

interface Item {
  readonly id: string;
  /** Normalised: equal for the messages of a thread. */
  readonly subject: string;
  /** The subject as it stands. */
  readonly written: string;
  readonly body: string;
}

/**
 * Known-item search on 20 Newsgroups: the subject of a message, each different one once, asks for the bodies of the messages
 * that have it, among the bodies of all (no headers, quotes, signatures). Messages whose body has no words are left out.
 * `folder` holds the two files of messages.
 */
export async function evalKnownItem(folder: string, options: KnownItemOptions): Promise<KnownItemReport> {
  const { methods = KNOWN_ITEM_METHODS, seed = 1, subjects = 'test', vectors, onProgress } = options;
  const random = seededRandom(seed);
  const pipeline = createPipeline(options.pipeline);
  const items = sample(readItems(folder), options.documents, random).filter(({ body }) => pipeline.terms(body).length > 0);
  const asked = sample(
    askable(
      items,
      (item) => item.id.startsWith(`${subjects}/`),
      createPipeline({ ...options.pipeline, keepStopWordsWhenAlone: false }),
    ),
    options.queries ?? 400,
    random,
  );
  if (asked.length === 0)
    throw new WordmoverError('INVALID_INPUT', `${folder}: no ${subjects} message has a subject of two words`);
  const space = await TextSpace.create(
    items.map(({ body }) => body),
    pipeline,
    vectors,
  );
  const threshold = resolveThreshold(options.threshold ?? 1.2, space.points);
  const words = new Rankers(space, { threshold, solver: new InlineSolver() });
  const contextThreshold = options.model?.threshold ?? CONTEXT_THRESHOLD;
  const texts = items.map(({ body }) => body);
  const model = await openRankers(options, pipeline, {
    space,
    texts,
    wordThreshold: threshold,
    threshold: contextThreshold,
    ranker: (method) => words.ranker(method),
  });
  const answers = new Map<KnownItemMethod, Answers>();
  try {
    for (const [m, method] of methods.entries()) {
      const ranker = isOfModel(method) ? model!.rankers.ranker(method) : withoutText(words.ranker(method));
      answers.set(
        method,
        await askAll(ranker, space, asked, (done) => onProgress?.(m * asked.length + done, methods.length * asked.length)),
      );
    }
  } finally {
    await model?.close();
  }
  const ids = items.map(({ id }) => id);
  if (options.trec !== undefined) {
    await writeTrec(
      options.trec,
      new Map([...answers].map(([method, each]) => [method, trecRankings(asked, ids, each)])),
      new Map(asked.map(({ id, relevant }) => [id, Array.from(relevant, (doc) => ids[doc])])),
    );
  }
  return {
    queries: asked.length,
    documents: items.length,
    vectors: vectors.label,
    threshold,
    ...(model && { model: { name: model.name, threshold: contextThreshold } }),
    results: knownItemResults(asked, answers),
  };
}

const withoutText =
  (rank: Ranker): TextRanker =>
  (_text, words, topK) =>
    rank(words, topK);

const isOfModel = (method: KnownItemMethod): method is ModelMethod => (MODEL_METHODS as readonly string[]).includes(method);

/** Undefined where no method needs a sentence model. */
async function openRankers(
  { methods = KNOWN_ITEM_METHODS, model, onEmbed }: KnownItemOptions,
  pipeline: Pipeline,
  parts: Omit<ModelRankerParts, 'vectors'>,
): Promise<{ name: string; rankers: ModelRankers; close: () => Promise<void> } | undefined> {
  const asking = methods.filter(isOfModel);
  if (asking.length === 0) return undefined;
  const opened = await openSentenceModel(model);
  const store = model?.cache === undefined ? new MemoryEmbeddings(Infinity) : LmdbEmbeddings.open(model.cache);
  const rankers = new ModelRankers({ ...parts, vectors: new KeptVectors(opened, pipeline, store) });
  await rankers.embed(asking, onEmbed);
  return { name: opened.label, rankers, close: () => store.close() };
}

function readItems(folder: string): Item[] {
  const split = (name: string): LabelledDocument[] => readLabelledDocuments(path.join(folder, `20news-bydate-${name}.jsonl.gz`));
  return [...split('train'), ...split('test')].map(({ id, text }) => ({
    id,
    subject: normalizedSubject(text),
    written: messageSubject(text),
    body: messageText(text, 'body'),
  }));
}

/** Each different subject of enough words, with the messages that have it. */
function askable(items: readonly Item[], isAsked: (item: Item) => boolean, pipeline: { terms(text: string): string[] }): Asked[] {
  const docsOf = new Map<string, Set<number>>();
  items.forEach(({ subject }, doc) => docsOf.set(subject, (docsOf.get(subject) ?? new Set()).add(doc)));
  const seen = new Set<string>();
  return items.filter(isAsked).flatMap(({ id, subject, written }) => {
    if (seen.has(subject)) return [];
    seen.add(subject);
    return new Set(pipeline.terms(written)).size < LEAST_WORDS ? [] : [{ id, subject: written, relevant: docsOf.get(subject)! }];
  });
}

async function askAll(
  rank: TextRanker,
  space: TextSpace,
  asked: readonly Asked[],
  onDone: (done: number) => void,
): Promise<Answers> {
  const found: Neighbours[] = [];
  const ms: number[] = [];
  await rank(asked[0].subject, await space.query(asked[0].subject), DEPTH);
  for (const { subject } of asked) {
    const words = await space.query(subject);
    const start = cpuMs();
    found.push(await rank(subject, words, DEPTH));
    ms.push(cpuMs() - start);
    onDone(found.length);
  }
  return { found, ms };
}
