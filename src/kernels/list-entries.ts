/** Documents of one set of lists: a gap between two of them is skipped by one entry. */
export const LISTED_DOCUMENTS = 32768;
/** Codes of counts. */
const CODES = 256;
/** The longest gap that an entry holds beside a code. */
const LONGEST_GAP = 255;
/** Bits of a single-precision number that a code leaves out; four of its fraction stay. */
const DROPPED_BITS = 19;
const ROUND_UP = (1 << DROPPED_BITS) - 1;

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * A count in a byte, rounded up: whole counts up to 32 stay what they are, others grow by up to a sixteenth. A code is the front
 * of the number's bits, counted from that of the largest; counts 2^16 times smaller have the least one.
 */
export class CountCodes {
  private readonly base: number;

  /** @param largest positive and finite */
  constructor(largest: number) {
    this.base = Math.max(0, frontOf(largest) - CODES + 1);
  }

  code(count: number): number {
    return Math.max(0, frontOf(count) - this.base);
  }

  /** What each code stands for; Infinity for the last one if the largest count is too large. */
  values(): Float64Array {
    return Float64Array.from({ length: CODES }, (_, code) => {
      bits[0] = (this.base + code) << DROPPED_BITS;
      return single[0];
    });
  }
}

function frontOf(count: number): number {
  single[0] = count;
  return (bits[0] + ROUND_UP) >>> DROPPED_BITS;
}

/** Entries that a document takes in a list, so many documents after the one before (or the place before the first). */
export function entriesOf(gap: number): number {
  return gap > LONGEST_GAP ? 2 : 1;
}

/**
 * Writes a document's entries from place `at` on and returns the place after them: for a long gap, how many times to skip 255
 * documents; then the rest of the gap and the code.
 */
export function writeEntries(entries: Uint16Array, at: number, gap: number, code: number): number {
  if (gap > LONGEST_GAP) {
    const skips = Math.floor((gap - 1) / LONGEST_GAP);
    gap -= skips * LONGEST_GAP;
    entries[at++] = skips;
  }
  entries[at] = (gap << 8) | code;
  return at + 1;
}

/** Calls `visit` with each document of a list and the code of its count. */
export function visitEntries(entries: Uint16Array, from: number, to: number, visit: (doc: number, code: number) => void): void {
  let doc = -1;
  for (let k = from; k < to; k++) {
    const entry = entries[k];
    if (entry <= LONGEST_GAP) doc += LONGEST_GAP * entry;
    else visit((doc += entry >> 8), entry & 255);
  }
}
