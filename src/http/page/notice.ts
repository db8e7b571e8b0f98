import { element } from './element';
import { ServerProblem, useApiKey } from './server-api';

/** An error where the answer would stand; a missing API key can be given on the spot. */
export function errorNotice(error: unknown, retry: () => void): HTMLElement {
  const problem = error instanceof ServerProblem ? error : undefined;
  const text = error instanceof Error ? error.message : String(error);
  const form = problem?.status === 401 ? keyForm(retry) : element('button', { type: 'button', onclick: retry }, 'Try again');
  return element('div.notice.error', { role: 'alert' }, element('strong', {}, headline(problem)), element('p', {}, text), form);
}

/** What stands where there is nothing to show yet. */
export function emptyNotice(title: string, ...rest: (Node | string)[]): HTMLElement {
  return element('div.notice', {}, element('strong', {}, title), ...rest);
}

/** Grey bars in the shape of hits, while the first answer is on its way. */
export function loadingNotice(): HTMLElement {
  const bars = Array.from({ length: 3 }, () => element('div.skeleton'));
  return element('div', { 'aria-busy': 'true', 'aria-label': 'Loading' }, ...bars);
}

function headline(problem: ServerProblem | undefined): string {
  if (problem === undefined) return 'Something went wrong on this page';
  if (problem.status === 0) return 'No connection';
  if (problem.status === 429) return 'The server is busy';
  if (problem.status === 401) return 'An API key is needed';
  return 'That did not work';
}

function keyForm(retry: () => void): HTMLElement {
  const input = element('input', {
    type: 'password',
    placeholder: 'API key',
    'aria-label': 'API key',
    required: true,
  }) as HTMLInputElement;
  const onsubmit = (event: Event) => {
    event.preventDefault();
    useApiKey(input.value);
    retry();
  };
  return element('form.row', { onsubmit }, input, element('button', { type: 'submit' }, 'Use this key'));
}
