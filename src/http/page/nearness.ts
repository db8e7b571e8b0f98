import { scaleLinear } from 'd3-scale';
import { element } from './element';

const stops = ['#0b7a75', '#6aa337', '#e0a51b', '#cf5230'];
const scale = scaleLinear<string>().domain([0, 0.35, 0.7, 1]).range(stops).clamp(true);

/** Colour of a distance between two words: teal for the same word, through green and gold, to red at the threshold. The legend of style/why.css shows these stops. */
export function nearnessColour(distance: number, threshold: number): string {
  return scale(distance / threshold);
}

/** The same in words. */
export function nearnessName(distance: number, threshold: number): string {
  const share = distance / threshold;
  if (share < 1e-6) return 'same word';
  if (share < 0.5) return 'very near';
  if (share < 0.8) return 'near';
  return share < 1 ? 'distantly related' : 'nothing near';
}

/** "=" for the same word, "≈" for a near one. */
export function nearnessSign(distance: number): string {
  return distance < 1e-6 ? '=' : '≈';
}

export function nearnessLegend(): HTMLElement {
  const bar = element('span.legend-bar', { 'aria-hidden': 'true' });
  return element('div.legend', {}, element('span', {}, 'same word'), bar, element('span', {}, 'barely related'));
}
