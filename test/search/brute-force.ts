/**
 * Partial transport of the largest savings by its definition: augment along the path of the largest gain until none is
 * left (Bellman-Ford on the residual graph). Slow and simple; shares nothing with the solvers under test.
 */
export function largestSavings(
  rows: readonly number[],
  columns: readonly number[],
  gain: (i: number, j: number) => number,
): number {
  const n = rows.length;
  const m = columns.length;
  const rowLeft = [...rows];
  const columnLeft = [...columns];
  const flow = rows.map(() => new Float64Array(m));
  let savings = 0;
  for (let round = 0; round < 100_000; round++) {
    const path = bestPath(n, m, rowLeft, columnLeft, flow, gain);
    if (!path) return savings;
    savings += augment(path, rowLeft, columnLeft, flow);
  }
  throw new Error('the oracle did not end');
}

interface Path {
  readonly value: number;
  readonly steps: readonly { readonly i: number; readonly j: number; readonly forward: boolean }[];
}

const EPSILON = 1e-13;

function bestPath(
  n: number,
  m: number,
  rowLeft: readonly number[],
  columnLeft: readonly number[],
  flow: readonly Float64Array[],
  gain: (i: number, j: number) => number,
): Path | undefined {
  const rowValue = rowLeft.map((left) => (left > EPSILON ? 0 : -Infinity));
  const columnValue = columnLeft.map(() => -Infinity);
  const rowFrom = new Int32Array(n).fill(-1);
  const columnFrom = new Int32Array(m).fill(-1);
  for (let changed = true, round = 0; changed && round <= n + m; round++) {
    changed = false;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++) {
        const g = gain(i, j);
        if (rowValue[i] + g > columnValue[j] + EPSILON) {
          columnValue[j] = rowValue[i] + g;
          columnFrom[j] = i;
          changed = true;
        }
        if (flow[i][j] > EPSILON && columnValue[j] - g > rowValue[i] + EPSILON) {
          rowValue[i] = columnValue[j] - g;
          rowFrom[i] = j;
          changed = true;
        }
      }
    }
  }
  let end = -1;
  for (let j = 0; j < m; j++) if (columnLeft[j] > EPSILON && (end < 0 || columnValue[j] > columnValue[end])) end = j;
  if (end < 0 || columnValue[end] <= EPSILON) return undefined;
  const steps: { i: number; j: number; forward: boolean }[] = [];
  for (let j = end; ;) {
    const i = columnFrom[j];
    steps.push({ i, j, forward: true });
    if (rowFrom[i] < 0) break;
    j = rowFrom[i];
    steps.push({ i, j, forward: false });
  }
  return { value: columnValue[end], steps };
}

function augment({ value, steps }: Path, rowLeft: number[], columnLeft: number[], flow: readonly Float64Array[]): number {
  const first = steps[steps.length - 1].i;
  const last = steps[0].j;
  let mass = Math.min(rowLeft[first], columnLeft[last]);
  for (const { i, j, forward } of steps) if (!forward) mass = Math.min(mass, flow[i][j]);
  for (const { i, j, forward } of steps) flow[i][j] += forward ? mass : -mass;
  rowLeft[first] -= mass;
  columnLeft[last] -= mass;
  return mass * value;
}
