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
 *
 * Which bins still hold something is one bit each. A step moves the bits of the demand onto those of the supply that it
 * links, so that 32 pairs are passed over at once and only pairs with mass on both sides are looked at.
 */
export class LinearEmd {
  /** Mass left, by place in the padded grid; all zero between two calls. */
  private readonly supply: Float64Array;
  private readonly demand: Float64Array;
  /** Bit p % 32 of word p / 32: place p holds supply. */
  private readonly supplyBits: Int32Array;
  /** The same for the demand, behind a margin of empty words as long as the longest step. */
  private readonly demandBits: Int32Array;
  private readonly margin: number;
  /** Words of `supplyBits` that are not zero. */
  private readonly active: Int32Array;

  constructor(private readonly bins: QualifiedBins) {
    const words = (bins.paddedSize >> 5) + 1;
    this.margin = (bins.step.reduce((longest, step) => Math.max(longest, Math.abs(step)), 0) >> 5) + 2;
    this.supply = new Float64Array(bins.paddedSize);
    this.demand = new Float64Array(bins.paddedSize);
    this.supplyBits = new Int32Array(words);
    this.demandBits = new Int32Array(words + 2 * this.margin);
    this.active = new Int32Array(words);
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
    const occupied = Uint32Array.from(histogram.keys()).filter((bin) => histogram[bin] > 0);
    const masses = Float64Array.from(occupied, (bin) => histogram[bin]);
    const places = Int32Array.from(occupied, (bin) => this.bins.position[bin]);
    return { places, masses, total: masses.reduce((sum, mass) => sum + mass, 0) };
  }

  /** Like `between`. Allocates nothing. */
  betweenOccupied(supply: OccupiedBins, demand: OccupiedBins): number {
    this.loadDemand(demand);
    let cost = this.moveGreedily(this.leaveInPlace(supply));
    for (let i = 0; i < supply.places.length; i++) cost += this.supply[supply.places[i]] * this.bins.threshold;
    this.clear(supply.places, demand.places);
    return cost + Math.max(0, demand.total - supply.total) * this.bins.threshold;
  }

  private loadDemand({ places, masses }: OccupiedBins): void {
    const { demand, demandBits, margin } = this;
    for (let j = 0; j < places.length; j++) {
      const at = places[j];
      demand[at] = masses[j];
      demandBits[margin + (at >> 5)] |= 1 << at;
    }
  }

  /** What both hold of a bin stays there; the rest is the supply to move. Returns how many words of it are active. */
  private leaveInPlace({ places, masses }: OccupiedBins): number {
    const { supply, demand, supplyBits, demandBits, active, margin } = this;
    let words = 0;
    for (let i = 0; i < places.length; i++) {
      const at = places[i];
      const word = at >> 5;
      const more = masses[i] - demand[at];
      if (more > 0) {
        if (supplyBits[word] === 0) active[words++] = word;
        supplyBits[word] |= 1 << at;
        supply[at] = more;
        demand[at] = 0;
      } else demand[at] = -more;
      if (more >= 0) demandBits[margin + word] &= ~(1 << at);
    }
    return words;
  }

  /** Cost of what moves to other bins. `words` of `active` are in use; one that runs empty takes in the last. */
  private moveGreedily(words: number): number {
    const { step, distance } = this.bins;
    const { supplyBits, demandBits, active, margin } = this;
    let cost = 0;
    // Step 0 stays in place.
    for (let k = 1; k < step.length && words > 0; k++) {
      const away = step[k];
      const offset = margin + (away >> 5);
      const shift = away & 31;
      let moved = 0;
      for (let t = 0; t < words; t++) {
        const word = active[t];
        const low = demandBits[word + offset] >>> shift;
        const high = (demandBits[word + offset + 1] << 1) << (31 - shift);
        const meeting = supplyBits[word] & (low | high);
        if (meeting === 0) continue;
        moved += this.moveWord(word, meeting, away);
        if (supplyBits[word] === 0) active[t--] = active[--words];
      }
      cost += moved * distance[k];
    }
    return cost;
  }

  /** Moves mass along one step from every place of a word that `meeting` names; returns how much. */
  private moveWord(word: number, meeting: number, away: number): number {
    const { supply, demand, supplyBits, demandBits, margin } = this;
    let moved = 0;
    for (let rest = meeting; rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest);
      const from = 32 * word + bit;
      const to = from + away;
      const left = supply[from] - demand[to];
      if (left > 0) {
        moved += demand[to];
        supply[from] = left;
        demand[to] = 0;
      } else {
        moved += supply[from];
        supply[from] = 0;
        demand[to] = -left;
        supplyBits[word] ^= 1 << bit;
      }
      if (left >= 0) demandBits[margin + (to >> 5)] ^= 1 << to;
    }
    return moved;
  }

  private clear(supplyPlaces: Int32Array, demandPlaces: Int32Array): void {
    for (let i = 0; i < supplyPlaces.length; i++) {
      this.supply[supplyPlaces[i]] = 0;
      this.supplyBits[supplyPlaces[i] >> 5] = 0;
    }
    for (let j = 0; j < demandPlaces.length; j++) {
      this.demand[demandPlaces[j]] = 0;
      this.demandBits[this.margin + (demandPlaces[j] >> 5)] = 0;
    }
  }
}
