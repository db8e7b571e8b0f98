import type { QualifiedBins } from './qualified-bins';

/** A histogram on a grid without its empty bins: places in the padded grid, their masses, and one bit for each place that is not empty. */
export interface OccupiedBins {
  readonly places: Int32Array;
  readonly masses: Float64Array;
  readonly total: number;
  /** Bit p % 32 of word p / 32: place p holds mass. */
  readonly words: Int32Array;
}

/** Words looked at in one turn of the loop: with fewer, reading the buffer's bounds anew takes as long as the words. */
const TURN = 4;
/** Words whose meetings fit the bits of one word. */
const BLOCK = 32;

/**
 * LinearEMD between histograms on a grid (Li et al. 2014): qualified bins in order of increasing distance, each pair of bins
 * moving what both still hold; what is left pays the threshold. A feasible plan, so an upper bound of EMD+.
 * Linear in bins x qualified bins; one object for a grid, whose workspace serves all pairs.
 *
 * Which bins still hold something is one bit each. A step moves the bits of the demand onto those of the supply that it
 * links, so that 32 pairs are passed over at once and only pairs with mass on both sides are looked at. Neither the search for
 * those pairs nor what happens to one branches on the data, which a processor could not foresee.
 */
export class LinearEmd {
  /** Bits of the supply, then those of the demand between two margins, then where both meet: see the starts below. */
  private readonly words: Int32Array;
  private readonly demandStart: number;
  private readonly meetingStart: number;
  /** Mass by place, of the supply and then of the demand; good where the bit is set. */
  private readonly mass: Float64Array;
  private readonly demandMass: number;

  constructor(private readonly bins: QualifiedBins) {
    const words = Math.ceil(bins.paddedSize / (32 * TURN)) * TURN;
    const longest = bins.step.reduce((most, step) => Math.max(most, Math.abs(step)), 0);
    // A margin of empty words on both sides of the demand, so that no step needs a test for the end.
    const margin = (longest >> 5) + 2 + TURN;
    this.demandStart = words + margin;
    this.meetingStart = this.demandStart + words + margin;
    this.words = new Int32Array(this.meetingStart + words + TURN);
    this.demandMass = 32 * words;
    this.mass = new Float64Array(2 * this.demandMass);
  }

  /** Total cost over the larger of the two masses. Both histograms in the grid's row-major order, entries >= 0. */
  between(supply: Float64Array, demand: Float64Array): number {
    const { size } = this.bins;
    if (supply.length !== size || demand.length !== size) {
      throw new RangeError(`histograms must have ${size} bins, got ${supply.length} and ${demand.length}`);
    }
    return this.betweenOccupied(this.occupiedBins(supply), this.occupiedBins(demand));
  }

  /** For `betweenOccupied`, once per histogram that meets many others. */
  occupiedBins(histogram: Float64Array): OccupiedBins {
    const occupied = Uint32Array.from(histogram.keys()).filter((bin) => histogram[bin] > 0);
    const masses = Float64Array.from(occupied, (bin) => histogram[bin]);
    const places = Int32Array.from(occupied, (bin) => this.bins.position[bin]);
    const words = new Int32Array(this.demandMass >> 5);
    for (const place of places) words[place >> 5] |= 1 << place;
    return { places, masses, total: masses.reduce((sum, mass) => sum + mass, 0), words };
  }

  /** Like `between`. Allocates nothing. */
  betweenOccupied(supply: OccupiedBins, demand: OccupiedBins): number {
    this.load(supply, 0, 0);
    this.load(demand, this.demandMass, this.demandStart);
    const { words } = this;
    const { step, distance, threshold } = this.bins;
    let first = 0;
    let last = supply.words.length - 1;
    let cost = 0;
    let moved = 0;
    for (let k = 0; k < step.length; k++) {
      while (first <= last && words[first] === 0) first++;
      while (first <= last && words[last] === 0) last--;
      if (first > last) return cost + Math.max(0, demand.total - supply.total) * threshold;
      let along = 0;
      for (let start = first; start <= last; start += BLOCK) {
        const meeting = this.meet(step[k], start, Math.min(last, start + BLOCK - 1));
        if (meeting !== 0) along += this.moveWhereMet(step[k], start, meeting);
      }
      cost += along * distance[k];
      moved += along;
    }
    return cost + (Math.max(supply.total, demand.total) - moved) * threshold;
  }

  private load({ places, masses, words }: OccupiedBins, massStart: number, wordStart: number): void {
    for (let i = 0; i < places.length; i++) this.mass[massStart + places[i]] = masses[i];
    for (let word = 0; word < words.length; word++) this.words[wordStart + word] = words[word];
  }

  /** Notes by word which supplies of start .. end have demand one step away. Bit k of the answer: word start + k has some. */
  private meet(step: number, start: number, end: number): number {
    const { words } = this;
    const meetings = this.meetingStart;
    const right = step & 31;
    const left = 31 - right;
    const ahead = this.demandStart + (step >> 5) + 1;
    let some = 0;
    let before = words[ahead + start - 1];
    for (let at = start; at <= end; at += TURN) {
      const a = words[ahead + at];
      const b = words[ahead + at + 1];
      const c = words[ahead + at + 2];
      const d = words[ahead + at + 3];
      const inA = words[at] & ((before >>> right) | ((a << 1) << left));
      const inB = words[at + 1] & ((a >>> right) | ((b << 1) << left));
      const inC = words[at + 2] & ((b >>> right) | ((c << 1) << left));
      const inD = words[at + 3] & ((c >>> right) | ((d << 1) << left));
      words[meetings + at] = inA;
      words[meetings + at + 1] = inB;
      words[meetings + at + 2] = inC;
      words[meetings + at + 3] = inD;
      some |= (notZero(inA) | (notZero(inB) << 1) | (notZero(inC) << 2) | (notZero(inD) << 3)) << (at - start);
      before = d;
    }
    return some;
  }

  /** Moves mass along one step wherever the last `meet` from `start` found both; returns how much. */
  private moveWhereMet(step: number, start: number, meeting: number): number {
    const { words, mass, demandMass, demandStart, meetingStart } = this;
    let moved = 0;
    for (let some = meeting; some !== 0; some &= some - 1) {
      const word = start + lowestBit(some);
      for (let met = words[meetingStart + word]; met !== 0; met &= met - 1) {
        const from = (word << 5) + lowestBit(met);
        const to = from + step;
        const supplied = mass[from];
        const more = supplied - mass[demandMass + to];
        // What is left of the supply: `more`, or 0 where that is negative.
        const left = 0.5 * (Math.abs(more) + more);
        mass[from] = left;
        mass[demandMass + to] = left - more;
        moved += supplied - left;
        words[word] ^= isZero(left) << from;
        words[demandStart + (to >> 5)] ^= isZero(left - more) << to;
      }
    }
    return moved;
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function notZero(bits: number): number {
  return (bits | -bits) >>> 31;
}

function isZero(mass: number): number {
  return +(mass === 0);
}
