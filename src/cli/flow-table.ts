import type { WordFlow } from '../service/search-options';
import { table } from './table';

/** Which word went where: the costs sum to the distance. */
export function flowTable(flows: readonly WordFlow[]): string {
  const rows = flows.map(({ from, to, mass, distance, cost }) => [
    from,
    to === null ? '→ (nothing near)' : `→ ${to}`,
    mass,
    distance,
    cost,
  ]);
  return table(['from', 'to', 'mass', 'distance', 'cost'], rows);
}
