import type { Method, Neighbours } from './rankers';

/** Balanced transport and another method: a document is as far as the weighted mean of both says. */
export const BLENDS = ['balanced+l1', 'balanced+bm25', 'balanced+partial'] as const;

export type Blend = (typeof BLENDS)[number];

export function isBlend(method: string): method is Blend {
  return (BLENDS as readonly string[]).includes(method);
}

export const partsOfBlend = (blend: Blend): readonly [Method, Method] => blend.split('+') as [Method, Method];

/** Neighbours by one method, with what makes their distances at most 1. */
export interface Ranked {
  readonly neighbours: Neighbours;
  readonly largest: number;
}

/**
 * Weighted sum of two distances over the union of both lists of neighbours, nearest first (ties by document number): `share`
 * of the first. A document that one list lacks is as far by it as the list's last.
 */
export function blended(first: Ranked, second: Ranked, share: number): Neighbours {
  const sums = new Map<number, number>();
  const missing = [first, second].map(lastDistance);
  for (const { neighbours } of [first, second])
    for (const doc of neighbours.docs) sums.set(doc, share * missing[0] + (1 - share) * missing[1]);
  const add = ({ neighbours: { docs, distances }, largest }: Ranked, weight: number, last: number): void => {
    for (let i = 0; i < docs.length; i++) sums.set(docs[i], sums.get(docs[i])! + weight * (distances[i] / largest - last));
  };
  add(first, share, missing[0]);
  add(second, 1 - share, missing[1]);
  const order = [...sums].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return { docs: Uint32Array.from(order, ([doc]) => doc), distances: Float64Array.from(order, ([, distance]) => distance) };
}

const lastDistance = ({ neighbours: { distances }, largest }: Ranked): number => (distances.at(-1) ?? largest) / largest;
