import type { Contribution } from './contributions';
import { element } from './element';
import { nearnessColour } from './nearness';

/** The score as a bar, one segment a word of the query: as long as what it gave, coloured by how near it met. */
export function scoreBar(score: number, contributions: readonly Contribution[], threshold: number): HTMLElement {
  const bar = element('div.score-bar', { role: 'img', 'aria-label': `Score ${score.toFixed(2)} of 1` });
  for (const { from, met, score: part } of contributions) {
    const first = met[0];
    if (!first || part <= 0) continue;
    const segment = element('span', { 'data-from': from, title: `${from}: ${part.toFixed(3)} of ${score.toFixed(3)}` });
    segment.style.width = `${part * 100}%`;
    segment.style.background = nearnessColour(first.distance, threshold);
    bar.append(segment);
  }
  return bar;
}
