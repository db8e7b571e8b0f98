import { element } from './element';
import { flowDrawing } from './flow-drawing';
import { nearnessLegend } from './nearness';
import { emptyNotice } from './notice';

const examples: Readonly<Record<string, readonly string[]>> = {
  dictionary: ['a person who studies the sea', 'fear of spiders', 'instrument for looking at stars', 'someone who repairs shoes'],
  sample: ['doctor for children', 'cat that hunts crocodiles', 'composer who could not hear', 'song for a sleepy baby'],
};

/** What the start page draws: the idea in four words. */
const exampleFlows = [
  { from: 'data', to: 'data', mass: 0.3, distance: 0, cost: 0 },
  { from: 'science', to: 'biologist', mass: 0.25, distance: 0.8, cost: 0.2 },
  { from: 'career', to: 'job', mass: 0.3, distance: 0.4, cost: 0.12 },
  { from: 'start', to: null, mass: 0.15, distance: 1.2, cost: 0.18 },
];

const idea =
  'Every word of your query travels to words of each document. The shorter the way, the better the document fits. ' +
  'Nothing is hidden: each hit shows which word met which.';

/** The start page: the idea, queries to try, a drawing. */
export function welcome(collection: string, tryOut: (text: string) => void): HTMLElement {
  const tries = (examples[collection] ?? []).map((text) =>
    element('button.example', { type: 'button', onclick: () => tryOut(text) }, text),
  );
  const drawing = element('div.welcome-drawing', {}, flowDrawing(exampleFlows, 1.2), nearnessLegend());
  const keys = element(
    'p.hint.keys',
    {},
    element('kbd', {}, '/'),
    ' to search  ',
    element('kbd', {}, '↑'),
    ' ',
    element('kbd', {}, '↓'),
    ' through the hits  ',
    element('kbd', {}, 'Esc'),
    ' to clear',
  );
  return emptyNotice(
    'Find by meaning, and see why',
    element('p', {}, idea),
    element('div.examples', {}, ...tries),
    drawing,
    keys,
  );
}
