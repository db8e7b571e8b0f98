import { WordmoverError } from '../errors';

/** A histogram from any array of numbers: finite, >= 0, not all zero. Throws INVALID_HISTOGRAM; `side` names it in the message. */
export function histogram(masses: ArrayLike<number>, side: string): Float64Array {
  const checked = Float64Array.from(masses);
  let total = 0;
  for (let k = 0; k < checked.length; k++) {
    if (!(checked[k] >= 0 && checked[k] < Infinity)) {
      throw invalid(`${side}[${k}] is ${checked[k]}; a mass must be a finite number >= 0`);
    }
    total += checked[k];
  }
  if (total === 0) throw invalid(`the ${side} has no mass (${checked.length} bins); give it at least one mass > 0`);
  if (!(total < Infinity)) throw invalid(`the ${side} sums to ${total}; scale the masses down`);
  return checked;
}

/** Costs n x m row-major from any array of numbers: >= 0, Infinity where nothing may move. Throws INVALID_HISTOGRAM. */
export function costMatrix(costs: ArrayLike<number>, n: number, m: number): Float64Array {
  if (costs.length !== n * m) throw invalid(`cost holds ${costs.length} numbers; ${n} supplies and ${m} demands need ${n * m}`);
  const checked = Float64Array.from(costs);
  for (let k = 0; k < checked.length; k++) {
    if (!(checked[k] >= 0)) {
      throw invalid(`the cost from ${Math.floor(k / m)} to ${k % m} is ${checked[k]}; a cost must be a number >= 0`);
    }
  }
  return checked;
}

/** A result that the caller can compute with; what overflows throws INVALID_HISTOGRAM. */
export function finite(result: number): number {
  if (!Number.isFinite(result)) throw invalid(`masses times costs come to ${result}; scale them down`);
  return result;
}

/** What a solver refuses as RangeError is the caller's histogram. */
export function asInvalidHistogram<R>(solve: () => R): R {
  try {
    return solve();
  } catch (error) {
    if (error instanceof RangeError) throw invalid(error.message, error);
    throw error;
  }
}

function invalid(message: string, cause?: Error): WordmoverError {
  return new WordmoverError('INVALID_HISTOGRAM', message, cause && { cause });
}
