import type { SearchHit } from '../../service/search-options';
import { contributionsOf, thresholdOf, type Contribution } from './contributions';
import { element } from './element';
import { flowDrawing } from './flow-drawing';
import { heatMap } from './heat-map';
import { titleOf } from './hit-card';
import { nearnessLegend } from './nearness';
import { scoreComparison } from './score-comparison';
import { viewSwitch, type View } from './views';

/** The view last opened stays open while hits are walked through. */
let opened = 'Flow';

/** Why a hit stands where it stands: a sentence, the flow, the heat map, and the hit beside its neighbour. */
export function whyPanel(hits: readonly SearchHit[], position: number, threshold: number): HTMLElement {
  const hit = hits[position];
  if (!hit) return element('div');
  const flows = hit.flows ?? [];
  const cap = thresholdOf(flows, threshold);
  const views: View[] = [
    { name: 'Flow', draw: () => flowDrawing(flows, cap) },
    { name: 'Heat map', draw: () => heatMap(flows, cap) },
    ...comparisons(hits, position, threshold),
  ];
  const known = views.some(({ name }) => name === opened)
    ? opened
    : opened.startsWith('Above')
      ? (views[2]?.name ?? 'Flow')
      : 'Flow';
  return element(
    'section.why',
    { 'aria-label': `Why hit ${position + 1}` },
    element('h2', {}, element('span.rank', {}, position + 1), ' Why ', element('em', {}, titleOf(hit)), '?'),
    element('p.summary', {}, summary(contributionsOf(flows, hit.score, cap))),
    viewSwitch('Ways to look at it', views, known, (name) => (opened = name)),
    nearnessLegend(),
  );
}

function comparisons(hits: readonly SearchHit[], position: number, threshold: number): View[] {
  const upper = position + 1 < hits.length ? position : position - 1;
  const [above, below] = [hits[upper], hits[upper + 1]];
  if (!above || !below) return [];
  const ranks = [upper + 1, upper + 2] as const;
  return [{ name: `Above hit ${ranks[1]}`, draw: () => scoreComparison(above, below, ranks, threshold) }];
}

function summary(contributions: readonly Contribution[]): string {
  const same = contributions.filter((c) => c.met[0] && c.met[0].distance < 1e-6).map((c) => `“${c.from}”`);
  const near = contributions.filter((c) => c.met[0] && c.met[0].distance >= 1e-6);
  const none = contributions.filter((c) => !c.met[0]).map((c) => `“${c.from}”`);
  const pairs = near.sort((a, b) => b.score - a.score).map((c) => `“${c.from}” meets “${c.met[0]?.to}”`);
  const sentences = [
    same.length > 0 ? `${list(same)} ${same.length > 1 ? 'are' : 'is'} in the text itself.` : '',
    pairs.length > 0 ? `By meaning, ${list(pairs)}.` : '',
    none.length > 0 ? `Nothing is near ${list(none, 'or')}.` : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function list(parts: readonly string[], word = 'and'): string {
  const shown = parts.length > 5 ? [...parts.slice(0, 4), `${parts.length - 4} more`] : parts;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`;
}
