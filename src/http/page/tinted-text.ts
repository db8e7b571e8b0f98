import type { Highlight } from '../../service/search-options';
import { element } from './element';
import { nearnessColour, nearnessName } from './nearness';

/** A text whose met words are tinted by nearness, each carrying the query's word it met. */
export function tintedText(text: string, highlights: readonly Highlight[], threshold: number): HTMLElement {
  const made = element('p.tinted');
  let at = 0;
  for (const mark of [...highlights].sort((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end > text.length) continue;
    made.append(text.slice(at, mark.start), tint(text.slice(mark.start, mark.end), mark, threshold));
    at = mark.end;
  }
  made.append(text.slice(at));
  return made;
}

/** The part of a long text that holds most of what was met, with the highlights moved along. */
export function excerpt(
  text: string,
  highlights: readonly Highlight[],
  length: number,
): { text: string; highlights: Highlight[] } {
  if (text.length <= length) return { text, highlights: [...highlights] };
  const shareFrom = (start: number) =>
    highlights.reduce((sum, h) => sum + (h.start >= start && h.end <= start + length ? h.share : 0), 0);
  const starts = [0, ...highlights.map((h) => Math.max(0, h.start - 60))];
  const best = starts.reduce((a, b) => (shareFrom(b) > shareFrom(a) + 1e-9 ? b : a));
  const start = best === 0 ? 0 : text.indexOf(' ', best) + 1 || best;
  const end = Math.min(text.length, start + length);
  const before = start > 0 ? '… ' : '';
  const shift = before.length - start;
  const kept = highlights.filter((h) => h.start >= start && h.end <= end);
  const moved = kept.map((h) => ({ ...h, start: h.start + shift, end: h.end + shift }));
  return { text: before + text.slice(start, end) + (end < text.length ? ' …' : ''), highlights: moved };
}

/** Words that give less than this share of the score are underlined only. */
const faintShare = 0.03;

/** One word in its colour. */
function tint(word: string, { from, distance, share }: Highlight, threshold: number): HTMLElement {
  const met =
    distance < 1e-6 ? `same word as “${from}”` : `met “${from}”: ${nearnessName(distance, threshold)}, ${distance.toFixed(2)}`;
  const mark = element(`mark${share < faintShare ? '.faint' : ''}`, { 'data-from': from, title: met }, word);
  mark.style.setProperty('--near', nearnessColour(distance, threshold));
  return mark;
}
