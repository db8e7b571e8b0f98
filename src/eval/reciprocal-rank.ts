/** Damps the first places: Cormack et al. chose it once, on other data, and it has proved hard to beat. */
export const RANK_CONSTANT = 60;

export interface FusedRanking {
  /** Best first; ties by number. */
  readonly docs: readonly number[];
  /** In (0, 1]: 1 for the first of every ranking. */
  readonly scores: readonly number[];
}

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): a document's score is the sum over the rankings of 1 / (k + rank),
 * nothing from one that does not have it; here divided by what the first of every ranking gets. Each ranking lists distinct
 * documents, best first.
 */
export function reciprocalRankFusion(rankings: readonly ArrayLike<number>[], k = RANK_CONSTANT): FusedRanking {
  const sums = new Map<number, number>();
  for (const ranking of rankings) {
    for (let i = 0; i < ranking.length; i++) sums.set(ranking[i], (sums.get(ranking[i]) ?? 0) + 1 / (k + i + 1));
  }
  const most = rankings.length / (k + 1);
  const ranked = [...sums].map(([doc, sum]) => ({ doc, score: Math.min(1, sum / most) }));
  ranked.sort((a, b) => b.score - a.score || a.doc - b.doc);
  return { docs: ranked.map(({ doc }) => doc), scores: ranked.map(({ score }) => score) };
}
