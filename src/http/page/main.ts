import { CollectionsTab } from './collections-tab';
import { CompareTab } from './compare-tab';
import { element } from './element';
import { SearchTab } from './search-tab';
import { startTheme } from './theme';
import { readState, writeState, type PageState } from './url-state';

interface Tab {
  readonly root: HTMLElement;
  open(): Promise<void>;
  focus(): void;
}

type TabName = PageState['tab'];

const tabs: Readonly<Record<TabName, Tab>> = {
  search: new SearchTab(),
  compare: new CompareTab(),
  collections: new CollectionsTab(() => show('search')),
};
const titles: Readonly<Record<TabName, string>> = { search: 'Search', compare: 'Compare', collections: 'Collections' };

const content = found('content');
const buttons = Object.entries(titles).map(([name, title]) => {
  const onclick = () => {
    writeState({ tab: name as TabName }, true);
    show(name as TabName);
  };
  return element('button', { type: 'button', 'data-tab': name, onclick }, title);
});

function show(name: TabName): void {
  for (const button of buttons) {
    if (button.dataset['tab'] === name) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  document.title = name === 'search' ? 'wordmover' : `${titles[name]} · wordmover`;
  content.replaceChildren(tabs[name].root);
  void tabs[name].open();
}

function found(id: string): HTMLElement {
  const there = document.getElementById(id);
  if (!there) throw new Error(`index.html has no #${id}`);
  return there;
}

found('tabs').append(...buttons);
startTheme(found('theme'));
addEventListener('popstate', () => show(readState().tab));
addEventListener('keydown', (event) => {
  const writing = (event.target as Element | null)?.closest?.('input, textarea, select');
  if (event.key !== '/' || writing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  tabs[readState().tab].focus();
});
show(readState().tab);
