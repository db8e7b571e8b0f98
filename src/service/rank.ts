import type { QueryFlow } from '../search/ranking';
import { checkDocument } from './check-document';
import { adHocCorpus, type AdHocCorpus, type AdHocSetting, type TermCounts } from './ad-hoc-corpus';
import { checkSearchOptions } from './check-options';
import type { InputDocument, StoredDocument } from './document';
import { reachOf } from './editions';
import { highlights, wordFlows } from './hits';
import type { NamedQuery } from './lexicon';
import type { Refinement, RefineOptions } from './refine-options';
import { checkQueryHasWords } from './search-query';
import type { FusedParts, Highlight, SearchOptions, WordFlow } from './search-options';

/** Texts read in a row while other requests wait. */
const TEXTS_A_TURN = 32;

export interface RankedDocument {
  /** Position in the list that was given. */
  readonly index: number;
  readonly id?: string;
  /** In [0, 1]; 0 for a document that meets no word of the query. */
  readonly score: number;
  readonly distance: number;
  readonly flows?: readonly WordFlow[];
  readonly highlights?: readonly Highlight[];
  /** A document that was ranked again in context says so. */
  readonly refined?: Refinement;
  /** With `fuse`: what each ranking gave. */
  readonly parts?: FusedParts;
}

export type RankOptions = Omit<SearchOptions, 'filter'>;

/** Documents about to be ranked by a query. */
export interface RankTask {
  readonly setting: AdHocSetting;
  readonly query: string;
  readonly asked: NamedQuery;
  readonly inputs: readonly StoredDocument[];
  readonly corpus: AdHocCorpus;
  readonly options: RankOptions & RefineOptions;
}

/** Throws EMPTY_QUERY, INVALID_INPUT, INVALID_OPTION. */
export async function rankTask(
  setting: AdHocSetting,
  query: string,
  documents: readonly (string | InputDocument)[],
  options: RankOptions & RefineOptions,
): Promise<RankTask> {
  checkSearchOptions(options);
  const { pipeline } = setting;
  const counts = pipeline.counts(query);
  checkQueryHasWords(counts, query);
  const inputs = documents.map((each, i) => checkDocument(typeof each === 'string' ? { text: each } : each, () => String(i)));
  const corpus = await adHocCorpus(setting, await countAll(setting, inputs), [counts]);
  const asked = await corpus.lexicon.query(counts, corpus.edition.space.corpus.vocabularySize);
  return { setting, query, asked, inputs, corpus, options };
}

/**
 * Every document by words alone, or the first topK, best first; ties by index. A document without words is ranked as one that
 * meets no word of the query. Throws what the solver throws.
 */
export async function rankByWords(task: RankTask): Promise<readonly RankedDocument[]> {
  const { inputs, options } = task;
  const { topK = Math.max(1, inputs.length), offset = 0, minScore = 0 } = options;
  const met = await rankBags(task, topK + offset);
  return [...met, ...wordless(task)]
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .filter(({ score }) => score >= minScore)
    .slice(offset, offset + topK);
}

/** Bags of the documents; other work of the thread gets its turn between them. */
async function countAll({ pipeline }: AdHocSetting, inputs: readonly StoredDocument[]): Promise<TermCounts[]> {
  const bags: TermCounts[] = [];
  for (const { text = '', terms } of inputs) {
    if (bags.length % TEXTS_A_TURN === TEXTS_A_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    bags.push(terms ? new Map(Object.entries(terms)) : pipeline.counts(text));
  }
  return bags;
}

async function rankBags(task: RankTask, topK: number): Promise<RankedDocument[]> {
  const { transport = 'partial', mode, candidates, explain, highlight, timeoutMs, signal } = task.options;
  const { edition } = task.corpus;
  const subject = { words: task.asked.words };
  const explained = explain || highlight ? topK : 0;
  const search = { edition, subject, options: { topK, transport, mode, candidates }, explain: explained };
  const { ranking, flows } = await task.setting.solver.solve(search, { timeoutMs, signal });
  return Array.from(ranking.docs, (index, rank) => ({
    index,
    score: ranking.scores[rank],
    distance: ranking.distances[rank],
    ...shownFlows(task, index, flows[rank]),
  }));
}

/** What is to be shown of the flows to a document. */
export function shownFlows(
  { setting, asked, corpus, inputs, options }: RankTask,
  doc: number,
  flows: readonly QueryFlow[] | undefined,
): Pick<RankedDocument, 'flows' | 'highlights'> {
  if (!flows) return {};
  const named = wordFlows(flows, asked.terms, corpus.lexicon.vocabulary);
  const text = inputs[doc].text ?? '';
  return {
    ...(options.explain && { flows: named }),
    ...(options.highlight && { highlights: highlights(text, named, setting.pipeline, reachOf(setting.threshold)) }),
  };
}

/** Documents without words, as ones that meet nothing. */
function wordless({ setting, corpus, inputs }: RankTask): RankedDocument[] {
  const { offsets } = corpus.edition.space.corpus;
  const distance = reachOf(setting.threshold);
  return inputs.flatMap((_, index) => (offsets[index + 1] > offsets[index] ? [] : [{ index, score: 0, distance }]));
}

/** Says the id of a document that was given with one. */
export function withId(ranked: RankedDocument, input: string | InputDocument): RankedDocument {
  if (typeof input === 'string' || input.id === undefined) return ranked;
  const { index, ...rest } = ranked;
  return { index, id: input.id, ...rest };
}
