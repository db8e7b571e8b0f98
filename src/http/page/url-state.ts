/** What the address says: the page can be reloaded, shared and gone back to. */
export interface PageState {
  readonly tab: 'search' | 'compare' | 'collections';
  readonly collection: string;
  readonly query: string;
  /** Id of the document whose neighbours are asked for, instead of a query. */
  readonly like: string;
  /** `context` and `sentence` where a sentence model takes part. */
  readonly refine: string;
  readonly fuse: string;
  readonly a: string;
  readonly b: string;
}

const start: PageState = { tab: 'search', collection: 'sample', query: '', like: '', refine: '', fuse: '', a: '', b: '' };
const names: Readonly<Record<keyof PageState, string>> = {
  tab: 'tab',
  collection: 'in',
  query: 'q',
  like: 'like',
  refine: 'refine',
  fuse: 'fuse',
  a: 'a',
  b: 'b',
};

export function readState(): PageState {
  const given = new URLSearchParams(location.search);
  const entries = Object.entries(names).map(([key, name]) => [key, given.get(name) ?? start[key as keyof PageState]]);
  const state = Object.fromEntries(entries) as unknown as PageState;
  return ['search', 'compare', 'collections'].includes(state.tab) ? state : { ...state, tab: 'search' };
}

/** Changes the address. `push` makes a step that the back button undoes; typing replaces the current one. */
export function writeState(change: Partial<PageState>, push = false): PageState {
  const state = { ...readState(), ...change };
  const query = new URLSearchParams();
  for (const [key, name] of Object.entries(names)) {
    const value = state[key as keyof PageState];
    if (value !== start[key as keyof PageState]) query.set(name, value);
  }
  const address = query.size > 0 ? `?${query}` : location.pathname;
  if (push) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  return state;
}
