const { imul } = Math;

/** Slots a word, so that probes stay short. */
const SLOTS_PER_WORD = 2;

const EMPTY = -1;

/** Words made to collide are looked at no longer than this; they are not remembered then. */
const LONGEST_PROBE = 64;

/**
 * What became of the words seen so far, looked up by their place in a text without cutting them out of it: a Map of slices
 * makes the whole pipeline a quarter slower. At its limit it forgets everything; Zipf's law refills it at once.
 */
export class WordMemory {
  private readonly slots: Int32Array;
  private readonly words: string[] = [];
  private readonly results: string[] = [];

  /** `limit`: words to remember, a power of two. */
  constructor(private readonly limit: number) {
    this.slots = new Int32Array(limit * SLOTS_PER_WORD).fill(EMPTY);
  }

  get(text: string, start: number, end: number): string | undefined {
    const slot = this.slotOf(text, start, end);
    const index = slot === undefined ? EMPTY : this.slots[slot];
    return index === EMPTY ? undefined : this.results[index];
  }

  set(word: string, result: string): void {
    if (this.words.length >= this.limit) this.clear();
    const slot = this.slotOf(word, 0, word.length);
    if (slot === undefined) return;
    this.slots[slot] = this.words.length;
    this.words.push(word);
    this.results.push(result);
  }

  /** Slot that holds the word, or the empty one where it belongs. */
  private slotOf(text: string, start: number, end: number): number | undefined {
    const { slots, words } = this;
    const mask = slots.length - 1;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let probe = 0; probe < LONGEST_PROBE; probe++) {
      const index = slots[slot];
      if (index === EMPTY) return slot;
      const word = words[index];
      if (word.length === end - start && isAt(word, text, start)) return slot;
      slot = (slot + 1) & mask;
    }
    return undefined;
  }

  private clear(): void {
    this.slots.fill(EMPTY);
    this.words.length = 0;
    this.results.length = 0;
  }
}

function isAt(word: string, text: string, start: number): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
