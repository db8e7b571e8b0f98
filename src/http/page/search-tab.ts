import type { SearchResult } from '../../service/search-options';
import { unthresholded } from './contributions';
import { element } from './element';
import { funnel } from './funnel';
import { hitCard } from './hit-card';
import { emptyNotice, errorNotice, loadingNotice } from './notice';
import { pairWords } from './pairing';
import { reachOf } from './places';
import { queryWords } from './query-words';
import { chosenModel, modelChoice } from './model-choice';
import { isMade, listCollections, search, ServerProblem, type CollectionSummary, type SearchSubject } from './server-api';
import { readState, writeState } from './url-state';
import { welcome } from './welcome';
import { whyPanel } from './why-panel';

const pauseMs = 140;
const hitsAtFirst = 10;
/** How long one answer is waited for while a collection is being made. */
const patienceMs = 1500;
/** Search as you type over a collection. */
export class SearchTab {
  readonly root = element('div.search-tab');
  private readonly input = element('input', {
    type: 'search',
    placeholder: 'Say what you look for, in your own words',
    'aria-label': 'Query',
    autocomplete: 'off',
    spellcheck: 'false',
    enterkeyhint: 'search',
  }) as HTMLInputElement;
  private readonly choice = element('select', { 'aria-label': 'Collection' }) as HTMLSelectElement;
  private readonly status = element('div.status', { 'aria-live': 'polite' });
  private readonly list = element('div.hits');
  private readonly aside = element('aside.panel');
  private collections: readonly CollectionSummary[] = [];
  private result: SearchResult | undefined;
  private selected = -1;
  private topK = hitsAtFirst;
  private timer = 0;
  private running: AbortController | undefined;
  private readonly wide = matchMedia('(min-width: 62rem)');

  constructor() {
    const form = element(
      'form.search-box',
      { role: 'search', onsubmit: (e: Event) => (e.preventDefault(), this.ask()) },
      this.input,
      this.choice,
    );
    this.root.append(
      form,
      modelChoice(() => void this.ask()),
      this.status,
      element('div.columns', {}, this.list, this.aside),
    );
    this.input.addEventListener('input', () => this.typed());
    this.choice.addEventListener('change', () => this.chosen());
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.wide.addEventListener('change', () => this.reselect(this.selected));
    pairWords(this.root);
  }

