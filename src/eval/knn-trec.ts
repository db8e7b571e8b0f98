import type { Found } from './knn-space';
import type { LabelledDocument } from './labelled-document';
import { type TrecRanking, writeTrec } from './trec';

interface Searched {
  readonly train: readonly LabelledDocument[];
  readonly test: readonly LabelledDocument[];
  readonly found: readonly Found[];
}

/**
 * Writes what every method found as a TREC run of so many documents a query. A training document is relevant to the test documents
 * of its label; judged are, as at TREC, those that some run found.
 */
export async function writeKnnTrec(folder: string, depth: number, { train, test, found }: Searched): Promise<void> {
  const runs = new Map<string, readonly TrecRanking[]>();
  const relevant = new Map<string, Set<string>>();
  for (const { method, neighbours } of found) {
    const rankings = neighbours.map(({ docs, distances }, q): TrecRanking => {
      const { id, label } = test[q];
      const judged = relevant.get(id) ?? new Set<string>();
      relevant.set(id, judged);
      const kept = Array.from(docs.subarray(0, depth));
      for (const doc of kept) if (train[doc].label === label) judged.add(train[doc].id);
      return { query: id, docs: kept.map((doc) => train[doc].id), scores: kept.map((_, at) => 1 - distances[at]) };
    });
    runs.set(method, rankings);
  }
  await writeTrec(folder, runs, new Map([...relevant].map(([query, docs]) => [query, [...docs]])));
}
