import { WordmoverError } from '../../src/errors';
import type { SearchService, SearchSubject } from '../../src/http/search-service';
import type { CollectionSettings } from '../../src/service/collection-settings';
import type { CollectionSummary } from '../../src/service/collections';
import type { RankedDocument } from '../../src/service/rank';
import type { InputDocument, StoredDocument } from '../../src/service/document';
import type { Highlight, SearchHit, SearchOptions, WordFlow } from '../../src/service/search-options';

const threshold = 1.2;
const near: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  career: { job: 0.5, profession: 0.4 },
  job: { career: 0.5 },
  science: { biologist: 0.9, physics: 0.7 },
  start: { begin: 0.3 },
  spider: { tarantula: 0.8 },
};

interface FakeCollection {
  readonly settings: CollectionSettings;
  readonly documents: Map<string, StoredDocument>;
}

/** A service in memory that meets words by a small table: for tests of the wire, not of the search. */
export class FakeService implements SearchService {
  ready = true;
  isFull = false;
  /** Name of its sentence model. */
  model: string | null = null;
  /** Thrown by the next call of search, rank or compare. */
  failure: unknown;
  /** Collections that are made at their first search: they say their documents, and no words. */
  readonly unmade = new Set<string>();
  /** Options of the last search. */
  lastOptions: SearchOptions | undefined;
  private readonly shelves = new Map<string, FakeCollection>();

  constructor(documents: readonly StoredDocument[] = []) {
    this.shelves.set('sample', { settings: { language: 'en', threshold }, documents: new Map(documents.map((d) => [d.id, d])) });
  }

  info() {
    return { version: '0.0.0', vectors: 'fake', threshold, model: this.model, collections: this.shelves.size };
  }

  load() {
    return { ready: this.ready, queued: 0, storeBytes: 0, rows: { hits: 0, misses: 0, bytes: 0 } };
  }

  async collections() {
    return [...this.shelves.keys()].map((name) => this.summary(name));
  }

  async collection(name: string) {
    return this.summary(name);
  }

  async putCollection(name: string, settings: CollectionSettings) {
    const created = !this.shelves.has(name);
    if (created) this.shelves.set(name, { settings, documents: new Map() });
    return { created, summary: this.summary(name) };
  }

  async deleteCollection(name: string) {
    this.shelf(name);
    this.shelves.delete(name);
  }

  async upsert(name: string, documents: readonly InputDocument[]) {
    const { documents: shelf } = this.shelf(name);
    documents.forEach((d, i) => {
      const id = d.id ?? `auto-${shelf.size + i}`;
      shelf.set(id, { ...d, id });
    });
    return [];
  }

