import type { Pipeline } from '../text/pipeline';
import { adHocCorpus, type AdHocCorpus, type AdHocSetting, type TermCounts } from './ad-hoc-corpus';
import { checkDocument } from './check-document';
import { checkSearchOptions } from './check-options';
import type { InputDocument, StoredDocument } from './document';
import { reachOf } from './editions';
import { highlights, wordFlows } from './hits';
import { checkQueryHasWords } from './search-index';
import type { Highlight, SearchOptions, WordFlow } from './search-options';

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
}

export type RankOptions = Omit<SearchOptions, 'filter'>;

/**
 * Every document, or the first topK, best first; ties by index. A document without words is ranked as one that meets no
 * word of the query. Throws EMPTY_QUERY, INVALID_INPUT, INVALID_OPTION and what the solver throws.
 */
export async function rankDocuments(
  setting: AdHocSetting,
  query: string,
  documents: readonly (string | InputDocument)[],
  options: RankOptions = {},
): Promise<readonly RankedDocument[]> {
  checkSearchOptions(options);
  const { pipeline } = setting;
  const asked = pipeline.counts(query);
  checkQueryHasWords(asked, query);
  const inputs = documents.map((each, i) => checkDocument(typeof each === 'string' ? { text: each } : each, () => String(i)));
  const bags = await countAll(pipeline, inputs);
  const corpus = await adHocCorpus(setting, bags, [asked]);
  const { topK = Math.max(1, documents.length), offset = 0, minScore = 0 } = options;
  const met = await rankBags(setting, corpus, asked, inputs, { ...options, topK: topK + offset });
  const wordless = bags.flatMap((bag, index) =>
    bag.size === 0 ? [{ index, score: 0, distance: reachOf(setting.threshold) }] : [],
  );
  return [...met, ...wordless]
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .filter(({ score }) => score >= minScore)
    .slice(offset, offset + topK)
    .map((ranked) => withId(ranked, documents[ranked.index]));
}

/** Bags of the documents; other work of the thread gets its turn between them. */
async function countAll(pipeline: Pipeline, inputs: readonly StoredDocument[]): Promise<TermCounts[]> {
  const bags: TermCounts[] = [];
  for (const { text = '', terms } of inputs) {
    if (bags.length % TEXTS_A_TURN === TEXTS_A_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    bags.push(terms ? new Map(Object.entries(terms)) : pipeline.counts(text));
  }
  return bags;
}

async function rankBags(
  { pipeline, solver, threshold }: AdHocSetting,
  { edition, lexicon }: AdHocCorpus,
  asked: TermCounts,
  inputs: readonly StoredDocument[],
  { topK = 1, transport = 'partial', mode, candidates, explain, highlight, timeoutMs, signal }: RankOptions,
): Promise<RankedDocument[]> {
  const { words, terms } = await lexicon.query(asked, edition.space.corpus.vocabularySize);
  const explained = explain || highlight ? topK : 0;
  const task = { edition, subject: { words }, options: { topK, transport, mode, candidates }, explain: explained };
  const { ranking, flows } = await solver.solve(task, { timeoutMs, signal });
  return Array.from(ranking.docs, (index, rank): RankedDocument => {
    const ranked = { index, score: ranking.scores[rank], distance: ranking.distances[rank] };
    if (explained === 0) return ranked;
    const named = wordFlows(flows[rank], terms, lexicon.vocabulary);
    return {
      ...ranked,
      ...(explain ? { flows: named } : {}),
      ...(highlight ? { highlights: highlights(inputs[index].text ?? '', named, pipeline, reachOf(threshold)) } : {}),
    };
  });
}

function withId(ranked: RankedDocument, input: string | InputDocument): RankedDocument {
  if (typeof input === 'string' || input.id === undefined) return ranked;
  const { index, ...rest } = ranked;
  return { index, id: input.id, ...rest };
}
