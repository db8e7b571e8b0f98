import type { WordFlow } from '../../service/search-options';
import { element } from './element';
import { nearnessColour, nearnessName } from './nearness';

const mostColumns = 16;
const mostRows = 24;

/** Query words down, document words across; a cell is coloured by nearness and filled by the mass that moved. */
export function heatMap(flows: readonly WordFlow[], threshold: number): HTMLElement {
  const met = flows.filter((flow) => flow.to !== null);
  if (met.length === 0) return element('p.hint', {}, 'No word of the query met a word of this document.');
  const gives = (flow: WordFlow) => flow.mass * (threshold - flow.distance);
  const rows = mostGiving(met, gives, (flow) => flow.from, mostRows);
  const columns = mostGiving(met, gives, (flow) => flow.to ?? '', mostColumns);
  const most = Math.max(...met.map((flow) => flow.mass));
  const byPair = new Map(met.map((flow) => [pairKey(flow.from, flow.to ?? ''), flow]));
  const head = columns.map((to) => element('th', { scope: 'col' }, element('span', {}, to)));
  const body = rows.map((from) => {
    const cells = columns.map((to) => cell(byPair.get(pairKey(from, to)), most, threshold));
    return element('tr', { 'data-from': from }, element('th', { scope: 'row' }, from), ...cells);
  });
  const table = element(
    'table.heat-map',
    {},
    element('thead', {}, element('tr', {}, element('td'), ...head)),
    element('tbody', {}, ...body),
  );
  table.style.setProperty('--cell', `${Math.max(24, Math.min(44, Math.floor(360 / columns.length)))}px`);
  return element('div.scrolling', { tabindex: 0 }, table);
}

function cell(flow: WordFlow | undefined, most: number, threshold: number): HTMLElement {
  if (!flow) return element('td');
  const says = `${flow.from} → ${flow.to}: ${nearnessName(flow.distance, threshold)} (${flow.distance.toFixed(2)}), mass ${flow.mass.toFixed(3)}`;
  const fill = element('i', { 'aria-hidden': 'true' });
  const side = `${30 + 70 * Math.sqrt(flow.mass / most)}%`;
  fill.style.width = side;
  fill.style.height = side;
  fill.style.background = nearnessColour(flow.distance, threshold);
  return element('td', { title: says, 'aria-label': says }, fill);
}

/** The words that give most, first; each word's flows together. */
function mostGiving(
  flows: readonly WordFlow[],
  gives: (flow: WordFlow) => number,
  word: (flow: WordFlow) => string,
  most: number,
): string[] {
  const given = new Map<string, number>();
  for (const flow of flows) given.set(word(flow), (given.get(word(flow)) ?? 0) + gives(flow));
  return [...given]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name]) => name);
}

function pairKey(from: string, to: string): string {
  return `${from}\u0000${to}`;
}
