import { element } from './element';

const says: Readonly<Record<string, string>> = {
  rwmd: 'every word goes to its nearest, capacities ignored',
  omr: 'as rwmd, but equal words share no more than the smaller mass',
  'act-1': 'the first move of each word respects capacities',
  'act-3': 'the first three moves of each word respect capacities',
  ict: 'all moves of each word respect capacities',
  'lc-rwmd': 'rwmd from one side, for all documents in one pass',
  'lc-omr': 'omr from one side, for all documents in one pass',
  'lc-act-1': 'act-1 from one side, for all documents in one pass',
  'two-sided': 'ict from one side, act-1 from the other: what the search goes by',
  'neighbour-dual': 'by the prices of documents solved before',
  'linear-emd': 'greedy: the nearest pairs first; a feasible plan, so never below',
};

/** Every distance as a bar against a line at the exact one: bounds from below end left of it, feasible plans right of it. */
export function boundsChart(bounds: Readonly<Record<string, number>>, exact: number): HTMLElement {
  const entries = Object.entries(bounds).sort((a, b) => a[1] - b[1]);
  const most = Math.max(exact, ...entries.map(([, value]) => value), 1e-9) * 1.05;
  const rows = entries.map(([name, value]) => row(name, value, exact, most));
  const table = element('table.bounds', {}, element('tbody', {}, ...rows));
  table.style.setProperty('--exact', `${(100 * exact) / most}%`);
  return element(
    'div',
    {},
    element(
      'p.hint',
      {},
      `The line is the exact distance, ${exact.toFixed(4)}. Bounds from below end left of it: the tighter, the fewer documents must be solved.`,
    ),
    element('div.scrolling', {}, table),
  );
}

function row(name: string, value: number, exact: number, most: number): HTMLElement {
  const gap = value - exact;
  const kind = Math.abs(gap) < 1e-6 * Math.max(1, exact) ? 'exact' : gap < 0 ? 'lower' : 'upper';
  const bar = element(`span.bar.${kind}`, { 'aria-hidden': 'true' });
  bar.style.width = `${(100 * value) / most}%`;
  const share = exact > 0 ? `${((100 * value) / exact).toFixed(1)} %` : '';
  const family = says[name] ?? '';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name, element('small', {}, family)),
    element('td.track', {}, bar),
    element('td.value', {}, value.toFixed(4)),
    element('td.value', {}, kind === 'exact' ? 'exact' : share),
  );
}
