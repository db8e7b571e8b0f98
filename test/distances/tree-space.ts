import { balancedMasses } from '../../src/distances/balanced-masses';
import { DocumentSpace } from '../../src/distances/document-space';
import { fullArcs, nearArcs } from '../../src/distances/near-arcs';
import { partialMasses } from '../../src/distances/partial-masses';
import type { Query } from '../../src/distances/query';
import { treeOfPoints } from '../../src/distances/words-in-tree';
import { seededRandom } from '../../src/embeddings/seeded-random';
import type { VocabularyTree } from '../../src/embeddings/vocabulary-tree';
import { bm25 } from '../../src/text/bm25';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { tfidf } from '../../src/text/tfidf';
import { DistanceRows } from '../../src/vectors/distance-rows';
import { NearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';

const DIM = 5;

export interface TreeSpace {
  readonly space: DocumentSpace;
  readonly points: PointTable;
  readonly tree: VocabularyTree;
  readonly query: Query;
  readonly docs: number;
}

/**
 * A random corpus with its tree: words without vectors, twins, words that no document holds, and a query with words from
 * outside. Masses of the query sum to one, like the documents', unless they are partial.
 */
export function treeSpace(seed: number, threshold: number, masses: 'balanced' | 'partial' = 'balanced'): TreeSpace {
  const random = seededRandom(seed);
  const whole = (most: number): number => Math.floor(random() * most);
  const vocabulary = 2 + whole(40);
  const points = randomPoints(vocabulary, random);
  const corpus = new GrowingCorpus();
  corpus.growVocabulary(vocabulary);
  const docs = 8;
  for (let doc = 0; doc < docs; doc++) {
    const words = distinct(1 + whole(12), vocabulary, random);
    corpus.append(
      words,
      Array.from(words, () => 1 + whole(4)),
    );
  }
  const view = corpus.view();
  const source = threshold === Infinity ? fullArcs(new DistanceRows(points)) : nearArcs(new NearWords(points, threshold));
  const weighed = masses === 'balanced' ? balancedMasses(view, tfidf(view)) : partialMasses(view, bm25(view));
  const tree = treeOfPoints(points, { seed, leafSize: 1 + whole(3) });
  return { space: new DocumentSpace(weighed, source), points, tree, query: randomQuery(vocabulary, random), docs };
}

function randomPoints(size: number, random: () => number): PointTable {
  const points = new PointTable(DIM);
  const rows: (Float32Array | null)[] = [];
  for (let word = 0; word < size; word++) {
    const twin = random() < 0.1 && word > 0 ? rows[Math.floor(random() * word)] : undefined;
    rows.push(twin !== undefined ? twin : random() < 0.15 ? null : randomVector(random));
    points.append(rows[word]);
  }
  return points;
}

function randomVector(random: () => number): Float32Array {
  const raw = Array.from({ length: DIM }, () => random() - 0.5);
  return Float32Array.from(raw, (x) => x / Math.hypot(...raw));
}

function randomQuery(vocabulary: number, random: () => number): Query {
  const ids = distinct(1 + Math.floor(random() * 10), vocabulary + 4, random);
  const rows = new Float32Array(ids.length * DIM);
  const known = Uint8Array.from(ids, (id) => Number(id >= vocabulary && random() < 0.6));
  known.forEach((isKnown, i) => isKnown && rows.set(randomVector(random), i * DIM));
  const raw = Float64Array.from(ids, () => 0.1 + random());
  const sum = raw.reduce((total, mass) => total + mass, 0);
  const words = { ids, counts: new Float32Array(ids.length).fill(1), rows, known };
  return { words, masses: raw.map((mass) => mass / sum), total: 1 };
}

function distinct(most: number, below: number, random: () => number): Uint32Array {
  return Uint32Array.from(new Set(Array.from({ length: most }, () => Math.floor(random() * below)))).sort();
}
