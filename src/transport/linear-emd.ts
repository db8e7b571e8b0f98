import type { QualifiedBins } from './qualified-bins';

/** A histogram on a grid without its empty bins: places in the padded grid and their masses. */
export interface OccupiedBins {
  readonly places: Int32Array;
  readonly masses: Float64Array;
  readonly total: number;
}

/**
 * LinearEMD between histograms on a grid (Li et al. 2014): qualified bins in order of increasing distance, each pair of bins
 * moving what both still hold; what is left pays the threshold. A feasible plan, so an upper bound of EMD+.
 * Linear in bins x qualified bins; one object for a grid, whose workspace serves all pairs.
 */
export class LinearEmd {
  private readonly place: Int32Array;
  private readonly mass: Float64Array;
  /** Demand left, by place in the padded grid; all zero between two calls. */
  private readonly demand: Float64Array;

  constructor(private readonly bins: QualifiedBins) {
    this.place = new Int32Array(bins.size);
    this.mass = new Float64Array(bins.size);
    this.demand = new Float64Array(bins.paddedSize);
  }

  /** Total cost over the larger of the two masses. Both histograms in the grid's row-major order, entries >= 0. */
  between(supply: Float64Array, demand: Float64Array): number {
    const { size } = this.bins;
    if (supply.length !== size || demand.length !== size) {
      throw new RangeError(`histograms must have ${size} bins, got ${supply.length} and ${demand.length}`);
    }
    return this.betweenOccupied(this.occupiedBins(supply), this.occupiedBins(demand));
  }

  /** For `betweenOccupied`, once per histogram that meets many others: halves the time of a pair. */
  occupiedBins(histogram: Float64Array): OccupiedBins {
    let occupied = 0;
    let total = 0;
    for (let bin = 0; bin < histogram.length; bin++) {
      if (histogram[bin] <= 0) continue;
      this.place[occupied] = this.bins.position[bin];
      this.mass[occupied++] = histogram[bin];
      total += histogram[bin];
    }
    return { places: this.place.slice(0, occupied), masses: this.mass.slice(0, occupied), total };
  }

  /** Like `between`. Allocates nothing. */
  betweenOccupied(supply: OccupiedBins, demand: OccupiedBins): number {
    const { places, masses } = demand;
    for (let j = 0; j < places.length; j++) this.demand[places[j]] = masses[j];
    const surplus = Math.max(0, demand.total - supply.total);
    const cost = this.moveGreedily(this.leaveInPlace(supply)) + surplus * this.bins.threshold;
    for (let j = 0; j < places.length; j++) this.demand[places[j]] = 0;
    return cost;
  }

  /** What both hold of a bin stays there; the rest of the supply becomes the workspace, of the length returned. */
  private leaveInPlace({ places, masses }: OccupiedBins): number {
    const { place, mass, demand } = this;
    let occupied = 0;
    for (let s = 0; s < places.length; s++) {
      const at = places[s];
      const x = masses[s];
      const y = demand[at];
      if (x > y) {
        place[occupied] = at;
        mass[occupied++] = x - y;
        demand[at] = 0;
      } else {
        demand[at] = y - x;
      }
    }
    return occupied;
  }

  /** Cost of moving the workspace to other bins, the threshold where no room is left. A slot that is used up takes in the last one. */
  private moveGreedily(occupied: number): number {
    const { step, distance, threshold } = this.bins;
    const { place, mass, demand } = this;
    let cost = 0;
    // Step 0 stays in place.
    for (let k = 1; k < step.length && occupied > 0; k++) {
      const away = step[k];
      let moved = 0;
      for (let s = 0; s < occupied; s++) {
        const at = place[s] + away;
        const y = demand[at];
        if (y <= 0) continue;
        const x = mass[s];
        if (y >= x) {
          demand[at] = y - x;
          moved += x;
          occupied--;
          place[s] = place[occupied];
          mass[s--] = mass[occupied];
        } else {
          demand[at] = 0;
          moved += y;
          mass[s] = x - y;
        }
      }
      cost += moved * distance[k];
    }
    for (let s = 0; s < occupied; s++) cost += mass[s] * threshold;
    return cost;
  }
}
