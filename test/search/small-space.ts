import { balancedMasses } from '../../src/distances/balanced-masses';
import { DocumentSpace } from '../../src/distances/document-space';
import { fullArcs, nearArcs } from '../../src/distances/near-arcs';
import { partialMasses } from '../../src/distances/partial-masses';
import { type Query, balancedQuery, partialQuery } from '../../src/distances/query';
import type { DistanceParts } from '../../src/distances/registry';
import type { VectorTable } from '../../src/embeddings/vector-table';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { VocabularyTree } from '../../src/embeddings/vocabulary-tree';
import type { QueryWords, Transport } from '../../src/search/ranking';
import { Searcher } from '../../src/search/searcher';
import { bm25, bm25Capacity } from '../../src/text/bm25';
import type { Corpus } from '../../src/text/corpus';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { tfidf } from '../../src/text/tfidf';
import { DistanceRows } from '../../src/vectors/distance-rows';
import { NearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';
import { largestSavings } from './brute-force';

export type Random = () => number;

export { seededRandom as seeded };

export type Bag = ReadonlyMap<number, number>;

export interface SmallSpace {
  readonly searcher: Searcher;
  readonly corpus: Corpus;
  readonly docs: readonly Bag[];
  /** True where two words share a vector: they are at distance 0 though they are not the same word. */
  readonly hasTwins: boolean;
  /** BM25's idf, of a word outside the vocabulary too. */
  idfOf(word: number): number;
  readonly removed: ReadonlySet<number>;
  readonly query: QueryWords;
  /** What distances between documents are made from. */
  parts(transport: Transport): DistanceParts;
  asQuery(words: QueryWords, transport: Transport): Query;
  /** Distance by definition, with none of the product's bounds or solvers. */
  distance(doc: number, transport: Transport): number;
}

const DIM = 4;

/** A random corpus, vocabulary and query, small enough for the definition; with empty, repeated and removed documents. */
export function smallSpace(random: Random, threshold: number): SmallSpace {
  const whole = (most: number): number => Math.floor(random() * most);
  const vocabularySize = 1 + whole(24);
  const points = new PointTable(DIM);
  const vectors: (Float32Array | null)[] = [];
  let hasTwins = false;
  for (let w = 0; w < vocabularySize; w++) {
    const twin = w > 0 && random() < 0.1 ? vectors[whole(w)] : undefined;
    hasTwins ||= Boolean(twin);
    vectors.push(twin !== undefined ? twin : random() < 0.15 ? null : unitVector(random));
    points.append(vectors[w]);
  }
  const docs: Bag[] = [];
  const corpus = new GrowingCorpus();
  corpus.growVocabulary(vocabularySize);
  const size = whole(30);
  for (let d = 0; d < size; d++) {
    docs.push(d > 0 && random() < 0.15 ? docs[whole(d)] : randomBag(random, vocabularySize, 7));
    const words = [...docs[d].keys()].sort((a, b) => a - b);
    corpus.append(
      Uint32Array.from(words),
      words.map((w) => docs[d].get(w)!),
    );
  }
  const removed = new Set(docs.map((_, d) => d).filter(() => random() < 0.1));
  for (const d of removed) corpus.remove(d);

  const bag = randomBag(random, vocabularySize + 3, 6);
  if (bag.size === 0) bag.set(0, 1);
  const query = queryWords(bag, vocabularySize, random);
  const view = corpus.view();
  const weights = { corpus: view, tfidf: tfidf(view), bm25: bm25(view) };
  const source = threshold === Infinity ? fullArcs(new DistanceRows(points)) : nearArcs(new NearWords(points, threshold));

  const cap = threshold === Infinity ? 2 : threshold;
  const vectorOf = (i: number): Float32Array | null =>
    query.ids[i] < vocabularySize ? vectors[query.ids[i]] : query.known[i] ? query.rows.subarray(i * DIM, (i + 1) * DIM) : null;
  const ground = (i: number, word: number): number => {
    if (query.ids[i] === word) return 0;
    const a = vectorOf(i);
    const b = vectors[word];
    if (!a || !b) return threshold === Infinity ? Math.SQRT2 : threshold;
    return Math.min(cap, Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]) ** 2, 0)));
  };
  return {
    searcher: new Searcher(weights, source),
    corpus: view,
    docs,
    hasTwins,
    idfOf: (word) => (word < vocabularySize ? weights.bm25.idf[word] : weights.bm25.unseenIdf),
    removed,
    query,
    parts: (transport) => ({
      space: new DocumentSpace(
        transport === 'balanced' ? balancedMasses(view, weights.tfidf) : partialMasses(view, weights.bm25),
        source,
      ),
      points,
      tree: () => new VocabularyTree(tableOf(vectors)),
    }),
    asQuery: (words, transport) =>
      transport === 'balanced' ? balancedQuery(words, weights.tfidf) : partialQuery(words, weights.bm25),
    distance(doc, transport) {
      const words = [...docs[doc].keys()].sort((a, b) => a - b);
      const { rows, columns } = transport === 'balanced' ? balanced(doc, words) : partial(doc, words);
      const total = rows.reduce((sum, x) => sum + x, 0);
      return cap - largestSavings(rows, columns, (i, j) => Math.max(0, cap - ground(i, words[j]))) / total;
    },
  };

  function balanced(doc: number, words: readonly number[]): { rows: number[]; columns: number[] } {
    const { idf, unseenIdf } = weights.tfidf;
    const share = (masses: number[]): number[] => masses.map((x) => x / masses.reduce((sum, y) => sum + y, 0));
    return {
      rows: share(Array.from(query.ids, (w, i) => query.counts[i] * (w < vocabularySize ? idf[w] : unseenIdf))),
      columns: share(words.map((w) => docs[doc].get(w)! * idf[w])),
    };
  }

  function partial(doc: number, words: readonly number[]): { rows: number[]; columns: number[] } {
    const { idf, unseenIdf, k1 } = weights.bm25;
    return {
      rows: Array.from(query.ids, (w, i) => query.counts[i] * (w < vocabularySize ? idf[w] : unseenIdf) * (k1 + 1)),
      columns: words.map((w) => bm25Capacity(weights.bm25, doc, w, docs[doc].get(w)!)),
    };
  }
}

function tableOf(vectors: readonly (Float32Array | null)[]): VectorTable {
  const rows = new Float32Array(vectors.length * DIM);
  vectors.forEach((vector, w) => vector && rows.set(vector, w * DIM));
  return { dim: DIM, rows, known: Uint8Array.from(vectors, (vector) => (vector ? 1 : 0)) };
}

function unitVector(random: Random): Float32Array {
  const raw = Array.from({ length: DIM }, () => random() * 2 - 1);
  const length = Math.hypot(...raw);
  return Float32Array.from(raw, (x) => x / length);
}

function randomBag(random: Random, words: number, most: number): Map<number, number> {
  const bag = new Map<number, number>();
  const size = Math.floor(random() * (most + 1));
  for (let k = 0; k < size; k++) bag.set(Math.floor(random() * words), 1 + Math.floor(random() * 3));
  return bag;
}

function queryWords(bag: Bag, vocabularySize: number, random: Random): QueryWords {
  const ids = [...bag.keys()].sort((a, b) => a - b);
  const rows = new Float32Array(ids.length * DIM);
  const known = new Uint8Array(ids.length);
  ids.forEach((id, i) => {
    if (id < vocabularySize || random() < 0.3) return;
    rows.set(unitVector(random), i * DIM);
    known[i] = 1;
  });
  return { ids: Uint32Array.from(ids), counts: Float32Array.from(ids, (id) => bag.get(id)!), rows, known };
}
