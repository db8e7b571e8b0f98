import type { SearchHit } from '../../service/search-options';
import { element } from './element';
import { inContext, placesOf } from './places';

/** What words alone had given a hit, or its places in the rankings that were fused; null for a hit by words. */
export function placeChips(hit: SearchHit): HTMLElement | null {
  if (hit.parts) {
    const chips = placesOf(hit).map(({ name, why, rank, value }) =>
      element('span.place', { title: why }, element('b', {}, `#${rank}`), ` ${name} `, element('small', {}, value.toFixed(2))),
    );
    return element('div.places', { 'aria-label': 'Places in the rankings that were fused' }, ...chips);
  }
  if (!hit.refined) return null;
  const before = element('small', {}, `words alone ${hit.refined.score.toFixed(2)}`);
  return element('div.places', {}, element('span.place', { title: inContext }, element('b', {}, 'in context'), ' ', before));
}
