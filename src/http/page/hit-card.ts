import type { SearchHit } from '../../service/search-options';
import { contributionsOf, thresholdOf, type Contribution } from './contributions';
import { element } from './element';
import { nearnessColour, nearnessSign } from './nearness';
import { placeChips } from './place-chips';
import { flowScore } from './places';
import { scoreBar } from './score-bar';
import { excerpt, tintedText } from './tinted-text';

const excerptLength = 420;
const chipsShown = 6;

export interface HitActions {
  select(): void;
  moreLikeThis(id: string): void;
}

/** One hit: rank, title, score in parts, the text with its met words tinted, and who met whom. */
export function hitCard(hit: SearchHit, rank: number, threshold: number, actions: HitActions): HTMLElement {
  const flows = hit.flows ?? [];
  const cap = thresholdOf(flows, threshold);
  const score = flowScore(hit);
  const contributions = contributionsOf(flows, score, cap);
  const shown = excerpt(hit.text ?? '', hit.highlights ?? [], excerptLength);
  const more = (event: Event) => {
    event.stopPropagation();
    actions.moreLikeThis(hit.id);
  };
  const title = titleOf(hit);
  return element(
    'article.hit',
    { 'data-id': hit.id, tabindex: 0, onclick: () => actions.select(), onfocus: () => actions.select() },
    element('span.rank', { 'aria-hidden': 'true' }, rank),
    element('h3', { title: hit.id }, title),
    element('output.score', { title: `distance ${hit.distance.toFixed(4)}` }, hit.score.toFixed(2)),
    scoreBar(score, contributions, cap),
    placeChips(hit),
    shown.text === title ? null : tintedText(shown.text, shown.highlights, cap),
    chipRow(contributions, score, cap),
    element('footer', {}, metadataLine(hit), element('button.quiet', { type: 'button', onclick: more }, 'More like this')),
  );
}

/** What people know the document by: its title, else the words it is an entry for (the dictionary), else its id. */
export function titleOf({ id, metadata = {} }: SearchHit): string {
  const { title, words } = metadata;
  if (typeof title === 'string' && title !== '') return title;
  return Array.isArray(words) && words.length > 0 ? words.join(', ') : id;
}

function chipRow(contributions: readonly Contribution[], score: number, threshold: number): HTMLElement {
  const giving = contributions.filter((c) => c.score > 0).sort((a, b) => b.score - a.score);
  const chips = giving.slice(0, chipsShown).map((c) => chip(c, score, threshold));
  const rest = giving.length - chips.length;
  return element('div.chips', {}, ...chips, rest > 0 ? element('span.chip-rest', {}, `and ${rest} more`) : null);
}

function chip({ from, met, score: part }: Contribution, score: number, threshold: number): HTMLElement {
  const first = met[0];
  if (!first) return element('span');
  const others = met.length > 1 ? ` +${met.length - 1}` : '';
  const words = first.distance < 1e-6 ? [from] : [from, element('i', {}, ` ${nearnessSign(first.distance)} `), first.to];
  const made = element(
    'span.chip',
    { 'data-from': from },
    ...words,
    others,
    element('b', {}, `${Math.round((100 * part) / score)} %`),
  );
  made.style.setProperty('--near', nearnessColour(first.distance, threshold));
  return made;
}

function metadataLine(hit: SearchHit): HTMLElement {
  const isNews = (value: unknown) => isPlain(value) && !hit.text?.includes(String(value));
  const plain = Object.entries(hit.metadata ?? {}).filter(([name, value]) => name !== 'title' && isNews(value));
  const line = plain.slice(0, 4).map(([name, value]) => `${name}: ${String(value)}`);
  return element('small', {}, [hit.id === titleOf(hit) ? '' : hit.id, ...line].filter((part) => part !== '').join('  ·  '));
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && String(value).length <= 60;
}
