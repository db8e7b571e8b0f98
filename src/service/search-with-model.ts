import { WordmoverError } from '../errors';
import type { QueryFlow } from '../search/ranking';
import { Cancellation } from '../workers/cancellation';
import { contextFlows, contextHighlights, meet, textInContext, type TextInContext } from './context-pair';
import { Effort } from './effort';
import type { KeptVectors } from './kept-vectors';
import { LEAST_SCORE, rankWithModel, type ModelRanked, type ModelStages, type RankedScene } from './model-ranking';
import type { SearchHit, SearchOptions, SearchResult, WordFlow } from './search-options';
import { prepareQuery, type PreparedQuery, type SearchQuery } from './search-query';
import type { Searchable } from './searchable';
import { documentMasses, queryMasses } from './word-masses';
import { flowsTo, hitOf, searchTask, transportOf } from './word-search';

const DEFAULT_TOP_K = 10;

/** A search whose first hits by words a sentence model looks at again, in context or beside those it finds itself. */
export async function searchWithModel(
  index: Searchable,
  query: SearchQuery,
  options: SearchOptions,
  stages: Omit<ModelStages, 'vectors'>,
): Promise<SearchResult> {
  const started = performance.now();
  const prepared = await prepareQuery(index, query);
  const text = textOf(prepared);
  const vectors = await index.embeddings.vectors();
  const transport = transportOf(index, query, options);
  const { topK = DEFAULT_TOP_K, offset = 0, minScore = 0 } = options;
  const first = Math.max(topK + offset, stages.refine?.top ?? 0, stages.fuse?.top ?? 0) + (prepared.self === undefined ? 0 : 1);
  const task = searchTask(index, query, prepared, options, first);
  const { ranking } = await index.solver.solve(task, options);
  const byWords = Array.from(ranking.docs, (doc, rank) => ({
    doc,
    score: ranking.scores[rank],
    distance: ranking.distances[rank],
  })).filter(({ doc, score }) => doc !== prepared.self && score >= LEAST_SCORE);
  const scene = sceneOf(index, vectors, byWords, acceptOf(index, prepared, task.options.accept));
  const asked = { text, words: prepared.words, terms: prepared.terms, transport };
  const final = await limited(options, (effort) => rankWithModel(scene, asked, { ...stages, vectors }, effort));
  const page = final.ranked.filter(({ score, doc }) => score >= minScore && index.documents.at(doc)).slice(offset, offset + topK);
  const flows = await flowsByWords(index, prepared, page, { ...options, transport });
  return {
    hits: page.flatMap((each) => finalHit(index, prepared, each, final.from, flows.get(each.doc), options)),
    exact: ranking.exact,
    stages: ranking.stages,
    unknownWords: prepared.unknown,
    refined: final.refined,
    fused: final.fused,
    tookMs: performance.now() - started,
  };
}

/** The flows in context between a query and one document; their costs sum to the distance. */
export async function explainInContext(
  index: Searchable,
  prepared: PreparedQuery,
  doc: number,
  options: SearchOptions & { readonly transport: 'balanced' | 'partial' },
  threshold: number,
): Promise<readonly WordFlow[]> {
  const { transport } = options;
  const text = textOf(prepared);
  const document = index.documents.at(doc)?.text;
  if (document === undefined) throw noSentences('the document');
  const vectors = await index.embeddings.vectors();
  const { space } = index.edition;
  return limited(options, async (effort) => {
    const from = await textInContext(vectors.query, text, queryMasses(space, prepared.words, prepared.terms, transport), effort);
    const to = await textInContext(vectors, document, documentMasses(space, index.lexicon.vocabulary, doc, transport), effort);
    return contextFlows(from, to.tokens, meet(from, to, { dim: vectors.dim, threshold, transport, k1: space.bm25.k1 }));
  });
}

function limited<T>(options: SearchOptions, work: (effort: Effort) => Promise<T>): Promise<T> {
  const cancellation = new Cancellation(options);
  return cancellation.race(work(new Effort(() => cancellation.check())));
}

function sceneOf(index: Searchable, vectors: KeptVectors, byWords: RankedScene['byWords'], accept: Uint8Array): RankedScene {
  const { documents, embeddings, edition, lexicon } = index;
  const { space } = edition;
  const sentences = embeddings.sentences(documents, vectors);
  return { space, vocabulary: lexicon.vocabulary, textOf: (doc) => documents.at(doc)?.text, sentences, accept, byWords };
}

/** 1 for the documents that are there, have words and pass the filter; the one that was asked about is left out. */
function acceptOf({ edition }: Searchable, { self }: PreparedQuery, filter: Uint8Array | undefined): Uint8Array {
  const { size, offsets, removed } = edition.space.corpus;
  return Uint8Array.from({ length: size }, (_, doc) => {
    const isThere = !removed[doc] && offsets[doc + 1] > offsets[doc] && doc !== self;
    return isThere && (filter === undefined || filter[doc] === 1) ? 1 : 0;
  });
}

/** Flows by words of the hits that need them: to be shown, or for their distance. */
async function flowsByWords(
  index: Searchable,
  prepared: PreparedQuery,
  page: readonly ModelRanked[],
  options: SearchOptions,
): Promise<Map<number, readonly QueryFlow[]>> {
  const { explain, highlight } = options;
  const docs = page.filter(({ met, distance }) => !met && (explain || highlight || distance === undefined)).map(({ doc }) => doc);
  const flows = docs.length === 0 ? [] : await flowsTo(index, prepared, docs, options);
  return new Map(docs.map((doc, i) => [doc, flows[i]]));
}

function finalHit(
  index: Searchable,
  prepared: PreparedQuery,
  { doc, score, distance, met, byWords, parts }: ModelRanked,
  from: TextInContext | undefined,
  flows: readonly QueryFlow[] | undefined,
  options: SearchOptions,
): SearchHit[] {
  const cost = (flows ?? []).reduce((sum, flow) => sum + flow.mass * flow.distance, 0);
  const [hit] = hitOf(index, prepared, doc, score, distance ?? cost, met ? undefined : flows, options);
  if (!hit) return [];
  const ranked = { ...hit, ...(parts && { parts }) };
  if (!met || !from) return [ranked];
  return [
    {
      ...ranked,
      flows: options.explain ? contextFlows(from, met.tokens, met.meeting) : undefined,
      highlights: options.highlight ? contextHighlights(from, met.tokens, met.meeting) : undefined,
      ...(byWords && { refined: { score: byWords.score, distance: byWords.distance } }),
    },
  ];
}

function textOf({ text }: PreparedQuery): string {
  if (text === undefined) throw noSentences('the query');
  return text;
}

function noSentences(what: string): WordmoverError {
  return new WordmoverError(
    'INVALID_OPTION',
    `${what} is a bag of words, which has no sentences: refine and fuse need a text; leave them out`,
  );
}
