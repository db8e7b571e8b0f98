/** Sparse arcs grouped by column, as the savings solver takes them, with the masses of both sides. */
export interface SparseProblem {
  readonly n: number;
  readonly m: number;
  readonly rowMass: Float64Array;
  readonly colMass: Float64Array;
  readonly columnStart: Int32Array;
  readonly arcRow: Int32Array;
  readonly arcGain: Float64Array;
}

/** The arcs of a dense n x m matrix of gains that are > 0. */
export function sparseArcs(rowMass: ArrayLike<number>, colMass: ArrayLike<number>, gain: ArrayLike<number>): SparseProblem {
  const n = rowMass.length;
  const m = colMass.length;
  const columnStart = new Int32Array(m + 1);
  const arcRow: number[] = [];
  const arcGain: number[] = [];
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < n; i++) {
      if (gain[i * m + j] <= 0) continue;
      arcRow.push(i);
      arcGain.push(gain[i * m + j]);
    }
    columnStart[j + 1] = arcRow.length;
  }
  return {
    n,
    m,
    rowMass: Float64Array.from(rowMass),
    colMass: Float64Array.from(colMass),
    columnStart,
    arcRow: Int32Array.from(arcRow),
    arcGain: Float64Array.from(arcGain),
  };
}

/**
 * Oracle, slow and plain: augments along the path of the largest gain (Bellman-Ford over the residual graph) until none gains.
 * Returns max sum f gain over partial flows; gains n x m row-major, arcs of gain <= 0 are not there.
 */
export function largestSavings(rowMass: ArrayLike<number>, colMass: ArrayLike<number>, gain: ArrayLike<number>): number {
  const n = rowMass.length;
  const m = colMass.length;
  const rowLeft = Float64Array.from(rowMass);
  const colLeft = Float64Array.from(colMass);
  const flow = new Float64Array(n * m);
  let savings = 0;
  for (;;) {
    const value = new Float64Array(n + m).fill(-Infinity);
    const from = new Int32Array(n + m).fill(-1);
    for (let i = 0; i < n; i++) if (rowLeft[i] > 1e-14) value[i] = 0;
    for (let round = 0, changed = true; changed && round <= n + m; round++) {
      changed = false;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          const g = gain[i * m + j];
          if (g <= 0) continue;
          if (value[i] + g > value[n + j] + 1e-13) {
            value[n + j] = value[i] + g;
            from[n + j] = i;
            changed = true;
          }
          if (flow[i * m + j] > 1e-14 && value[n + j] - g > value[i] + 1e-13) {
            value[i] = value[n + j] - g;
            from[i] = n + j;
            changed = true;
          }
        }
      }
    }
    let end = -1;
    for (let j = n; j < n + m; j++) if (colLeft[j - n] > 1e-14 && value[j] > 1e-13 && (end < 0 || value[j] > value[end])) end = j;
    if (end < 0) return savings;
    let delta = colLeft[end - n];
    let start = end;
    for (; from[start] >= 0; start = from[start]) if (start < n) delta = Math.min(delta, flow[start * m + from[start] - n]);
    delta = Math.min(delta, rowLeft[start]);
    for (let node = end; from[node] >= 0; node = from[node]) {
      if (node >= n) flow[from[node] * m + node - n] += delta;
      else flow[node * m + from[node] - n] -= delta;
    }
    rowLeft[start] -= delta;
    colLeft[end - n] -= delta;
    savings += delta * value[end];
  }
}
