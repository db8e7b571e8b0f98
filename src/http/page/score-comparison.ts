import type { SearchHit } from '../../service/search-options';
import type { Contribution } from './contributions';
import { element } from './element';
import { titleOf } from './hit-card';
import type { Lead } from './lead';
import { flowScore } from './places';
import { nearnessColour, nearnessSign } from './nearness';

/** More words than this (a document as the query) are too many to read; the least telling are left out. */
const mostRows = 14;

/** Two hits side by side, word by word of the query: where the lead comes from. */
export function scoreComparison({ upper, lower, rank, pairs, threshold }: Lead): HTMLElement {
  const most = Math.max(1e-9, ...pairs.flatMap(({ up, down }) => [up?.score ?? 0, down?.score ?? 0]));
  const rows = pairs
    .slice(0, mostRows)
    .map(({ from, up, down, lead }) =>
      element(
        'tr',
        { 'data-from': from },
        element('th', { scope: 'row' }, from),
        side(up, most, threshold),
        side(down, most, threshold),
        difference(lead),
      ),
    );
  const head = [element('th', {}, 'query word'), hitHead(upper, rank), hitHead(lower, rank + 1), element('th', {}, 'lead')];
  const total = [
    element('th', {}, 'score'),
    number(flowScore(upper)),
    number(flowScore(lower)),
    difference(flowScore(upper) - flowScore(lower)),
  ];
  const table = element(
    'table.score-comparison',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
    element('tfoot', {}, element('tr', {}, ...total)),
  );
  const left = pairs.length - rows.length;
  const rest = left > 0 ? element('p.hint', {}, `${left} words that tell the two apart less are left out.`) : null;
  return element('div.scrolling', {}, table, rest);
}

function side(contribution: Contribution | undefined, most: number, threshold: number): HTMLElement {
  const first = contribution?.met[0];
  if (!contribution || !first) return element('td', {}, element('small', {}, 'nothing near'));
  const bar = element('span.bar', { 'aria-hidden': 'true' });
  bar.style.width = `${(100 * contribution.score) / most}%`;
  bar.style.background = nearnessColour(first.distance, threshold);
  const others = contribution.met.length > 1 ? ` +${contribution.met.length - 1}` : '';
  const met = `${nearnessSign(first.distance)} ${first.to}${others}`;
  return element('td', {}, element('small', {}, met, ' ', element('b', {}, contribution.score.toFixed(3))), bar);
}

function hitHead(hit: SearchHit, rank: number): HTMLElement {
  const title = titleOf(hit);
  return element('th', { scope: 'col' }, element('span.rank', {}, rank), element('span.clip', { title }, title));
}

function number(value: number): HTMLElement {
  return element('td', {}, element('b', {}, value.toFixed(3)));
}

function difference(value: number): HTMLElement {
  const [sign, direction] = value > 5e-4 ? ['+', '.up'] : value < -5e-4 ? ['−', '.down'] : ['', ''];
  return element(`td.difference${direction}`, {}, `${sign}${Math.abs(value).toFixed(3)}`);
}
