/**
 * Pairs a query's word with everything it met: pointing at, or focusing, any element with `data-from` lights up all others of that
 * word below `scope` and dims the rest.
 */
export function pairWords(scope: HTMLElement): void {
  const light = (event: Event) => {
    const from = (event.target as Element).closest?.<HTMLElement>('[data-from]')?.getAttribute('data-from') ?? null;
    if (from === (scope.dataset['pairing'] ?? null)) return;
    pair(scope, from);
  };
  scope.addEventListener('mouseover', light);
  scope.addEventListener('focusin', light);
  scope.addEventListener('mouseleave', () => pair(scope, null));
}

function pair(scope: HTMLElement, from: string | null): void {
  if (from === null) delete scope.dataset['pairing'];
  else scope.dataset['pairing'] = from;
  for (const one of scope.querySelectorAll('[data-from]')) one.classList.toggle('paired', one.getAttribute('data-from') === from);
}
