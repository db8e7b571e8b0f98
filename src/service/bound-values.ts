import { balancedMasses } from '../distances/balanced-masses';
import { DocumentSpace } from '../distances/document-space';
import { partialMasses } from '../distances/partial-masses';
import type { Query } from '../distances/query';
import { act, ict, omr, rwmd } from '../distances/relaxed-distances';
import type { QueryWords, Transport } from '../search/ranking';
import { termFrequency } from '../text/tfidf';
import { arcSource } from '../workers/edition-searchers';
import type { Edition } from '../workers/search-task';

/** From the loosest to the tightest. */
const LOWER_BOUNDS = [rwmd, omr, act(1), act(3), ict];

/** What every lower bound says of the distance of the words to one document, by the bound's name. */
export function boundValues(edition: Edition, words: QueryWords, doc: number, transport: Transport): Record<string, number> {
  const { corpus, tfidf, bm25 } = edition.space;
  const isBalanced = transport === 'balanced';
  const space = new DocumentSpace(isBalanced ? balancedMasses(corpus, tfidf) : partialMasses(corpus, bm25), arcSource(edition));
  const query = isBalanced ? balancedQuery(edition, words) : partialQuery(edition, words);
  return Object.fromEntries(
    LOWER_BOUNDS.map((bound) => {
      const distance = bound(space);
      return [distance.name, distance.query(query)(doc)];
    }),
  );
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
