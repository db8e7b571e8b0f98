import type { SearchHit, SearchResult } from '../../service/search-options';

/** What a ranking in context goes by. */
export const inContext = 'Transport between words as the model sees them in their sentences';

/** The rankings that may be fused: key, name, what it goes by. */
const rankings = [
  ['words', 'by words', 'Transport between the words themselves'],
  ['context', 'in context', inContext],
  ['sentence', 'by whole text', 'Cosine between the model’s vectors of the whole texts'],
] as const;

/** Where a hit stands in each of the rankings that were fused. */
export function placesOf({ parts = {} }: SearchHit) {
  return rankings.flatMap(([key, name, why]) => {
    const part = parts[key];
    return part ? [{ name, why, rank: part.rank, value: 'cosine' in part ? part.cosine : part.score }] : [];
  });
}

/** The score that a hit's flows add up to: of fused rankings, that in context, or by words. */
export function flowScore({ score, parts, refined }: SearchHit): number {
  if (!parts) return score;
  return (refined ? parts.context : parts.words)?.score ?? 0;
}

/** The distance at which nothing is gained any more: between words in context it is another one. */
export function reachOf({ refined }: SearchHit, result: SearchResult, setting: number): number {
  return refined && result.refined ? result.refined.threshold : setting;
}

/** Why one fused hit is above another, in a sentence. */
export function placesVerdict(upper: SearchHit, lower: SearchHit, rank: number): string {
  const [mine, other] = [upper, lower].map((hit) => placesOf(hit).map((place) => `${ordinal(place.rank)} ${place.name}`));
  const lead = (upper.score - lower.score).toFixed(3);
  return `Hit ${rank} is above hit ${rank + 1} by ${lead}: it is ${list(mine)}; hit ${rank + 1} is ${list(other)}.`;
}

const list = (places: readonly string[] = []): string => places.join(', ') || 'among the first of none';

function ordinal(rank: number): string {
  const ending = ['th', 'st', 'nd', 'rd'][rank % 100 > 10 && rank % 100 < 14 ? 0 : rank % 10] ?? 'th';
  return `${rank}${ending}`;
}
