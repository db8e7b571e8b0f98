import { element } from './element';
import { serverInfo, type ModelChoice } from './server-api';
import { readState, writeState } from './url-state';

const choices = [
  ['refine', 'context', 'Words in context', 'The first hits ranked again by what each word means in its sentence'],
  ['fuse', 'sentence', 'Whole texts', 'Hits also found by the meaning of the whole text; the rankings are fused'],
] as const;

/** What the address says about the sentence model. */
export function chosenModel(): ModelChoice {
  const { refine, fuse } = readState();
  return { refine: refine === 'context' ? 'context' : undefined, fuse: fuse === 'sentence' ? 'sentence' : undefined };
}

/** Whether a sentence model takes part; nothing on a server that has none. */
export function modelChoice(changed: () => void, wanted: readonly ('refine' | 'fuse')[] = ['refine', 'fuse']): HTMLElement {
  const root = element('fieldset.model-choice', { hidden: true });
  const boxes = choices
    .filter(([key]) => wanted.includes(key))
    .map(([key, value, name, why]) => {
      const box = element('input', { type: 'checkbox' }) as HTMLInputElement;
      box.checked = readState()[key] === value;
      box.addEventListener('change', () => {
        writeState({ [key]: box.checked ? value : '' }, true);
        changed();
      });
      addEventListener('popstate', () => (box.checked = readState()[key] === value));
      return element('label', { title: why }, box, ' ', name);
    });
  void serverInfo().then(
    ({ model }) => {
      if (model === null) return;
      root.append(element('legend', {}, 'With the sentence model ', element('b', {}, model)), ...boxes);
      root.hidden = false;
    },
    () => undefined,
  );
  return root;
}
