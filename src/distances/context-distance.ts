import { WordmoverError } from '../errors';
import { emd } from '../transport/emd';
import { emdPlus } from '../transport/emd-plus';
import type { Flow, TransportPlan } from '../transport/transport-plan';
import { RIGHT_ANGLE_DISTANCE } from '../vectors/point-table';
import { checkThreshold } from '../vectors/threshold';
import { NO_THRESHOLD } from './document-space';

/** A text as its word occurrences: n of them, each a point that knows its sentence. */
export interface Occurrences {
  readonly terms: readonly string[];
  /** Unit vectors, n x dim row-major; ignored where `known` is 0. */
  readonly rows: Float32Array;
  readonly known: Uint8Array;
  /** Mass of each occurrence, >= 0, not all zero. */
  readonly masses: Float64Array;
}

export interface ContextDistanceOptions {
  readonly dim: number;
  /** Cap of the distance between occurrences; Infinity for none. */
  readonly threshold: number;
  /** `balanced`: all of both masses moves, each divided by its total. `partial`: the first is served by the second's capacities. */
  readonly transport: 'balanced' | 'partial';
}

/** The best transport between the occurrences of two texts. */
export interface ContextTransport {
  /** In [0, threshold], or [0, 2] without one. */
  readonly distance: number;
  /** Mass as a share of the first text's; what met nothing, and pays the threshold, is not among them. */
  readonly flows: readonly (Flow & { readonly distance: number })[];
}

/**
 * Word Mover's Distance (Kusner et al. 2015) between occurrences instead of words, each at its vector in context: points under the
 * Euclidean distance, capped at the threshold (Pele, Werman 2009). Exact. One word in two sentences need not be at zero; an
 * occurrence without a vector is at 0 from the same term without one, and as far from all others as words without a
 * vector are. Throws INVALID_OPTION for a threshold out of range, EMPTY_DOCUMENT where a side has no mass.
 */
export function contextDistance(from: Occurrences, to: Occurrences, options: ContextDistanceOptions): ContextTransport {
  const { dim, transport } = options;
  checkThreshold(options.threshold);
  const total = sum(from.masses, 'first');
  const capacity = sum(to.masses, 'second');
  const cost = occurrenceDistances(from, to, dim, options.threshold);
  const threshold = Number.isFinite(options.threshold) ? options.threshold : NO_THRESHOLD;
  const supply = from.masses.map((mass) => mass / total);
  const demand = to.masses.map((mass) => mass / (transport === 'balanced' ? capacity : total));
  const isUncapped = options.threshold === Infinity && transport === 'balanced';
  const plan = isUncapped ? emd(supply, demand, cost) : emdPlus(supply, demand, cost, threshold);
  return read(plan, cost, to.masses.length, threshold);
}

/** Splits the mass of each term evenly over its occurrences: an idf for a tf-idf, a share of the capacity for BM25's. */
export function massesOfOccurrences(terms: readonly string[], massOf: (term: string) => number): Float64Array {
  const occurrences = new Map<string, number>();
  for (const term of terms) occurrences.set(term, (occurrences.get(term) ?? 0) + 1);
  return Float64Array.from(terms, (term) => massOf(term) / (occurrences.get(term) ?? 1));
}

/** What moves pays its distance, the rest of the first text's mass (of which there is 1) the threshold. */
function read(plan: TransportPlan, cost: Float64Array, m: number, threshold: number): ContextTransport {
  const flows = plan.flow.map((flow) => ({ ...flow, distance: cost[flow.from * m + flow.to] }));
  let saved = 0;
  for (const { mass, distance } of flows) saved += mass * (threshold - distance);
  return { distance: Math.max(0, threshold - saved), flows };
}

function occurrenceDistances(from: Occurrences, to: Occurrences, dim: number, threshold: number): Float64Array {
  const n = from.terms.length;
  const m = to.terms.length;
  const missing = threshold === Infinity ? RIGHT_ANGLE_DISTANCE : threshold;
  const cost = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const distance = from.known[i] && to.known[j] ? euclidean(from.rows, i * dim, to.rows, j * dim, dim) : missing;
      const isSame = !from.known[i] && !to.known[j] && from.terms[i] === to.terms[j];
      cost[i * m + j] = isSame ? 0 : Math.min(distance, threshold);
    }
  }
  return cost;
}

function euclidean(a: Float32Array, p: number, b: Float32Array, q: number, dim: number): number {
  let square = 0;
  for (let k = 0; k < dim; k++) {
    const difference = a[p + k] - b[q + k];
    square += difference * difference;
  }
  return Math.sqrt(square);
}

function sum(masses: Float64Array, which: string): number {
  let total = 0;
  for (let i = 0; i < masses.length; i++) total += masses[i];
  if (total > 0 && total < Infinity) return total;
  throw new WordmoverError('EMPTY_DOCUMENT', `the words of the ${which} text weigh ${total}: give it words with a weight`);
}
