/** Uniform numbers in [0, 1) that depend on the seed alone (Mulberry32 by T. Ettinger, 2017: 32 bits of state, period 2^32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` distinct integers of [0, size), ascending, every subset equally likely (Floyd's algorithm; Bentley 1987). */
export function seededSubset(size: number, count: number, random: () => number): number[] {
  const chosen = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const candidate = Math.floor(random() * (last + 1));
    chosen.add(chosen.has(candidate) ? last : candidate);
  }
  return [...chosen].sort((a, b) => a - b);
}
