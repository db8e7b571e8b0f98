import type { QueryFlow } from '../search/ranking';
import { MemoryEmbeddings } from '../store/memory-embeddings';
import type { Pipeline } from '../text/pipeline';
import type { ContextVectors } from '../vectors/transformer/context-vectors';
import { Cancellation } from '../workers/cancellation';
import type { AdHocSetting } from './ad-hoc-corpus';
import { contextFlows, contextHighlights, type TextInContext } from './context-pair';
import type { InputDocument } from './document';
import { reachOf } from './editions';
import { Effort } from './effort';
import { KeptVectors } from './kept-vectors';
import { rankWithModel, type MetDocument, type ModelRanked, type ModelStages, type RankedScene } from './model-ranking';
import { modelStages } from './model-stages';
import { rankByWords, rankTask, shownFlows, withId, type RankedDocument, type RankOptions, type RankTask } from './rank';
import type { Refinement, RefineOptions } from './refine-options';
import { openSentenceModel } from './sentence-models';
import { SentenceTable } from './sentence-table';

/**
 * Ranks documents by words; where it is asked for, the first again by words in context, or fused with the ranking by sentence
 * vectors. Documents given as terms have no sentences. Throws EMPTY_QUERY, INVALID_INPUT, INVALID_OPTION, VECTORS_UNAVAILABLE and
 * what the solver throws.
 */
export async function rankDocuments(
  setting: AdHocSetting,
  query: string,
  documents: readonly (string | InputDocument)[],
  options: RankOptions & RefineOptions = {},
): Promise<readonly RankedDocument[]> {
  const { transport = 'partial', topK = Math.max(1, documents.length) } = options;
  const stages = modelStages({ ...options, topK }, transport);
  const vectors = stages && keptFor(setting.pipeline, await openSentenceModel(options));
  const task = await rankTask(setting, query, documents, options);
  const ranked = vectors ? await rankInStages(task, { ...stages, vectors }) : await rankByWords(task);
  return ranked.map((each) => withId(each, documents[each.index]));
}

/** Bytes for what a model made of texts that no index holds: the same texts often come again. */
const BUDGET = 64 * 2 ** 20;
const stores = new WeakMap<ContextVectors, MemoryEmbeddings>();

/** The vectors of texts without an index. */
export function keptFor(pipeline: Pipeline, vectors: ContextVectors): KeptVectors {
  let store = stores.get(vectors);
  if (!store) stores.set(vectors, (store = new MemoryEmbeddings(BUDGET)));
  return new KeptVectors(vectors, pipeline, store);
}

async function rankInStages(task: RankTask, stages: ModelStages): Promise<RankedDocument[]> {
  const cancellation = new Cancellation(task.options);
  const effort = new Effort(() => cancellation.check());
  return cancellation.race(rankAgain(task, stages, effort));
}

async function rankAgain(task: RankTask, stages: ModelStages, effort: Effort): Promise<RankedDocument[]> {
  const { inputs, options, asked, query } = task;
  const { transport = 'partial', topK = Math.max(1, inputs.length), offset = 0, minScore = 0 } = options;
  const plain = { ...options, topK: inputs.length, offset: 0, minScore: 0, explain: false, highlight: false };
  const byWords = await rankByWords({ ...task, options: plain });
  const { ranked, from } = await rankWithModel(
    sceneOf(task, byWords, stages),
    { text: query, words: asked.words, terms: asked.terms, transport },
    stages,
    effort,
  );
  const isRanked = new Set(ranked.map(({ doc }) => doc));
  const others = byWords.filter(({ index }) => !isRanked.has(index)).map((each) => ({ ...each, score: 0 }));
  const page = [...ranked, ...others].filter(({ score }) => score >= minScore).slice(offset, offset + topK);
  const flows = await flowsByWords(
    task,
    page.flatMap((each) => ('index' in each || each.met ? [] : [each.doc])),
  );
  return page.map((each) => ('index' in each ? each : shown(task, each, stages, from, flows.get(each.doc))));
}

/** Of those that were not looked at in context, where flows are to be shown. */
async function flowsByWords({ corpus, asked, setting, options }: RankTask, docs: readonly number[]) {
  const { transport = 'partial', explain, highlight, timeoutMs, signal } = options;
  if (docs.length === 0 || !(explain || highlight)) return new Map<number, readonly QueryFlow[]>();
  const search = { edition: corpus.edition, subject: { words: asked.words }, options: { topK: 1, transport } };
  const { flows } = await setting.solver.solve({ ...search, explain: docs, explainOnly: true }, { timeoutMs, signal });
  return new Map(docs.map((doc, i) => [doc, flows[i]]));
}

function shown(
  task: RankTask,
  { doc, score, distance = reachOf(task.setting.threshold), byWords, met, parts }: ModelRanked,
  { vectors }: ModelStages,
  from: TextInContext | undefined,
  flows: readonly QueryFlow[] | undefined,
): RankedDocument {
  const ranked = { index: doc, score, distance, ...(parts && { parts }) };
  if (!met || !from) return { ...ranked, ...shownFlows(task, doc, flows) };
  const { explain, highlight } = task.options;
  return {
    ...ranked,
    ...(explain && { flows: contextFlows(from, met.tokens, met.meeting) }),
    ...(highlight && { highlights: contextHighlights(from, met.tokens, met.meeting) }),
    refined: refinementOf(from, met, vectors, byWords),
  };
}

/** What a refinement did to one document. */
export function refinementOf(
  from: TextInContext,
  { tokens, meeting, ms }: Pick<MetDocument, 'tokens' | 'meeting' | 'ms'>,
  { label }: KeptVectors,
  before: { readonly score: number; readonly distance: number } | undefined,
): Refinement {
  return {
    model: label,
    threshold: meeting.threshold,
    occurrences: from.tokens.length + tokens.length,
    ms,
    ...(before && { before: { score: before.score, distance: before.distance } }),
  };
}

function sceneOf({ corpus, inputs }: RankTask, byWords: readonly RankedDocument[], { vectors }: ModelStages): RankedScene {
  const { offsets } = corpus.edition.space.corpus;
  const hasWords = (doc: number): boolean => offsets[doc + 1] > offsets[doc];
  return {
    space: corpus.edition.space,
    vocabulary: corpus.lexicon.vocabulary,
    textOf: (doc) => inputs[doc].text,
    sentences: new SentenceTable(vectors.dim),
    accept: Uint8Array.from(inputs, (_, doc) => (hasWords(doc) ? 1 : 0)),
    byWords: byWords
      .filter(({ index }) => hasWords(index))
      .map(({ index, score, distance }) => ({ doc: index, score, distance })),
  };
}
