import { element } from './element';

export interface View {
  readonly name: string;
  readonly draw: () => HTMLElement;
}

/** A row of buttons, one view open at a time; arrow keys move along it. `open` is told which one. */
export function viewSwitch(label: string, views: readonly View[], opened: string, open: (name: string) => void): HTMLElement {
  const body = element('div.view-body');
  const buttons = views.map(({ name }) => element('button', { type: 'button', role: 'tab', onclick: () => show(name) }, name));
  const show = (name: string) => {
    const view = views.find((v) => v.name === name) ?? views[0];
    if (!view) return;
    views.forEach((v, i) => {
      buttons[i]?.setAttribute('aria-selected', String(v === view));
      if (buttons[i]) buttons[i].tabIndex = v === view ? 0 : -1;
    });
    body.replaceChildren(view.draw());
    open(view.name);
  };
  const move = (event: Event) => {
    const step = (event as KeyboardEvent).key === 'ArrowRight' ? 1 : (event as KeyboardEvent).key === 'ArrowLeft' ? -1 : 0;
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    if (step === 0 || at < 0 || !next) return;
    event.stopPropagation();
    next.focus();
    next.click();
  };
  show(opened);
  return element(
    'div.views',
    {},
    element('div.view-tabs', { role: 'tablist', 'aria-label': label, onkeydown: move }, ...buttons),
    body,
  );
}
