/** Totals closer than this, relatively, differ by the rounding of their sums only. */
const SAME_TOTAL = 1e-12;

/**
 * A transportation problem as the simplex wants it: every mass positive, totals equal, costs finite. Rows and
 * columns without mass drop out, what one side has too much goes to a slack row or column at no cost (always the last), and an infinite
 * cost becomes one that no detour reaches.
 */
export interface BalancedProblem {
  /** Original indices of the rows and of the columns, slack left out. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  readonly cost: Float64Array;
  /** The lesser of the two totals. */
  readonly moved: number;
  readonly slack: 'row' | 'column' | 'none';
  /** Largest finite cost of all arcs given, 0 at least. */
  readonly dearest: number;
}

/** supply n, demand m, cost n x m row-major. Throws RangeError for what cannot be balanced, naming the number at fault. */
export function balance(supply: Float64Array, demand: Float64Array, cost: Float64Array): BalancedProblem {
  const n = supply.length;
  const m = demand.length;
  if (cost.length !== n * m)
    throw new RangeError(`cost holds ${cost.length} numbers; ${n} supplies and ${m} demands need ${n * m}`);
  const supplied = total(supply, 'supply');
  const demanded = total(demand, 'demand');
  const rows = positive(supply);
  const columns = positive(demand);
  const difference = supplied - demanded;
  const slack: BalancedProblem['slack'] =
    Math.abs(difference) <= SAME_TOTAL * supplied ? 'none' : difference > 0 ? 'column' : 'row';
  const dearest = dearestFinite(cost, m);
  const nodes = rows.length + columns.length + 1;
  const unpayable = nodes * (dearest > 0 ? dearest : 1);
  return {
    rows,
    columns,
    supply: masses(supply, rows, slack === 'row' ? -difference : 0),
    demand: masses(demand, columns, slack === 'column' ? difference : 0),
    cost: costs(cost, m, rows, columns, slack, Math.min(unpayable, Number.MAX_VALUE / nodes)),
    moved: Math.min(supplied, demanded),
    slack,
    dearest,
  };
}

function total(masses: Float64Array, side: string): number {
  let sum = 0;
  for (let k = 0; k < masses.length; k++) {
    if (!(masses[k] >= 0)) throw new RangeError(`${side}[${k}] is ${masses[k]}; a mass must be a number >= 0`);
    sum += masses[k];
  }
  if (sum === Infinity) throw new RangeError(`the ${side} sums to Infinity; masses must be finite`);
  return sum;
}

function positive(masses: Float64Array): Int32Array {
  const found: number[] = [];
  for (let k = 0; k < masses.length; k++) if (masses[k] > 0) found.push(k);
  return Int32Array.from(found);
}

function masses(all: Float64Array, kept: Int32Array, slack: number): Float64Array {
  const out = new Float64Array(kept.length + (slack > 0 ? 1 : 0));
  for (let k = 0; k < kept.length; k++) out[k] = all[kept[k]];
  if (slack > 0) out[kept.length] = slack;
  return out;
}

function dearestFinite(cost: Float64Array, m: number): number {
  let dearest = 0;
  for (let k = 0; k < cost.length; k++) {
    const value = cost[k];
    if (!(value >= 0)) {
      throw new RangeError(
        `the cost from ${Math.floor(k / m)} to ${k % m} is ${value}; a cost must be a number >= 0, or Infinity where nothing may move`,
      );
    }
    if (value < Infinity && value > dearest) dearest = value;
  }
  return dearest;
}

function costs(
  all: Float64Array,
  m: number,
  rows: Int32Array,
  columns: Int32Array,
  slack: BalancedProblem['slack'],
  unpayable: number,
): Float64Array {
  const width = columns.length + (slack === 'column' ? 1 : 0);
  const out = new Float64Array((rows.length + (slack === 'row' ? 1 : 0)) * width);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] * m;
    for (let j = 0; j < columns.length; j++) out[i * width + j] = Math.min(all[from + columns[j]], unpayable);
  }
  return out;
}