  /** Brings the page to what the address says. */
  async open(): Promise<void> {
    const state = readState();
    this.input.value = state.query;
    if (this.wide.matches) this.input.focus();
    await this.fillChoice(state.collection);
    await this.ask();
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private async fillChoice(wanted: string): Promise<void> {
    try {
      this.collections = await listCollections();
    } catch (error) {
      this.list.replaceChildren(errorNotice(error, () => void this.open()));
      return;
    }
    const options = this.collections.map(({ name, documents }) =>
      element('option', { value: name }, `${name} (${documents.toLocaleString('en')})`),
    );
    this.choice.replaceChildren(...options);
    this.choice.value = this.collections.some(({ name }) => name === wanted) ? wanted : (this.collections[0]?.name ?? '');
  }

  private typed(): void {
    writeState({ query: this.input.value, like: '' });
    this.topK = hitsAtFirst;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), pauseMs);
  }

  private chosen(): void {
    writeState({ collection: this.choice.value, like: '' }, true);
    this.topK = hitsAtFirst;
    void this.ask();
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    this.running?.abort();
    const { query, like } = readState();
    const collection = this.choice.value;
    if (collection === '') return;
    if (query.trim() === '' && like === '') return this.welcome();
    const running = new AbortController();
    this.running = running;
    if (this.result === undefined) this.list.replaceChildren(loadingNotice());
    this.root.classList.add('waiting');
    try {
      const result = await this.askUntilMade(collection, like === '' ? { query } : { id: like }, running.signal);
      if (this.running === running) this.show(result, like);
    } catch (error) {
      if (!running.signal.aborted) this.fail(error, query);
    } finally {
      if (this.running === running) this.root.classList.remove('waiting');
    }
  }

  /** A collection that is made at its first use answers that it is being made, and how far it is: asks again until it is there. */
  private async askUntilMade(collection: string, subject: SearchSubject, signal: AbortSignal): Promise<SearchResult> {
    const summary = this.collections.find(({ name }) => name === collection);
    const options = { ...chosenModel(), topK: this.topK };
    if (!summary || isMade(summary)) return search(collection, subject, options, signal);
    for (;;) {
      try {
        const result = await search(collection, subject, { ...options, timeoutMs: patienceMs }, signal);
        await this.fillChoice(collection);
        return result;
      } catch (error) {
        if (!(error instanceof ServerProblem) || error.status !== 504) throw error;
        const says = element('p', {}, `${error.message}. This page goes on by itself as soon as it is there.`);
        this.list.replaceChildren(emptyNotice('Just a moment', says, element('progress')));
      }
    }
  }

  private show(result: SearchResult, like: string): void {
    this.result = result;
    const threshold = this.threshold();
    const words = queryWords(result, like === '' ? undefined : { id: like, leave: () => this.leaveLike() });
    this.status.replaceChildren(words, funnel(result));
    const cards = result.hits.map((hit, i) =>
      hitCard(hit, i + 1, reachOf(hit, result, threshold), {
        select: () => this.select(i),
        moreLikeThis: (id) => this.moreLike(id),
      }),
    );
    const more = result.hits.length === this.topK && this.topK < 100 ? this.moreButton() : null;
    this.list.replaceChildren(...cards, ...(more ? [more] : []));
    if (cards.length === 0)
      this.list.replaceChildren(
        emptyNotice('No document meets this query', element('p', {}, 'Try other words, or another collection.')),
      );
    this.reselect(cards.length > 0 ? 0 : -1);
  }

  private select(position: number): void {
    if (position === this.selected) return;
    this.selected = position;
    const cards = [...this.list.querySelectorAll<HTMLElement>('.hit')];
    cards.forEach((card, i) => card.classList.toggle('selected', i === position));
    this.list.querySelector('.hit .why')?.remove();
    this.aside.replaceChildren();
    if (!this.result || position < 0) return;
    const panel = whyPanel(this.result, position, this.threshold());
    if (this.wide.matches) this.aside.append(panel);
    else cards[position]?.append(panel);
  }

  /** Draws the panel anew although its hit is selected already. */
  private reselect(position: number): void {
    this.selected = Number.NaN;
    this.select(position);
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape' && event.target === this.input) return this.clear();
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !this.result || event.target === this.choice) return;
    event.preventDefault();
    const next = Math.min(this.result.hits.length - 1, Math.max(0, this.selected + step));
    this.select(next);
    this.list.querySelectorAll('.hit')[next]?.scrollIntoView({ block: 'nearest' });
  }

  private clear(): void {
    this.input.value = '';
    this.typed();
  }

  private moreLike(id: string): void {
    writeState({ like: id, query: '' }, true);
    this.input.value = '';
    this.topK = hitsAtFirst;
    void this.ask();
    scrollTo({ top: 0 });
  }

  private leaveLike(): void {
    writeState({ like: '' }, true);
    void this.ask();
    this.input.focus();
  }

  private moreButton(): HTMLElement {
    const more = () => {
      this.topK = Math.min(100, this.topK + 20);
      void this.ask();
    };
    return element('button.more', { type: 'button', onclick: more }, 'Show more hits');
  }

  private welcome(): void {
    this.result = undefined;
    this.root.classList.remove('waiting');
    this.status.replaceChildren();
    this.aside.replaceChildren();
    this.list.replaceChildren(welcome(this.choice.value, (text) => this.tryOut(text)));
  }

  private tryOut(text: string): void {
    this.input.value = text;
    writeState({ query: text, like: '' }, true);
    void this.ask();
  }

  private fail(error: unknown, query: string): void {
    this.result = undefined;
    this.status.replaceChildren();
    this.aside.replaceChildren();
    const wordless = error instanceof ServerProblem && error.code === 'EMPTY_QUERY';
    const says = element('p', {}, `“${query}” holds only words that every text has. A word with a meaning of its own is needed.`);
    this.list.replaceChildren(wordless ? emptyNotice('Say a little more', says) : errorNotice(error, () => void this.ask()));
  }

  private threshold(): number {
    return this.collections.find(({ name }) => name === this.choice.value)?.threshold ?? unthresholded;
  }
}
