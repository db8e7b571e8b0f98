import type { RefinedSearch, SearchResult } from '../../service/search-options';
import { element, svg } from './element';

const steps = [
  ['documents', 'documents', 'Documents of the collection that pass the filter'],
  ['bounded', 'bounded', 'Given a first lower bound of the distance, all in one pass'],
  ['refined', 'refined', 'Given a tighter bound, from both sides'],
  ['solved', 'solved exactly', 'Whose transport problem was solved to the optimum'],
] as const;

const width = 560;
const height = 34;

/** The search as a funnel: how many documents each stage touched, and how long it all took. */
export function funnel(result: SearchResult): HTMLElement {
  const { stages, exact, tookMs } = result;
  const sizes = steps.map(([key]) => shareOf(stages[key], stages.documents));
  const piece = width / steps.length;
  const shapes = sizes.map((size, i) => {
    const next = sizes[i + 1] ?? size;
    const [top, end] = [(size * height) / 2, (next * height) / 2];
    const [x, right, middle] = [i * piece, (i + 1) * piece, height / 2];
    const d = `M${x} ${middle - top}C${x + piece / 2} ${middle - top} ${right - piece / 2} ${middle - end} ${right} ${middle - end}V${middle + end}C${right - piece / 2} ${middle + end} ${x + piece / 2} ${middle + top} ${x} ${middle + top}Z`;
    return svg('path', { d, opacity: 0.35 + 0.2 * i });
  });
  const labels = steps.map(([key, name, why]) =>
    element('li', { title: why }, element('b', {}, stages[key].toLocaleString('en')), ` ${name}`),
  );
  const proof = exact
    ? element('span.badge.good', { title: 'No other document can be nearer: the bounds prove it' }, 'exact')
    : element('span.badge', { title: 'Stopped after the bounds: other documents may be nearer' }, 'approximate');
  return element(
    'section.funnel',
    { 'aria-label': 'How the search went' },
    svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...shapes),
    element('ol', {}, ...labels),
    ...modelCosts(result),
    element('p', {}, proof, element('span', {}, `${tookMs < 10 ? tookMs.toFixed(1) : Math.round(tookMs)} ms`)),
  );
}

/** What a sentence model did after the words, and what it cost. */
function modelCosts({ refined, fused }: SearchResult): (HTMLElement | null)[] {
  return [
    refined ? modelCost(`${count(refined.documents, 'document')} ranked again in context`, refined) : null,
    fused ? modelCost(`${count(fused.documents, 'document')} compared by whole text, ${fused.candidates} fused`, fused) : null,
  ];
}

function modelCost(did: string, { model, embedded, ms }: Pick<RefinedSearch, 'model' | 'embedded' | 'ms'>): HTMLElement {
  const cost = `${count(embedded, 'text')} read by ${model}, ${Math.round(ms)} ms`;
  return element('p.model-cost', {}, element('b', {}, did), ` · ${cost}`);
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}

/** On a logarithmic scale: a funnel from a million to ten would be a line otherwise. */
function shareOf(count: number, all: number): number {
  return Math.max(0.08, Math.log1p(count) / Math.log1p(Math.max(1, all)));
}
