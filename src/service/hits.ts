import type { QueryFlow } from '../search/ranking';
import type { Pipeline } from '../text/pipeline';
import type { Vocabulary } from '../text/vocabulary';
import type { Highlight, WordFlow } from './search-options';

/** Flows with names for numbers, the costliest mass last: what met exactly comes first. */
export function wordFlows(flows: readonly QueryFlow[], terms: readonly string[], vocabulary: Vocabulary): WordFlow[] {
  return flows
    .map(({ query, word, mass, distance }) => ({
      from: terms[query],
      to: word < 0 ? null : vocabulary.term(word),
      mass,
      distance,
      cost: mass * distance,
    }))
    .sort((a, b) => Number(a.to === null) - Number(b.to === null) || a.distance - b.distance || b.mass - a.mass);
}

interface Meeting {
  readonly from: string;
  readonly distance: number;
  readonly share: number;
}

/** Where in a document's text its words were met. `reach` is the distance at which nothing is gained. */
export function highlights(text: string, flows: readonly WordFlow[], pipeline: Pipeline, reach: number): Highlight[] {
  const meetings = meetingsByWord(flows, reach);
  if (meetings.size === 0) return [];
  return pipeline.tokens(text).flatMap(({ term, start, end }) => {
    const meeting = meetings.get(term);
    return meeting ? [{ start, end, ...meeting }] : [];
  });
}

/** Per word of the document: the nearest query word it met, and its share of all that was gained. */
function meetingsByWord(flows: readonly WordFlow[], reach: number): Map<string, Meeting> {
  const gainOf = ({ mass, distance }: WordFlow): number => mass * Math.max(0, reach - distance);
  const total = flows.reduce((sum, flow) => sum + gainOf(flow), 0);
  const meetings = new Map<string, Meeting>();
  for (const flow of flows) {
    if (flow.to === null || total === 0) continue;
    const known = meetings.get(flow.to);
    const share = (known?.share ?? 0) + gainOf(flow) / total;
    const nearest = known && known.distance <= flow.distance ? known : flow;
    meetings.set(flow.to, { from: nearest.from, distance: nearest.distance, share: Math.min(1, share) });
  }
  return meetings;
}
