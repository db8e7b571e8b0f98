/** Perturbed masses stay whole numbers up to this in sum, so that double arithmetic on flows is exact. */
const TOTAL = 2 ** 52;

/**
 * Supplies and demands as whole numbers of one total, and the same perturbed as in Orden (1956), so that no basis is degenerate:
 * every pivot of the simplex then moves mass, so none comes back and it ends.
 *
 * With z columns of mass 0, all masses are multiplied by (z + 1)(n + 1); then every row gets 1 more, a column of mass 0
 * gets n + 1, the last column n, and the last row what balances. If a set of rows and a set of columns balance, then counting
 * modulo n + 1 leaves no rows without the last column, or all rows with it; and as no column is 0, that is nothing or
 * everything. A tree arc without flow would split the nodes into two balanced sets, so there is none.
 */
export class PerturbedMasses {
  /** Rows, then columns: whole numbers, balanced. */
  whole = new Float64Array(0);
  /** The same, perturbed. */
  perturbed = new Float64Array(0);
  /** The caller's mass per unit of `whole`. */
  unit = 0;
  /** Total of the supplies over that of the demands. */
  demandScale = 1;

  /** Demands are scaled to the total of the supplies. Throws RangeError unless masses are >= 0 and both totals positive, finite. */
  load(n: number, m: number, supply: Float64Array, demand: Float64Array): void {
    if (this.whole.length < n + m) {
      this.whole = new Float64Array(2 * (n + m));
      this.perturbed = new Float64Array(2 * (n + m));
    }
    const supplied = total(supply, n, 'supply');
    const demanded = total(demand, m, 'demand');
    this.demandScale = supplied / demanded;
    // How many columns round to 0 depends on the resolution left for them: settled at once unless some do.
    let zeros = 0;
    for (;;) {
      const range = Math.floor(TOTAL / ((zeros + 1) * (n + 1))) - n - m;
      const difference = this.round(supply, 0, n, range / supplied) - this.round(demand, n, m, range / demanded);
      // Rounding leaves the totals a few units apart; the heaviest of the lighter side hardly notices.
      this.whole[difference < 0 ? this.heaviest(0, n) : this.heaviest(n, m)] += Math.abs(difference);
      this.unit = supplied / range;
      const found = this.perturb(n, m, zeros);
      if (found <= zeros) return;
      zeros = found;
    }
  }

  private round(from: Float64Array, offset: number, count: number, scale: number): number {
    const { whole } = this;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const rounded = Math.round(from[k] * scale);
      whole[offset + k] = rounded;
      sum += rounded;
    }
    return sum;
  }

  private heaviest(offset: number, count: number): number {
    const { whole } = this;
    let best = offset;
    for (let node = offset + 1; node < offset + count; node++) if (whole[node] > whole[best]) best = node;
    return best;
  }

  /** Returns how many columns are 0; the perturbation is right for up to `zeros` of them. */
  private perturb(n: number, m: number, zeros: number): number {
    const { whole, perturbed } = this;
    const factor = (zeros + 1) * (n + 1);
    let found = 0;
    for (let i = 0; i < n; i++) perturbed[i] = whole[i] * factor + 1;
    for (let node = n; node < n + m; node++) {
      perturbed[node] = whole[node] * factor;
      if (whole[node] > 0) continue;
      perturbed[node] += n + 1;
      found++;
    }
    perturbed[n + m - 1] += n;
    perturbed[n - 1] += found * (n + 1);
    return found;
  }
}

/** Sum of the first masses, checked. */
function total(masses: Float64Array, count: number, side: string): number {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    if (!(masses[k] >= 0)) throw new RangeError(`${side}[${k}] is ${masses[k]}; a mass must be a number >= 0`);
    sum += masses[k];
  }
  if (!(sum > 0 && sum < Infinity)) throw new RangeError(`the ${side} sums to ${sum}; it must be positive and finite`);
  return sum;
}
