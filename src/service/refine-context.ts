import { contextDistance, massesOfOccurrences, type ContextTransport, type Occurrences } from '../distances/context-distance';
import { balancedQuery, partialQuery } from '../distances/query';
import type { Transport } from '../search/ranking';
import { bm25Capacities } from '../text/bm25';
import { documentNbow } from '../text/tfidf';
import type { Token } from '../text/tokenize';
import type { ContextVectors } from '../vectors/transformer/context-vectors';
import { Cancellation } from '../workers/cancellation';
import { adHocCorpus, type AdHocCorpus, type AdHocSetting } from './ad-hoc-corpus';
import type { CompareOptions } from './compare';
import { compareTexts } from './compare';
import type { InputDocument } from './document';
import { reachOf } from './editions';
import { rankDocuments, type RankedDocument, type RankOptions } from './rank';
import { refinement, type Refinement, type RefineOptions } from './refine-options';
import type { Comparison, Highlight, WordFlow } from './search-options';

/** A document ranked again in context says so; the others come after those. */
export interface RefinedDocument extends RankedDocument {
  readonly refined?: Refinement;
}

export interface RefinedComparison extends Comparison {
  readonly refined?: Refinement;
}

/** A text with its words in context. */
interface TextInContext {
  readonly tokens: readonly Token[];
  readonly occurrences: Occurrences;
}

/**
 * Ranks documents by words, then the first `refineTop` again by words in context: distances, scores, flows and highlights of
 * these are of the second kind. Documents given as terms have no sentences and stay as they were. Throws as `rankDocuments`, and
 * VECTORS_UNAVAILABLE.
 */
export async function rankRefined(
  setting: AdHocSetting,
  query: string,
  documents: readonly (string | InputDocument)[],
  options: RankOptions & RefineOptions,
): Promise<readonly RefinedDocument[]> {
  const { transport = 'partial', topK = Math.max(1, documents.length), offset = 0, minScore = 0 } = options;
  const refining = await refinement(options, transport);
  if (!refining) return rankDocuments(setting, query, documents, options);
  const cancellation = new Cancellation(options);
  const first = await rankDocuments(setting, query, documents, {
    ...options,
    topK: Math.max(refining.top, topK + offset),
    offset: 0,
    minScore: 0,
  });
  const texts = documents.map((each) => (typeof each === 'string' ? each : (each.text ?? '')));
  const { pipeline } = setting;
  const asked = pipeline.counts(query);
  const corpus = await adHocCorpus(
    setting,
    texts.map((text) => pipeline.counts(text)),
    [asked],
  );
  const { vectors, threshold } = refining;
  const demands = await queryMasses(corpus, asked, transport);
  const from = await inContext(vectors, query, pipeline.tokens(query), (term) => demands.get(term) ?? 0);
  const refined: RefinedDocument[] = [];
  const rest: RankedDocument[] = [];
  for (const [place, ranked] of first.entries()) {
    const text = texts[ranked.index];
    const tokens = place < refining.top ? pipeline.tokens(text) : [];
    if (tokens.length === 0) {
      rest.push(ranked);
      continue;
    }
    cancellation.check();
    const started = performance.now();
    const capacities = documentMasses(corpus, ranked.index, transport);
    const to = await inContext(vectors, text, tokens, (term) => capacities.get(term) ?? 0);
    const solved = solve(from, to, vectors, threshold, transport, corpus);
    refined.push({
      ...ranked,
      ...solved.measured,
      ...(options.explain ? { flows: flowsOf(from, to, solved, threshold) } : {}),
      ...(options.highlight ? { highlights: highlightsOf(from, to, solved, threshold) } : {}),
      refined: report(from, to, vectors, threshold, started, ranked),
    });
  }
  refined.sort((a, b) => a.distance - b.distance || a.index - b.index);
  return [...refined, ...rest].filter(({ score }) => score >= minScore).slice(offset, offset + topK);
}

/** Two texts held against each other by words in context; `bounds` are of words alone and stay empty. Throws as `compareTexts`. */
export async function compareRefined(
  setting: AdHocSetting,
  a: string,
  b: string,
  options: CompareOptions & RefineOptions,
): Promise<RefinedComparison> {
  const { transport = 'balanced' } = options;
  const refining = await refinement(options, transport);
  const plain = await compareTexts(setting, a, b, options);
  if (!refining) return plain;
  const started = performance.now();
  const { vectors, threshold } = refining;
  const { pipeline } = setting;
  const [first, second] = [pipeline.counts(a), pipeline.counts(b)];
  const corpus = await adHocCorpus(setting, [second, first]);
  const demands = await queryMasses(corpus, first, transport);
  const capacities = documentMasses(corpus, 0, transport);
  const from = await inContext(vectors, a, pipeline.tokens(a), (term) => demands.get(term) ?? 0);
  const to = await inContext(vectors, b, pipeline.tokens(b), (term) => capacities.get(term) ?? 0);
  const solved = solve(from, to, vectors, threshold, transport, corpus);
  return {
    ...solved.measured,
    flows: flowsOf(from, to, solved, threshold),
    bounds: {},
    unknownWords: [...new Set([from, to].flatMap(({ occurrences: { terms, known } }) => terms.filter((_, i) => !known[i])))],
    refined: report(from, to, vectors, threshold, started, plain),
  };
}

