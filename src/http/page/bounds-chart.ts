import { element } from './element';

const known: Readonly<Record<string, string>> = {
  wcd: 'Word centroid distance: how far the averages lie apart',
  rwmd: 'Relaxed: every word goes to its nearest, capacities ignored',
  omr: 'Overlapping mass reduction: as relaxed, but equal words share their mass',
  act: 'Approximate constrained transfers: the first few moves respect capacities',
  ict: 'Iterative constrained transfers: each word respects every capacity',
  emd: 'The exact distance',
  wmd: 'The exact distance',
  linearEmd: 'Greedy: the nearest pairs first, a feasible plan',
  flowtree: 'A feasible plan along a tree of the vocabulary',
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
    element('p.hint', {}, `The line is the exact distance, ${exact.toFixed(4)}.`),
    element('div.scrolling', {}, table),
  );
}

function row(name: string, value: number, exact: number, most: number): HTMLElement {
  const gap = value - exact;
  const kind = Math.abs(gap) < 1e-6 * Math.max(1, exact) ? 'exact' : gap < 0 ? 'lower' : 'upper';
  const bar = element(`span.bar.${kind}`, { 'aria-hidden': 'true' });
  bar.style.width = `${(100 * value) / most}%`;
  const share = exact > 0 ? `${((100 * value) / exact).toFixed(1)} %` : '';
  const family = known[name] ?? known[name.replace(/[^a-z].*$/i, '')] ?? '';
  return element(
    'tr',
    { title: family },
    element('th', { scope: 'row' }, name),
    element('td.track', {}, bar),
    element('td.value', {}, value.toFixed(4)),
    element('td.value', {}, kind === 'exact' ? 'exact' : share),
  );
}
