/** A property of a global in an inner loop is slow in some realms. */
const { imul } = Math;

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a (Fowler, Noll, Vo 1991), 32 bits, over UTF-16 code units. Not for secrets. */
export function fnv1a(text: string, basis = OFFSET_BASIS): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), PRIME);
  return hash >>> 0;
}

/** FNV-1a over 32-bit words, folded so that high bits reach low ones: a checksum against damage. */
export function fnv1aWords(words: Uint32Array): number {
  let hash = OFFSET_BASIS;
  for (let i = 0; i < words.length; i++) {
    hash = imul(hash ^ words[i], PRIME);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** 16 hexadecimal digits of a text: two runs of FNV-1a, the second from where the first ended. */
export function digest(text: string): string {
  const first = fnv1a(text);
  const second = fnv1a(text, first ^ OFFSET_BASIS ^ text.length);
  return first.toString(16).padStart(8, '0') + second.toString(16).padStart(8, '0');
}
