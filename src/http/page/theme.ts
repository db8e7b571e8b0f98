const keyName = 'wordmover-theme';

/** Light or dark as the system says, until the button says otherwise. */
export function startTheme(button: HTMLElement): void {
  apply(localStorage.getItem(keyName));
  button.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    localStorage.setItem(keyName, next);
    apply(next);
  });
}

function isDark(): boolean {
  return document.documentElement.dataset['theme'] === 'dark';
}

function apply(chosen: string | null): void {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = chosen === 'dark' || chosen === 'light' ? chosen : system;
}
