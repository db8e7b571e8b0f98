/** Positions of the `k` smallest distances, nearest first, ties by position. */
export function nearestOf(distances: ArrayLike<number>, k: number): number[] {
  const order = Array.from({ length: distances.length }, (_, i) => i);
  return order.sort((a, b) => distances[a] - distances[b] || a - b).slice(0, k);
}

/**
 * Average precision at a cutoff: the mean over the first `relevant.length` places of the precision at each relevant one,
 * divided by how many could be relevant there, so that 1 means all of them are.
 */
export function averagePrecision(relevant: readonly boolean[], relevantInAll: number): number {
  let found = 0;
  let sum = 0;
  relevant.forEach((isRelevant, place) => {
    if (!isRelevant) return;
    found++;
    sum += found / (place + 1);
  });
  return sum / Math.min(relevant.length, relevantInAll);
}

/**
 * Normalised discounted cumulative gain (Järvelin, Kekäläinen 2002) of the first `cutoff` places, each relevant or not:
 * sum of 1 / log2(place + 1), divided by what a perfect order would give.
 */
export function ndcg(relevant: readonly boolean[], relevantInAll: number, cutoff: number): number {
  let gained = 0;
  let ideal = 0;
  for (let place = 0; place < cutoff; place++) {
    const discount = 1 / Math.log2(place + 2);
    if (relevant[place]) gained += discount;
    if (place < relevantInAll) ideal += discount;
  }
  return ideal > 0 ? gained / ideal : 0;
}

/** 1 / place of the first relevant one, 0 where there is none. */
export function reciprocalRank(relevant: readonly boolean[]): number {
  return 1 / (relevant.indexOf(true) + 1 || Infinity);
}

/** Jaccard overlap of two sets without repeats: shared / in either. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  const inA = new Set(a);
  const shared = b.filter((x) => inA.has(x)).length;
  return shared / (a.length + b.length - shared);
}

/** Symmetric mean absolute percentage error in [0, 2]: mean of |estimate - truth| over the mean of both; 0 where both are zero. */
export function smape(estimates: ArrayLike<number>, truths: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truths.length; i++) {
    const half = (Math.abs(estimates[i]) + Math.abs(truths[i])) / 2;
    if (half > 0) sum += Math.abs(estimates[i] - truths[i]) / half;
  }
  return sum / truths.length;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Mean of samples and its standard error, 0 for a single one. */
export interface MeanFigure {
  readonly mean: number;
  readonly error: number;
}

export function meanFigure(values: readonly number[]): MeanFigure {
  return { mean: mean(values), error: standardError(values) };
}

/** Standard error of the mean of samples; 0 for a single one. */
export function standardError(values: readonly number[]): number {
  return deviation(values) / Math.sqrt(values.length);
}

/** Standard deviation over samples; 0 for a single one. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
