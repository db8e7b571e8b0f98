import { balancedMasses } from '../distances/balanced-masses';
import { DocumentSpace } from '../distances/document-space';
import { partialMasses } from '../distances/partial-masses';
import { balancedQuery, partialQuery } from '../distances/query';
import { documentDistances, type DistanceName, type DistanceParts } from '../distances/registry';
import type { QueryWords, Transport } from '../search/ranking';
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
  const query = isBalanced ? balancedQuery(words, tfidf) : partialQuery(words, bm25);
  const parts: DistanceParts = { space, points: PointTable.fromShared(edition.points), tree: noTree };
  const names = (Object.keys(documentDistances) as DistanceName[]).filter((name) => !LEFT_OUT.includes(name));
  return Object.fromEntries(names.map((name) => [name, documentDistances[name](parts).query(query)(doc)]));
}

function noTree(): never {
  throw new Error('a distance over a tree belongs in LEFT_OUT');
}
