import { pearson } from './pearson';

/**
 * Spearman's rank correlation (1904) of paired values, ties at their mean rank. Undefined, hence null, for fewer than two
 * pairs or where one side is constant.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  return pearson(ranks(a), ranks(b));
}

function ranks(values: readonly number[]): Float64Array {
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const rank = new Float64Array(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) rank[order[i]] = (from + to - 1) / 2;
  }
  return rank;
}
