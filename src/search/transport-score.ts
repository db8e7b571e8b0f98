import type { Transport } from './ranking';

/**
 * Score in [0, 1] of a distance under the threshold `reach` (2 without one), falling with it. Balanced: 1 - distance / reach.
 * Partial: 1 - 10^(-(k1 + 1) share), share the part of the demand that was saved: one occurrence of every query word in a
 * document of average length gives 0.9. `k1` is BM25's.
 */
export function transportScore(distance: number, reach: number, transport: Transport, k1: number): number {
  const share = Math.min(1, Math.max(0, 1 - distance / reach));
  return transport === 'balanced' ? share : 1 - 10 ** (-(k1 + 1) * share);
}
