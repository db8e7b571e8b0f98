import type { NearRow } from '../../src/vectors/near-words';
import type { QueryPoints } from '../../src/vectors/point-scan';

/** Words of the vocabulary as a query. */
export function words(...ids: number[]): QueryPoints {
  return { ids: Uint32Array.from(ids), rows: new Float32Array(0), known: new Uint8Array(ids.length) };
}

export function copyOf(row: NearRow): { words: number[]; distances: number[] } {
  return { words: Array.from(row.words), distances: Array.from(row.distances) };
}
