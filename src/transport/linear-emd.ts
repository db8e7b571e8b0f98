import type { QualifiedBins } from './qualified-bins';

/**
 * LinearEMD between histograms on a grid (Li et al. 2014): qualified bins in order of increasing distance, each pair of bins
 * moving what both still hold; what is left pays the threshold. A feasible plan, so an upper bound of EMD+.
 * Linear in bins x qualified bins; one object for a grid, whose workspace serves all pairs.
 */
export class LinearEmd {
  private readonly place: Int32Array;
  private readonly mass: Float64Array;
  private readonly demand: Float64Array;

  constructor(private readonly bins: QualifiedBins) {
    this.place = new Int32Array(bins.size);
    this.mass = new Float64Array(bins.size);
    this.demand = new Float64Array(bins.paddedSize);
  }

  /** Total cost over the larger of the two masses. Both histograms in the grid's row-major order, entries >= 0. */
  between(supply: Float64Array, demand: Float64Array): number {
    const { threshold, size } = this.bins;
    if (supply.length !== size || demand.length !== size) {
      throw new RangeError(`histograms must have ${size} bins, got ${supply.length} and ${demand.length}`);
    }
    let total = 0;
    let occupied = 0;
    for (let bin = 0; bin < size; bin++) {
      if (supply[bin] <= 0) continue;
      this.place[occupied] = this.bins.position[bin];
      this.mass[occupied++] = supply[bin];
      total += supply[bin];
    }
    let demanded = 0;
    for (let bin = 0; bin < size; bin++) {
      this.demand[this.bins.position[bin]] = demand[bin];
      demanded += demand[bin];
    }
    return this.moveGreedily(occupied, Math.max(total, demanded) * threshold);
  }

  /** Every move saves (threshold - distance) a unit of what all mass would pay. */
  private moveGreedily(occupied: number, allAtThreshold: number): number {
    const { step, distance, threshold } = this.bins;
    const { place, mass, demand } = this;
    let cost = allAtThreshold;
    for (let k = 0; k < step.length && occupied > 0; k++) {
      const away = step[k];
      let moved = 0;
      let kept = 0;
      for (let s = 0; s < occupied; s++) {
        const at = place[s];
        let x = mass[s];
        const y = demand[at + away];
        if (y > 0) {
          if (y >= x) {
            demand[at + away] = y - x;
            moved += x;
            continue;
          }
          demand[at + away] = 0;
          moved += y;
          x -= y;
        }
        place[kept] = at;
        mass[kept++] = x;
      }
      occupied = kept;
      cost -= moved * (threshold - distance[k]);
    }
    return Math.max(0, cost);
  }
}
