import type { SearchHit } from '../../service/search-options';
import { contributionsOf, thresholdOf, type Contribution } from './contributions';
import { element } from './element';
import { titleOf } from './hit-card';
import { nearnessColour, nearnessSign } from './nearness';

/** Two hits side by side, word by word of the query: where the lead comes from. */
export function scoreComparison(
  upper: SearchHit,
  lower: SearchHit,
  ranks: readonly [number, number],
  threshold: number,
): HTMLElement {
  const cap = thresholdOf([...(upper.flows ?? []), ...(lower.flows ?? [])], threshold);
  const [above, below] = [upper, lower].map((hit) => contributionsOf(hit.flows ?? [], hit.score, cap)) as [
    Contribution[],
    Contribution[],
  ];
  const words = [...new Set([...above, ...below].map(({ from }) => from))];
  const pairs = words.map((from) => ({ from, up: find(above, from), down: find(below, from) }));
  pairs.sort((a, b) => Math.abs(lead(b)) - Math.abs(lead(a)));
  const most = Math.max(1e-9, ...pairs.flatMap(({ up, down }) => [up?.score ?? 0, down?.score ?? 0]));
  const rows = pairs.map((pair) =>
    element(
      'tr',
      { 'data-from': pair.from },
      element('th', { scope: 'row' }, pair.from),
      side(pair.up, most, cap),
      side(pair.down, most, cap),
      difference(lead(pair)),
    ),
  );
  const head = [element('th', {}, 'query word'), hitHead(upper, ranks[0]), hitHead(lower, ranks[1]), element('th', {}, 'lead')];
  const total = [element('th', {}, 'score'), number(upper.score), number(lower.score), difference(upper.score - lower.score)];
  const table = element(
    'table.score-comparison',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
    element('tfoot', {}, element('tr', {}, ...total)),
  );
  return element(
    'div',
    {},
    element('p.verdict', {}, verdict(pairs, ranks, upper.score - lower.score)),
    element('div.scrolling', {}, table),
  );
}

interface Pair {
  readonly from: string;
  readonly up: Contribution | undefined;
  readonly down: Contribution | undefined;
}

function lead({ up, down }: Pair): number {
  return (up?.score ?? 0) - (down?.score ?? 0);
}

function verdict(pairs: readonly Pair[], ranks: readonly [number, number], total: number): string {
  if (Math.abs(total) < 5e-4)
    return `Hits ${ranks[0]} and ${ranks[1]} score the same; a tie stands in the order the documents were added.`;
  const ahead = pairs.filter((pair) => lead(pair) > 1e-3).sort((a, b) => lead(b) - lead(a));
  const behind = pairs.filter((pair) => lead(pair) < -1e-3).sort((a, b) => lead(a) - lead(b));
  const reasons = ahead.slice(0, 2).map((pair) => `“${pair.from}” ${reason(pair)}`);
  const but = behind[0] ? ` Hit ${ranks[1]} does better on “${behind[0].from}”, but that is less.` : '';
  return `Hit ${ranks[0]} leads by ${total.toFixed(3)}: ${reasons.join(', and ')}.${but}`;
}

function reason({ up, down }: Pair): string {
  const mine = up?.met[0];
  const other = down?.met[0];
  if (!mine) return 'counts for more';
  const here = mine.distance < 1e-6 ? 'is in its text' : `meets “${mine.to}”`;
  if (!other) return `${here}, and meets nothing in the other`;
  if (other.to === mine.to) return `${here}, with more weight`;
  return other.distance < 1e-6 ? `${here}, with more weight` : `${here}, where the other has only “${other.to}”`;
}

function side(contribution: Contribution | undefined, most: number, threshold: number): HTMLElement {
  const first = contribution?.met[0];
  if (!contribution || !first) return element('td', {}, element('small', {}, 'nothing near'));
  const bar = element('span.bar', { 'aria-hidden': 'true' });
  bar.style.width = `${(100 * contribution.score) / most}%`;
  bar.style.background = nearnessColour(first.distance, threshold);
  const others = contribution.met.length > 1 ? ` +${contribution.met.length - 1}` : '';
  return element(
    'td',
    {},
    element(
      'small',
      {},
      `${nearnessSign(first.distance)} ${first.to}${others}`,
      ' ',
      element('b', {}, contribution.score.toFixed(3)),
    ),
    bar,
  );
}

function hitHead(hit: SearchHit, rank: number): HTMLElement {
  return element(
    'th',
    { scope: 'col' },
    element('span.rank', {}, rank),
    element('span.clip', { title: titleOf(hit) }, titleOf(hit)),
  );
}

function number(value: number): HTMLElement {
  return element('td', {}, element('b', {}, value.toFixed(3)));
}

function difference(value: number): HTMLElement {
  const sign = value > 5e-4 ? '+' : value < -5e-4 ? '−' : '';
  return element(
    `td.difference${value > 5e-4 ? '.up' : value < -5e-4 ? '.down' : ''}`,
    {},
    `${sign}${Math.abs(value).toFixed(3)}`,
  );
}

function find(contributions: readonly Contribution[], from: string): Contribution | undefined {
  return contributions.find((contribution) => contribution.from === from);
}
