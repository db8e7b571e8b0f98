import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { WordmoverError } from '../errors';
import { postingLists, type PostingLists } from '../distances/posting-lists';
import { DistanceRows } from '../vectors/distance-rows';
import { NearWords } from '../vectors/near-words';
import { PointTable } from '../vectors/point-table';
import { vectorFile } from '../vectors/vector-file';
import type { WordVectors } from '../vectors/word-vectors';
import type { QueryWords } from '../search/ranking';
import { bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import { GrowingCorpus } from '../text/growing-corpus';
import { tfidf } from '../text/tfidf';
import { Vocabulary } from '../text/vocabulary';
import type { Edition } from '../workers/search-task';

/** A pre-weighted document as the workload's files hold it. */
export interface Bag {
  readonly id: string;
  readonly terms: Readonly<Record<string, number>>;
}

export interface EditionOptions {
  /** Infinity for none. */
  readonly threshold: number;
  /** Bytes for cached rows. */
  readonly cacheBytes: number;
}

/** Queries with fewer words are passed over, as by the peers. */
const LEAST_WORDS = 3;
/** Step through the queries: prime to their number, so that any so many first are spread over all groups. */
const QUERY_STEP = 7919;

/** A folder that other programs read too: docs.jsonl and queries.jsonl of pre-weighted bags, vectors.bin. */
export class SearchWorkload {
  #editions = 0;

  readonly #lists = new WeakMap<Corpus, PostingLists>();

  private constructor(
    /** Ids of the documents of the corpus. */
    readonly ids: readonly string[],
    /** Bags as lines of JSON: as objects they take five times the memory. */
    private readonly queries: readonly string[],
    readonly corpus: Corpus,
    private readonly vocabulary: Vocabulary,
    private readonly vectors: WordVectors,
    readonly points: PointTable,
  ) {}

  static async load(folder: string): Promise<SearchWorkload> {
    const vocabulary = new Vocabulary();
    const corpus = new GrowingCorpus();
    const ids: string[] = [];
    for await (const line of linesOf(path.join(folder, 'docs.jsonl'))) {
      const { id, terms } = JSON.parse(line) as Bag;
      ids.push(id);
      appendBag(corpus, vocabulary, terms);
    }
    const queries: string[] = [];
    for await (const line of linesOf(path.join(folder, 'queries.jsonl'))) {
      if (Object.keys((JSON.parse(line) as Bag).terms).length >= LEAST_WORDS) queries.push(line);
    }
    if (ids.length === 0 || queries.length === 0) {
      throw new WordmoverError('INVALID_INPUT', `${folder}: no documents in docs.jsonl, or no queries in queries.jsonl`);
    }
    const vectors = await vectorFile(path.join(folder, 'vectors.bin'));
    const { rows, known } = await vectors.lookup(vocabulary.toArray());
    const points = new PointTable(vectors.dim);
    for (let w = 0; w < vocabulary.size; w++) {
      points.append(known[w] ? rows.subarray(w * vectors.dim, (w + 1) * vectors.dim) : null);
    }
    return new SearchWorkload(ids, queries, corpus.view(), vocabulary, vectors, points);
  }

  get queryCount(): number {
    return this.queries.length;
  }

  /** Query `i` of the peers' order. */
  query(i: number): Bag {
    return JSON.parse(this.queries[(QUERY_STEP * i) % this.queries.length]) as Bag;
  }

  /** The heaviest words of a bag; those that no document holds bring their vectors along. */
  async words({ terms }: Bag, most = Infinity): Promise<QueryWords> {
    let outside = this.vocabulary.size;
    const entries = Object.entries(terms)
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([term, weight]) => ({ term, weight, id: this.vocabulary.id(term) ?? outside++ }))
      .sort((a, b) => a.id - b.id);
    const { rows, known } = await this.vectors.lookup(entries.map(({ term }) => term));
    return {
      ids: Uint32Array.from(entries, ({ id }) => id),
      counts: Float32Array.from(entries, ({ weight }) => weight),
      rows,
      known,
    };
  }

  /** The workload, or a corpus over its vocabulary, ready to search, with no row cached. Weights are taken as they are. */
  edition({ threshold, cacheBytes }: EditionOptions, corpus = this.corpus): Edition {
    const { points } = this;
    const cache = { budgetBytes: cacheBytes };
    const lists = this.#lists.get(corpus) ?? postingLists(corpus);
    if (lists) this.#lists.set(corpus, lists);
    return {
      key: 'workload',
      version: ++this.#editions,
      space: { corpus, tfidf: tfidf(corpus, { idf: 'none' }), bm25: bm25(corpus), lists },
      points: points.share(),
      rows:
        threshold === Infinity
          ? { full: new DistanceRows(points, cache).share() }
          : { near: new NearWords(points, threshold, cache).share() },
    };
  }
}

function appendBag(corpus: GrowingCorpus, vocabulary: Vocabulary, terms: Bag['terms']): void {
  const entries = Object.entries(terms)
    .map(([term, weight]) => [vocabulary.add(term), weight] as const)
    .sort((a, b) => a[0] - b[0]);
  corpus.append(
    Uint32Array.from(entries, ([id]) => id),
    entries.map(([, weight]) => weight),
  );
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim()) yield line;
  }
}
