import type { SearchHit, SearchResult } from '../../service/search-options';
import { contributionsOf, thresholdOf, type Contribution } from './contributions';
import { element } from './element';
import { flowDrawing } from './flow-drawing';
import { heatMap } from './heat-map';
import { titleOf } from './hit-card';
import { leadOf, verdict, type Lead } from './lead';
import { nearnessLegend } from './nearness';
import { flowScore, reachOf } from './places';
import { scoreComparison } from './score-comparison';
import { viewSwitch, type View } from './views';

/** The view last opened stays open while hits are walked through. */
let opened = 'Flow';

/** Why a hit stands where it stands: a sentence, the flow, the heat map, and the hit beside its neighbour. */
export function whyPanel(result: SearchResult, position: number, setting: number): HTMLElement {
  const { hits } = result;
  const hit = hits[position];
  if (!hit) return element('div');
  const threshold = reachOf(hit, result, setting);
  const flows = hit.flows ?? [];
  const cap = thresholdOf(flows, threshold);
  const lead = leadAt(hits, position, threshold);
  const views: View[] = [
    { name: 'Flow', draw: () => flowDrawing(flows, cap) },
    { name: 'Heat map', draw: () => heatMap(flows, cap) },
    ...(lead ? [{ name: 'Side by side', draw: () => scoreComparison(lead) }] : []),
  ];
  return element(
    'section.why',
    { 'aria-label': `Why hit ${position + 1}` },
    element('h2', {}, element('span.rank', {}, position + 1), ' Why ', element('em', {}, titleOf(hit)), '?'),
    element('p.summary', {}, summary(contributionsOf(flows, flowScore(hit), cap))),
    lead ? element('p.verdict', {}, verdict(lead)) : null,
    viewSwitch('Ways to look at it', views, opened, (name) => (opened = name)),
    nearnessLegend(),
  );
}

/** The hit over the next one; the last hit under the one before it. */
function leadAt(hits: readonly SearchHit[], position: number, threshold: number): Lead | undefined {
  const at = position + 1 < hits.length ? position : position - 1;
  const [upper, lower] = [hits[at], hits[at + 1]];
  return upper && lower ? leadOf(upper, lower, at + 1, threshold) : undefined;
}

function summary(contributions: readonly Contribution[]): string {
  const same = contributions.filter((c) => c.met[0] && c.met[0].distance < 1e-6).map((c) => `“${c.from}”`);
  const near = contributions.filter((c) => c.met[0] && c.met[0].distance >= 1e-6).sort((a, b) => b.score - a.score);
  const none = contributions.filter((c) => !c.met[0]).map((c) => `“${c.from}”`);
  const pairs = near.map((c) => `“${c.from}” meets “${c.met[0]?.to}”`);
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