async function inContext(
  vectors: ContextVectors,
  text: string,
  tokens: readonly Token[],
  massOf: (term: string) => number,
): Promise<TextInContext> {
  const { rows, known } = await vectors.embed(text, tokens);
  const terms = tokens.map(({ term }) => term);
  return { tokens, occurrences: { terms, rows, known, masses: massesOfOccurrences(terms, massOf) } };
}

/** Mass of each word of the query, as the stage by words weighs it. */
async function queryMasses(
  { edition, lexicon }: AdHocCorpus,
  counts: ReadonlyMap<string, number>,
  transport: Transport,
): Promise<ReadonlyMap<string, number>> {
  const { corpus, tfidf, bm25 } = edition.space;
  const { words, terms } = await lexicon.query(counts, corpus.vocabularySize);
  const { masses } = transport === 'balanced' ? balancedQuery(words, tfidf) : partialQuery(words, bm25);
  return new Map(terms.map((term, i) => [term, masses[i]]));
}

function documentMasses({ edition, lexicon }: AdHocCorpus, doc: number, transport: Transport): ReadonlyMap<string, number> {
  const { corpus, tfidf, bm25 } = edition.space;
  const { words, weights } = transport === 'balanced' ? documentNbow(corpus, tfidf, doc) : bm25Capacities(corpus, bm25, doc);
  return new Map(Array.from(words, (word, i) => [lexicon.vocabulary.term(word), weights[i]]));
}

interface Solved extends ContextTransport {
  readonly measured: { readonly distance: number; readonly score: number };
}

/** Scores are those of searching by words: 1 - distance / T, or 1 - 10^(-(k1 + 1) share) of the share that was saved. */
function solve(
  from: TextInContext,
  to: TextInContext,
  { dim }: ContextVectors,
  threshold: number,
  transport: Transport,
  { edition }: AdHocCorpus,
): Solved {
  const solved = contextDistance(from.occurrences, to.occurrences, { dim, threshold, transport });
  const { distance } = solved;
  const share = Math.min(1, Math.max(0, 1 - distance / reachOf(threshold)));
  const score = transport === 'balanced' ? share : 1 - 10 ** (-(edition.space.bm25.k1 + 1) * share);
  return { ...solved, measured: { distance, score } };
}

function report(
  from: TextInContext,
  to: TextInContext,
  { label }: ContextVectors,
  threshold: number,
  started: number,
  { score, distance }: { readonly score: number; readonly distance: number },
): Refinement {
  const occurrences = from.tokens.length + to.tokens.length;
  return {
    model: label,
    threshold: reachOf(threshold),
    occurrences,
    ms: performance.now() - started,
    before: { score, distance },
  };
}

/** Mass under this share of the query's is rounding. */
const LEAST_SHARE = 1e-12;

/** Flows between occurrences by their terms, what met nothing last. */
function flowsOf(from: TextInContext, to: TextInContext, { flows }: ContextTransport, threshold: number): WordFlow[] {
  const { masses, terms } = from.occurrences;
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const left = masses.map((mass) => mass / total);
  const named: WordFlow[] = [];
  for (const { from: i, to: j, mass, distance } of flows) {
    left[i] -= mass;
    if (mass > LEAST_SHARE) named.push({ from: terms[i], to: to.occurrences.terms[j], mass, distance, cost: mass * distance });
  }
  named.sort((a, b) => a.distance - b.distance || b.mass - a.mass);
  const reach = reachOf(threshold);
  left.forEach((mass, i) => {
    if (mass > LEAST_SHARE) named.push({ from: terms[i], to: null, mass, distance: reach, cost: mass * reach });
  });
  return named;
}

/** The very occurrences that were met, each with its nearest word of the query and its share of all that was saved. */
function highlightsOf(from: TextInContext, to: TextInContext, { flows }: ContextTransport, threshold: number): Highlight[] {
  const gainOf = (flow: (typeof flows)[number]): number => flow.mass * Math.max(0, reachOf(threshold) - flow.distance);
  const total = flows.reduce((sum, flow) => sum + gainOf(flow), 0);
  if (total === 0) return [];
  return to.tokens.flatMap(({ start, end }, j) => {
    const met = flows.filter((flow) => flow.to === j && flow.mass > LEAST_SHARE).sort((a, b) => a.distance - b.distance);
    if (met.length === 0) return [];
    const share = met.reduce((sum, flow) => sum + gainOf(flow), 0) / total;
    return [{ start, end, from: from.occurrences.terms[met[0].from], distance: met[0].distance, share: Math.min(1, share) }];
  });
}
