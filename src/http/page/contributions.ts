import type { WordFlow } from '../../service/search-options';

/** What one word of the query gives to a hit's score. */
export interface Contribution {
  readonly from: string;
  /** Document words it met, nearest share first. */
  readonly met: readonly { readonly to: string; readonly distance: number; readonly share: number }[];
  /** Part of the score: all contributions of a hit sum to it. */
  readonly score: number;
  /** Mass of the word: how much it matters in the query. */
  readonly mass: number;
}

/** Without a threshold the score is 1 - distance / 2, as if two unit vectors could lie 2 apart. */
export const unthresholded = 2;

/** The threshold that flows were made under: what unmet mass pays, else the largest distance there can be. */
export function thresholdOf(flows: readonly WordFlow[], setting: number | null | undefined): number {
  const unmet = flows.find((flow) => flow.to === null);
  return unmet?.distance ?? setting ?? unthresholded;
}

/** Splits a hit's score over the query's words, by what each saved: mass x (threshold - distance). */
export function contributionsOf(flows: readonly WordFlow[], score: number, threshold: number): Contribution[] {
  const saved = (flow: WordFlow) => (flow.to === null ? 0 : Math.max(0, flow.mass * (threshold - flow.distance)));
  const total = flows.reduce((sum, flow) => sum + saved(flow), 0);
  const share = (flow: WordFlow) => (total === 0 ? 0 : (score * saved(flow)) / total);
  const words = [...new Set(flows.map((flow) => flow.from))];
  return words.map((from) => {
    const own = flows.filter((flow) => flow.from === from);
    const met = own
      .filter((flow) => flow.to !== null)
      .map((flow) => ({ to: flow.to ?? '', distance: flow.distance, share: share(flow) }))
      .sort((a, b) => b.share - a.share);
    return { from, met, score: met.reduce((sum, m) => sum + m.share, 0), mass: own.reduce((sum, f) => sum + f.mass, 0) };
  });
}
