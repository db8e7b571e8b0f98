/** The arcs of a dense problem that cost less than the threshold, grouped by column, as SavingsSolver takes them. */
export interface ArcsUnderThreshold {
  readonly columnStart: Int32Array;
  readonly arcRow: Int32Array;
  /** threshold - cost, > 0. */
  readonly arcGain: Float64Array;
}

/** cost n x m row-major. Throws RangeError for a cost that is negative or NaN (Infinity forbids an arc), or another size. */
export function arcsUnderThreshold(n: number, m: number, cost: Float64Array, threshold: number): ArcsUnderThreshold {
  if (cost.length !== n * m) throw new RangeError(`cost must hold ${n} x ${m} values, got ${cost.length}`);
  if (!(threshold > 0 && threshold < Infinity)) throw new RangeError(`threshold must be a positive number, got ${threshold}`);
  const columnStart = new Int32Array(m + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const c = cost[i * m + j];
      if (!(c >= 0)) throw new RangeError(`cost [${i}, ${j}] must not be negative, got ${c}`);
      if (c < threshold) columnStart[j + 1]++;
    }
  }
  for (let j = 0; j < m; j++) columnStart[j + 1] += columnStart[j];
  const arcRow = new Int32Array(columnStart[m]);
  const arcGain = new Float64Array(columnStart[m]);
  const next = columnStart.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const c = cost[i * m + j];
      if (c >= threshold) continue;
      arcRow[next[j]] = i;
      arcGain[next[j]++] = threshold - c;
    }
  }
  return { columnStart, arcRow, arcGain };
}
