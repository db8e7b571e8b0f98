import { balancedMasses } from '../distances/balanced-masses';
import { DocumentSpace } from '../distances/document-space';
import { partialMasses } from '../distances/partial-masses';
import type { Query } from '../distances/query';
import { documentDistances, type DistanceName, type DistanceParts } from '../distances/registry';
import type { QueryWords, Transport } from '../search/ranking';
import { termFrequency } from '../text/tfidf';
import { PointTable } from '../vectors/point-table';
import { arcSource } from '../workers/edition-searchers';
import type { Edition } from '../workers/search-task';

/** Those over a tree of the vocabulary mean little where the vocabulary is two texts; wcd is no bound under a threshold. */
const LEFT_OUT: readonly DistanceName[] = ['wmd', 'wcd', 'flowtree', 'tree-l1'];

/** What every distance of the registry says of the words and one document, by its name. */
export function boundValues(edition: Edition, words: QueryWords, doc: number, transport: Transport): Record<string, number> {
  const { corpus, tfidf, bm25 } = edition.space;
  const isBalanced = transport === 'balanced';
  const space = new DocumentSpace(isBalanced ? balancedMasses(corpus, tfidf) : partialMasses(corpus, bm25), arcSource(edition));
  const query = isBalanced ? balancedQuery(edition, words) : partialQuery(edition, words);
  const parts: DistanceParts = { space, points: PointTable.fromShared(edition.points), tree: noTree };
  const names = (Object.keys(documentDistances) as DistanceName[]).filter((name) => !LEFT_OUT.includes(name));
  return Object.fromEntries(names.map((name) => [name, documentDistances[name](parts).query(query)(doc)]));
}

function noTree(): never {
  throw new Error('a distance over a tree belongs in LEFT_OUT');
}

function balancedQuery({ space: { tfidf } }: Edition, words: QueryWords): Query {
  const weights = Float64Array.from(words.ids, (word, i) => termFrequency(tfidf.tf, words.counts[i]) * tfidf.idf[word]);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { words, masses: weights.map((weight) => weight / sum), total: 1 };
}

function partialQuery({ space: { bm25 } }: Edition, words: QueryWords): Query {
  const masses = Float64Array.from(words.ids, (word, i) => words.counts[i] * bm25.idf[word] * (bm25.k1 + 1));
  return { words, masses, total: masses.reduce((total, mass) => total + mass, 0) };
}
