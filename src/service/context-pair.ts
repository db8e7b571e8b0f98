import { contextDistance, massesOfOccurrences, type ContextTransport, type Occurrences } from '../distances/context-distance';
import type { Transport } from '../search/ranking';
import { transportScore } from '../search/transport-score';
import type { Token } from '../text/tokenize';
import { reachOf } from './editions';
import type { Effort } from './effort';
import type { KeptVectors } from './kept-vectors';
import type { Highlight, WordFlow } from './search-options';

/** A text with its words in context. */
export interface TextInContext {
  readonly tokens: readonly Token[];
  readonly occurrences: Occurrences;
}

export interface ContextSetting {
  readonly dim: number;
  /** Cap of the distance between occurrences; Infinity for none. */
  readonly threshold: number;
  readonly transport: Transport;
  /** Of the BM25 that weighs partial transport. */
  readonly k1: number;
}

/** What the transport between two texts came to. */
export interface ContextMeeting extends ContextTransport {
  readonly score: number;
  readonly threshold: number;
}

/** @param masses of each word of the text, by term. */
export async function textInContext(
  vectors: KeptVectors,
  text: string,
  masses: ReadonlyMap<string, number>,
  effort: Effort,
): Promise<TextInContext> {
  const { tokens, rows, known } = await vectors.words(text, effort);
  const terms = tokens.map(({ term }) => term);
  const massOf = (term: string): number => masses.get(term) ?? 0;
  return { tokens, occurrences: { terms, rows, known, masses: massesOfOccurrences(terms, massOf) } };
}

/** Scores as of searching by words. */
export function meet(from: TextInContext, to: TextInContext, { k1, ...setting }: ContextSetting): ContextMeeting {
  const solved = contextDistance(from.occurrences, to.occurrences, setting);
  const threshold = reachOf(setting.threshold);
  return { ...solved, threshold, score: transportScore(solved.distance, threshold, setting.transport, k1) };
}

/** Mass under this share of the query's is rounding. */
const LEAST_SHARE = 1e-12;

/** Flows between occurrences by their terms, what met nothing last. */
export function contextFlows(from: TextInContext, to: readonly Token[], { flows, threshold }: ContextMeeting): WordFlow[] {
  const { masses, terms } = from.occurrences;
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const left = masses.map((mass) => mass / total);
  const named: WordFlow[] = [];
  for (const { from: i, to: j, mass, distance } of flows) {
    left[i] -= mass;
    if (mass > LEAST_SHARE) named.push({ from: terms[i], to: to[j].term, mass, distance, cost: mass * distance });
  }
  named.sort((a, b) => a.distance - b.distance || b.mass - a.mass);
  left.forEach((mass, i) => {
    if (mass > LEAST_SHARE) named.push({ from: terms[i], to: null, mass, distance: threshold, cost: mass * threshold });
  });
  return named;
}

/** The very occurrences that were met, each with its nearest word of the query and its share of all that was saved. */
export function contextHighlights(from: TextInContext, to: readonly Token[], { flows, threshold }: ContextMeeting): Highlight[] {
  const gainOf = (flow: (typeof flows)[number]): number => flow.mass * Math.max(0, threshold - flow.distance);
  const total = flows.reduce((sum, flow) => sum + gainOf(flow), 0);
  if (total === 0) return [];
  return to.flatMap(({ start, end }, j) => {
    const met = flows.filter((flow) => flow.to === j && flow.mass > LEAST_SHARE).sort((a, b) => a.distance - b.distance);
    if (met.length === 0) return [];
    const share = met.reduce((sum, flow) => sum + gainOf(flow), 0) / total;
    return [{ start, end, from: from.occurrences.terms[met[0].from], distance: met[0].distance, share: Math.min(1, share) }];
  });
}
