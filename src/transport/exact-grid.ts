/** Sums of masses and of gains stay finite below this. */
const LARGEST = 1e290;

/**
 * Rounds masses to a grid on which flows, sums and differences of them, are exact; writes rows, then columns. A mass larger than all
 * that the other side has is cut to twice that, which leaves it slack. Throws RangeError for a mass that is negative or not finite.
 */
export function roundMasses(n: number, m: number, rowMass: Float64Array, colMass: Float64Array, rounded: Float64Array): void {
  const cut = 2 * Math.min(sum(rowMass, n), sum(colMass, m)) || Infinity;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    rounded[i] = Math.min(rowMass[i], cut);
    if (rounded[i] > largest) largest = rounded[i];
  }
  for (let j = n; j < n + m; j++) {
    rounded[j] = Math.min(colMass[j - n], cut);
    if (rounded[j] > largest) largest = rounded[j];
  }
  const shift = gridShift(largest);
  for (let k = 0; k < n + m; k++) rounded[k] = rounded[k] + shift - shift;
}

/**
 * Rounds gains up to a grid on which prices, sums of gains along a path of n rows and m columns, are exact: prices that cover the
 * rounded gains cover the true ones. Returns the largest gain. Throws RangeError for a gain that is negative or not finite.
 */
export function roundGains(n: number, m: number, arcs: number, arcGain: Float64Array, rounded: Float64Array): number {
  let largest = 0;
  for (let e = 0; e < arcs; e++) {
    if (!(arcGain[e] >= 0 && arcGain[e] < LARGEST))
      throw new RangeError(`gain ${e} must be in [0, ${LARGEST}), got ${arcGain[e]}`);
    if (arcGain[e] > largest) largest = arcGain[e];
  }
  const shift = gridShift(largest * (2 * Math.min(n, m) + 3));
  const unit = shift * 2 ** -52;
  for (let e = 0; e < arcs; e++) rounded[e] = arcGain[e] + unit + shift - shift;
  return largest;
}

/** x + shift - shift is x on a grid of 2^-52 of the next power of two: sums and differences up to twice that are exact. */
function gridShift(largest: number): number {
  return largest > 0 ? 1.5 * 2 ** Math.ceil(Math.log2(largest)) : 0;
}

function sum(mass: Float64Array, length: number): number {
  let total = 0;
  for (let i = 0; i < length; i++) {
    if (!(mass[i] >= 0)) throw new RangeError(`mass ${i} must not be negative, got ${mass[i]}`);
    total += mass[i];
  }
  if (!(total < LARGEST)) throw new RangeError(`masses must sum to less than ${LARGEST}, got ${total}`);
  return total;
}
