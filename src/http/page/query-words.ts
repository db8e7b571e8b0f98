import type { SearchResult } from '../../service/search-options';
import { element } from './element';

/** The words the search went by, the ones without a vector marked; pointing at one pairs it with what it met in every hit. */
export function queryWords(result: SearchResult, like: { readonly id: string; leave(): void } | undefined): HTMLElement {
  const unknown = new Set(result.unknownWords);
  const words = [...new Set([...result.hits.flatMap((hit) => (hit.flows ?? []).map((flow) => flow.from)), ...unknown])].slice(
    0,
    24,
  );
  const chips = words.map((word) => {
    const title = unknown.has(word) ? 'This word has no vector: it meets only itself' : 'Point here to see what this word met';
    return element(`span.query-word${unknown.has(word) ? '.unknown' : ''}`, { 'data-from': word, title, tabindex: 0 }, word);
  });
  const lead = like === undefined ? element('span.hint', {}, 'Words searched for') : likeLead(like);
  return element('div.query-words', {}, lead, ...chips);
}

function likeLead({ id, leave }: { readonly id: string; leave(): void }): HTMLElement {
  return element(
    'span.like',
    {},
    'More like ',
    element('b', {}, id),
    element('button', { type: 'button', 'aria-label': 'Back to searching by text', onclick: leave }, '×'),
  );
}
