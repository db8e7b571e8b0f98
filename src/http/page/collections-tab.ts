import { element } from './element';
import { emptyNotice, errorNotice, loadingNotice } from './notice';
import { deleteCollection, isMade, listCollections, makeCollection, type CollectionSummary } from './server-api';
import { uploadBox } from './upload';
import { writeState } from './url-state';

/** Collections: what they hold, what they cost, new ones, uploads. */
export class CollectionsTab {
  readonly root = element('div.collections-tab');
  private readonly list = element('div.collection-list');
  private turn = 0;

  constructor(private readonly openSearch: () => void) {
    const intro = 'A collection is a set of documents on this server’s disk, searchable a moment after it is stored.';
    this.root.append(element('p.hint', {}, intro), this.newForm(), this.list);
  }

  async open(): Promise<void> {
    if (this.list.childElementCount === 0) this.list.replaceChildren(loadingNotice());
    const turn = ++this.turn;
    try {
      const all = await listCollections();
      // A slow answer from before must not take away what a later one has shown.
      if (turn !== this.turn) return;
      this.list.replaceChildren(...all.map((one) => this.card(one)));
      if (all.length === 0)
        this.list.replaceChildren(emptyNotice('No collection yet', element('p', {}, 'Make one above, then add documents.')));
    } catch (error) {
      this.list.replaceChildren(errorNotice(error, () => void this.open()));
    }
  }

  focus(): void {
    this.root.querySelector('input')?.focus();
  }

  private newForm(): HTMLElement {
    const name = element('input', {
      placeholder: 'name of a new collection',
      pattern: '[a-z0-9][a-z0-9_\\-]{0,62}',
      title: 'Small letters, digits, - and _; at most 63',
      required: true,
      'aria-label': 'Name of a new collection',
    }) as HTMLInputElement;
    const message = element('div', { 'aria-live': 'polite' });
    const onsubmit = async (event: Event) => {
      event.preventDefault();
      try {
        await makeCollection(name.value);
        name.value = '';
        message.replaceChildren();
        await this.open();
      } catch (error) {
        message.replaceChildren(errorNotice(error, () => void onsubmit(event)));
      }
    };
    return element(
      'form.row',
      { onsubmit: (event: Event) => void onsubmit(event) },
      name,
      element('button.primary', { type: 'submit' }, 'Make a collection'),
      message,
    );
  }

  private card(summary: CollectionSummary): HTMLElement {
    const { name, readOnly } = summary;
    const search = () => {
      writeState({ tab: 'search', collection: name, query: '', like: '' }, true);
      this.openSearch();
    };
    const actions = element(
      'div.row',
      {},
      element('button', { type: 'button', onclick: search }, 'Search it'),
      readOnly ? null : this.deleteButton(name),
    );
    const head = element(
      'header',
      {},
      element('h2', {}, name),
      readOnly ? element('span.badge', {}, 'comes with wordmover') : null,
      actions,
    );
    return element(
      'section.collection',
      { 'data-name': name },
      head,
      figures(summary),
      memory(summary),
      readOnly ? null : this.upload(name),
    );
  }

  /** The report of an upload outlives the counts around it. */
  private upload(name: string): HTMLElement {
    return uploadBox(name, () => void this.refreshFigures(name));
  }

  private async refreshFigures(name: string): Promise<void> {
    const summary = (await listCollections()).find((one) => one.name === name);
    const card = this.list.querySelector(`[data-name="${CSS.escape(name)}"]`);
    if (!summary || !card) return;
    card.querySelector('.figures')?.replaceWith(figures(summary));
    card.querySelector('.memory')?.replaceWith(memory(summary));
  }

  private deleteButton(name: string): HTMLElement {
    const button = element('button.quiet', { type: 'button' }, 'Delete');
    button.addEventListener('click', () => {
      if (button.dataset['sure'] === undefined) {
        button.dataset['sure'] = '';
        button.textContent = `Really delete ${name}?`;
        return;
      }
      void deleteCollection(name).then(
        () => this.open(),
        (error: unknown) => button.replaceWith(errorNotice(error, () => void this.open())),
      );
    });
    return button;
  }
}

function figures(summary: CollectionSummary): HTMLElement {
  const { documents, words, unknownWords, settings, threshold } = summary;
  const share = words > 0 ? ` (${((100 * unknownWords) / words).toFixed(1)} %)` : '';
  const pairs: readonly (readonly [string, string])[] = [
    ['Documents', documents.toLocaleString('en')],
    ['Distinct words', isMade(summary) ? words.toLocaleString('en') : '–'],
    ['Without a vector', isMade(summary) ? unknownWords.toLocaleString('en') + share : '–'],
    ['Threshold', threshold === undefined ? 'at the first search' : String(threshold === null ? 'none' : round(threshold))],
    ['Vectors', settings.vectors ?? 'wordnet'],
  ];
  return element(
    'dl.figures',
    {},
    ...pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

function memory(summary: CollectionSummary): HTMLElement {
  if (!isMade(summary)) return element('p.hint.memory', {}, 'Made at its first search, which takes about a minute, once.');
  const { bytes } = summary;
  const parts = Object.entries(bytes)
    .filter(([, size]) => size > 0)
    .sort((a, b) => b[1] - a[1]);
  const all = parts.reduce((sum, [, size]) => sum + size, 0);
  const bar = element('div.memory-bar', { 'aria-hidden': 'true' });
  parts.forEach(([name, size], i) => {
    const piece = element('span', { title: `${name}: ${bytesText(size)}` });
    piece.style.width = `${(100 * size) / Math.max(1, all)}%`;
    piece.style.opacity = String(1 - (0.7 * i) / Math.max(1, parts.length));
    bar.append(piece);
  });
  const says = parts.map(([name, size]) => `${name} ${bytesText(size)}`).join('  ·  ');
  return element('div.memory', {}, bar, element('small', {}, `Memory ${bytesText(all)}${says === '' ? '' : `: ${says}`}`));
}

const round = (distance: number): number => Math.round(distance * 1000) / 1000;

function bytesText(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}
