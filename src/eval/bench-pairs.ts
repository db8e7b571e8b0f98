import { NetworkSimplex } from '../transport/network-simplex';
import type { TransportProblem } from '../transport/transport-plan';

export interface BenchPairsReport {
  /** Median over the problems of the median over the passes, in microseconds of wall time. */
  readonly median_us: number;
  /** Least cost per unit of mass, problem by problem. */
  readonly costs: readonly number[];
}

export interface BenchPairsOptions {
  /** Timed passes over all problems. */
  readonly passes?: number;
  /** Passes are repeated untimed for at least this long, so that the compiler has settled. */
  readonly warmUpMs?: number;
}

/**
 * Transport problems in the `.emdp` format, little-endian: u32 count, then for each u32 n, u32 m, f64 supply[n], f64 demand[m],
 * f64 cost[n * m] row-major. Throws RangeError for a file that ends early or goes on after the last problem.
 */
export function readPairs(buffer: Buffer): TransportProblem[] {
  let at = 0;
  const whole = (): number => {
    at += 4;
    return buffer.readUInt32LE(at - 4);
  };
  const doubles = (count: number): Float64Array => {
    const end = at + 8 * count;
    if (end > buffer.length) throw new RangeError(`the pairs end at byte ${buffer.length}, but a problem goes on to byte ${end}`);
    // Copied: the file aligns doubles to 4 bytes, a view needs 8.
    const copy = new Float64Array(new Uint8Array(buffer.subarray(at, end)).buffer);
    at = end;
    return copy;
  };
  const problems = Array.from({ length: whole() }, () => {
    const n = whole();
    const m = whole();
    return { supply: doubles(n), demand: doubles(m), cost: doubles(n * m) };
  });
  if (at !== buffer.length)
    throw new RangeError(`the last problem ends at byte ${at}, but the pairs go on to byte ${buffer.length}`);
  return problems;
}

/** Times the exact solver on given matrices, one thread, one workspace. */
export function benchPairs(problems: readonly TransportProblem[], options: BenchPairsOptions = {}): BenchPairsReport {
  const { passes = 5, warmUpMs = 500 } = options;
  const simplex = new NetworkSimplex();
  const solve = ({ supply, demand, cost }: TransportProblem): number =>
    simplex.solve(supply.length, demand.length, supply, demand, cost);
  const warm = performance.now();
  do problems.forEach(solve);
  while (performance.now() - warm < warmUpMs);

  const times = problems.map(() => new Float64Array(passes));
  let costs: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    costs = problems.map((problem, k) => {
      const started = performance.now();
      const cost = solve(problem);
      times[k][pass] = 1000 * (performance.now() - started);
      return cost / mass(problem);
    });
  }
  return { median_us: median(times.map(median)), costs };
}

function mass({ supply }: TransportProblem): number {
  return supply.reduce((sum, value) => sum + value, 0);
}

/** The lower median; NaN-free: 0 for nothing. */
function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : sorted[(sorted.length - 1) >> 1];
}
