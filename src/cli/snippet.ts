import type { Highlight } from '../service/search-options';
import { styled, type Output } from './output';

const LENGTH = 160;
/** Characters shown before the first word that was met. */
const LEAD = 40;

/** A line of the text around the words that count most, those underlined. */
export function snippet(text: string, highlights: readonly Highlight[], output: Output): string {
  const start = beginning(text, highlights);
  const end = Math.min(text.length, start + LENGTH);
  let shown = start > 0 ? '… ' : '';
  let at = start;
  for (const { start: from, end: to } of highlights) {
    if (from < at || to > end) continue;
    shown += text.slice(at, from) + styled(text.slice(from, to), 'underline', output);
    at = to;
  }
  return (shown + text.slice(at, end) + (end < text.length ? ' …' : '')).replace(/\s+/g, ' ').trim();
}

/** Start of the stretch whose words have the largest share, moved back a little to a space. */
function beginning(text: string, highlights: readonly Highlight[]): number {
  let best = 0;
  let most = 0;
  for (const { start } of highlights) {
    const share = highlights.reduce(
      (sum, each) => sum + (each.start >= start && each.end <= start + LENGTH - LEAD ? each.share : 0),
      0,
    );
    if (share > most + 1e-9) [best, most] = [start, share];
  }
  if (best <= LEAD) return 0;
  return text.indexOf(' ', best - LEAD) + 1;
}
