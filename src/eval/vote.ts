import { WordmoverError } from '../errors';
import type { Neighbours } from './rankers';

/** How the labels of the nearest documents make one. */
export interface Vote {
  /** Neighbours that vote. */
  readonly k: number;
  /** `majority`: one vote each. `weighted`: exp(-(distance - nearest distance) / scale). */
  readonly form: 'majority' | 'weighted';
  /** In units of the distance; for `weighted`. Default 0.06. */
  readonly scale?: number;
}

/** As published: majority of an odd number up to 19. */
export const MAJORITY_VOTES: readonly Vote[] = Array.from({ length: 10 }, (_, i) => ({ k: 2 * i + 1, form: 'majority' }));

/** Votes to choose from on held-out training documents. */
export const VOTE_GRID: readonly Vote[] = [
  ...MAJORITY_VOTES,
  ...[5, 10, 19, 40, 60, 90, 128].flatMap((k) =>
    [0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.18, 0.25].map((scale): Vote => ({ k, form: 'weighted', scale })),
  ),
];

/** Throws INVALID_OPTION. */
export function checkVote({ k, scale = 0.06 }: Vote): void {
  if (!Number.isInteger(k) || k < 1) throw new WordmoverError('INVALID_OPTION', `k is ${k}: give a whole number of 1 or more`);
  if (!(scale > 0) || scale === Infinity) throw new WordmoverError('INVALID_OPTION', `scale is ${scale}: give a distance over 0`);
}

/** Label with the most votes; of equal ones that of the nearest document. undefined where there is no neighbour. */
export function voted(
  { docs, distances }: Neighbours,
  labels: readonly string[],
  { k, form, scale = 0.06 }: Vote,
): string | undefined {
  const votes = new Map<string, number>();
  for (let i = 0; i < Math.min(k, docs.length); i++) {
    const label = labels[docs[i]];
    const weight = form === 'majority' ? 1 : Math.exp((distances[0] - distances[i]) / scale);
    votes.set(label, (votes.get(label) ?? 0) + weight);
  }
  let best: string | undefined;
  for (const [label, sum] of votes) if (best === undefined || sum > votes.get(best)!) best = label;
  return best;
}

/** For people. */
export function voteName({ k, form, scale = 0.06 }: Vote): string {
  return form === 'majority' ? `majority of ${k}` : `weighted, k ${k}, scale ${scale}`;
}
