type Child = Node | string | number | null | undefined | false;
type Listener = (event: Event) => void;
type Attribute = string | number | boolean | null | undefined | Listener;

/**
 * An element from a short selector: `element('button.quiet', { type: 'button', onclick }, 'More')`. Attributes named `on…` are
 * listeners; `true` gives an empty attribute; null, undefined and false leave it out. Text is text: markup in it is shown, not run.
 */
export function element(
  selector: string,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: Child[]
): HTMLElement {
  const [tag = 'div', ...classes] = selector.split('.');
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(' ');
  return fill(made, attributes, children);
}

/** The same for SVG. */
export function svg(selector: string, attributes: Readonly<Record<string, Attribute>> = {}, ...children: Child[]): SVGElement {
  const [tag = 'g', ...classes] = selector.split('.');
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  if (classes.length > 0) made.setAttribute('class', classes.join(' '));
  return fill(made, attributes, children);
}

function fill<T extends Element>(made: T, attributes: Readonly<Record<string, Attribute>>, children: readonly Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    made.append(typeof child === 'number' ? String(child) : child);
  }
  return made;
}