  async documents(name: string, after: string | undefined, limit: number) {
    const all = [...this.shelf(name).documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const left = after === undefined ? all : all.filter((d) => d.id > after);
    const page = left.slice(0, limit);
    return { documents: page, next: left.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  async document(name: string, id: string) {
    const found = this.shelf(name).documents.get(id);
    if (!found) throw new WordmoverError('UNKNOWN_DOCUMENT', `There is no document "${id}" in "${name}".`);
    return found;
  }

  async deleteDocument(name: string, id: string) {
    await this.document(name, id);
    this.shelf(name).documents.delete(id);
  }

  async search(name: string, subject: SearchSubject, options: SearchOptions) {
    this.fail();
    this.lastOptions = options;
    const { documents } = this.shelf(name);
    const query =
      subject.id === undefined
        ? (subject.query ?? Object.keys(subject.terms ?? {}).join(' '))
        : (documents.get(subject.id)?.text ?? '');
    const byWords = [...documents.values()]
      .map((d) => hitOf(query, d))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    const hits = this.withModel(byWords, options);
    const offset = options.offset ?? 0;
    const bounded = documents.size;
    return {
      hits: hits.slice(offset, offset + (options.topK ?? 10)),
      exact: true,
      stages: { documents: bounded, bounded, refined: Math.min(20, bounded), solved: Math.min(10, bounded) },
      unknownWords: words(query).filter((w) => w.startsWith('x')),
      ...this.costs(options),
      tookMs: 1.5,
    };
  }

  /** In context the guide is nearest; fused, each hit says its places. */
  private withModel(byWords: readonly SearchHit[], { refine, fuse }: SearchOptions): readonly SearchHit[] {
    if (refine !== 'context' && fuse !== 'sentence') return byWords;
    const isFirst = (hit: SearchHit) => (hit.id === 'guide' ? 0 : 1);
    const ranked = [...byWords].sort((a, b) => isFirst(a) - isFirst(b) || b.score - a.score);
    return ranked.map((hit, i) => {
      const before = { score: hit.score, distance: hit.distance };
      const place = byWords.indexOf(hit) + 1;
      const parts = { words: { rank: place, score: hit.score }, sentence: { rank: i + 1, cosine: 0.7 - i / 10 } };
      const inContext = refine === 'context' ? { refined: before, score: 0.9 - i / 10 } : {};
      return { ...hit, ...inContext, ...(fuse === 'sentence' ? { parts, score: (hit.score + parts.sentence.cosine) / 2 } : {}) };
    });
  }

  private costs({ refine, fuse }: SearchOptions) {
    const shared = { model: this.model ?? '', documents: 3, embedded: 1, ms: 12.5 };
    return {
      ...(refine === 'context' ? { refined: { ...shared, threshold: 1.3, occurrences: 42 } } : {}),
      ...(fuse === 'sentence' ? { fused: { ...shared, rule: 'mean-score' as const, top: 100, candidates: 3 } } : {}),
    };
  }

  async compare(a: string, b: string, options: SearchOptions) {
    this.fail();
    this.lastOptions = options;
    const { score, distance, flows = [] } = hitOf(a, { id: 'b', text: b });
    const bounds = { rwmd: distance * 0.8, ict: distance * 0.95, wmd: distance };
    if (options.refine !== 'context') return { score, distance, flows, bounds, unknownWords: [] };
    const refined = { model: this.model ?? '', threshold: 2, occurrences: 8, ms: 4, before: { score, distance } };
    return { score: 0.9, distance: 0.2, flows, bounds: {}, unknownWords: [], refined };
  }

  async rank(query: string, documents: readonly InputDocument[], options: SearchOptions): Promise<RankedDocument[]> {
    this.fail();
    this.lastOptions = options;
    if (words(query).length === 0) throw new WordmoverError('EMPTY_QUERY', 'The query has no words.');
    // Documents without a word are left out, as a service may: the rerank routes give them back all the same.
    return documents
      .flatMap(({ id, text = '', terms }, index) =>
        terms || words(text).length > 0 ? [{ index, id, ...scoreOf(query, text) }] : [],
      )
      .sort((a, b) => b.score - a.score || a.index - b.index)
      .slice(0, options.topK ?? documents.length);
  }

  async close() {}

  private fail(): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }

  private shelf(name: string): FakeCollection {
    const found = this.shelves.get(name);
    if (!found) throw new WordmoverError('UNKNOWN_COLLECTION', `There is no collection "${name}".`);
    return found;
  }

  private summary(name: string): CollectionSummary {
    const { settings, documents } = this.shelf(name);
    const vocabulary = new Set([...documents.values()].flatMap((d) => words(d.text ?? '')));
    const counts = {
      documents: documents.size,
      words: this.unmade.has(name) ? 0 : vocabulary.size,
      unknownWords: 3,
      postings: 10 * documents.size,
    };
    const cap = settings.threshold === undefined ? threshold : settings.threshold;
    return {
      name,
      readOnly: name === 'sample',
      settings,
      threshold: cap,
      ...counts,
      bytes: { postings: 1000, points: 2000, texts: 500 },
    };
  }
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
}

function scoreOf(query: string, text: string) {
  const { score, distance } = hitOf(query, { id: '', text });
  return { score, distance };
}

function hitOf(query: string, document: StoredDocument): SearchHit & { flows: WordFlow[] } {
  const asked = [...new Set(words(query))];
  const mass = asked.length === 0 ? 0 : 1 / asked.length;
  const spans = [...(document.text ?? '').matchAll(/[\p{L}\p{N}]{3,}/gu)];
  const highlights: Highlight[] = [];
  const flows = asked.map((from): WordFlow => {
    const met = spans.map((m) => ({ m, d: groundOf(from, m[0].toLowerCase()) })).sort((a, b) => a.d - b.d)[0];
    if (!met || met.d >= threshold) return { from, to: null, mass, distance: threshold, cost: mass * threshold };
    highlights.push({ start: met.m.index, end: met.m.index + met.m[0].length, from, distance: met.d, share: mass });
    return { from, to: met.m[0].toLowerCase(), mass, distance: met.d, cost: mass * met.d };
  });
  const distance = flows.reduce((sum, f) => sum + f.cost, 0);
  return { ...document, score: Math.max(0, Math.min(1, mass === 0 ? 0 : 1 - distance / threshold)), distance, flows, highlights };
}

function groundOf(a: string, b: string): number {
  return a === b ? 0 : (near[a]?.[b] ?? threshold);
}
