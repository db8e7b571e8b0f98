import type { DocumentSpace } from '../distances/document-space';
import type { Query } from '../distances/query';
import type { QueryFlow } from './ranking';

/** Mass under this share of the query's is rounding. */
const LEAST_SHARE = 1e-12;

/** The flows of an optimal transport of the query to the document: common words, near words, and what met nothing (word -1). */
export function pairFlows(space: DocumentSpace, query: Query, doc: number): QueryFlow[] {
  space.enter(query);
  const { pair, solver } = space;
  pair.load(doc);
  const { words } = pair.masses.corpus;
  const least = LEAST_SHARE * pair.total;
  const flows: QueryFlow[] = [];
  const left = Float64Array.from(pair.rows);
  const add = (row: number, word: number, mass: number, distance: number): void => {
    left[row] -= mass;
    if (mass > least) flows.push({ query: row, word, mass: mass / pair.total, distance });
  };
  for (let i = 0; i < pair.n; i++) {
    const common = pair.rows[i] - pair.rowRest[i];
    if (common > 0) add(i, query.words.ids[i], common, 0);
  }
  solver.solve();
  solver.visitFlows((row, column, mass, distance) => add(row, words[pair.firstPosting + column], mass, distance));
  for (let i = 0; i < pair.n; i++) if (left[i] > least) add(i, -1, left[i], space.threshold);
  return flows;
}
