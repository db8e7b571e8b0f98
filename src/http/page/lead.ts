import type { SearchHit } from '../../service/search-options';
import { flowScore, placesVerdict } from './places';
import { contributionsOf, thresholdOf, type Contribution } from './contributions';

/** One word of the query in two hits. */
export interface WordPair {
  readonly from: string;
  readonly up: Contribution | undefined;
  readonly down: Contribution | undefined;
  /** What the upper hit gains by it over the lower. */
  readonly lead: number;
}

/** Two neighbours in a ranking, word by word of the query, the most telling word first. */
export interface Lead {
  readonly upper: SearchHit;
  readonly lower: SearchHit;
  /** Rank of the upper hit, from 1; the lower follows it. */
  readonly rank: number;
  readonly threshold: number;
  readonly pairs: readonly WordPair[];
}

export function leadOf(upper: SearchHit, lower: SearchHit, rank: number, setting: number): Lead {
  const threshold = thresholdOf([...(upper.flows ?? []), ...(lower.flows ?? [])], setting);
  const above = contributionsOf(upper.flows ?? [], flowScore(upper), threshold);
  const below = contributionsOf(lower.flows ?? [], flowScore(lower), threshold);
  const words = [...new Set([...above, ...below].map(({ from }) => from))];
  const pairs = words.map((from) => {
    const [up, down] = [above, below].map((all) => all.find((one) => one.from === from));
    return { from, up, down, lead: (up?.score ?? 0) - (down?.score ?? 0) };
  });
  return { upper, lower, rank, threshold, pairs: pairs.sort((a, b) => Math.abs(b.lead) - Math.abs(a.lead)) };
}

/** The lead in a sentence. */
export function verdict({ upper, lower, rank, pairs }: Lead): string {
  if (upper.parts && lower.parts) return placesVerdict(upper, lower, rank);
  if (upper.refined && !lower.refined)
    return `Hit ${rank} is the last that was ranked in context; those below are by words alone.`;
  const total = upper.score - lower.score;
  if (total < 5e-4) return `Hits ${rank} and ${rank + 1} score the same.`;
  const ahead = pairs.filter(({ lead }) => lead > 1e-3).slice(0, 2);
  const behind = pairs.find(({ lead }) => lead < -1e-3);
  const reasons = ahead.map((pair) => `“${pair.from}” ${reason(pair, rank)}`).join('; ');
  const but = behind ? ` Hit ${rank + 1} does better on “${behind.from}”, but that is less.` : '';
  return `Hit ${rank} is above hit ${rank + 1} by ${total.toFixed(3)}: ${reasons}.${but}`;
}

function reason({ up, down }: WordPair, rank: number): string {
  const mine = up?.met[0];
  const other = down?.met[0];
  if (!mine) return 'counts for more';
  const here = mine.distance < 1e-6 ? 'is in its text' : `meets “${mine.to}”`;
  if (!other) return `${here}, and nothing in hit ${rank + 1}`;
  if (other.to === mine.to || other.distance <= mine.distance) return `${here}, with more weight`;
  return `${here}, but in hit ${rank + 1} only “${other.to}”`;
}
