import type { WordVectors } from '../../src/vectors/word-vectors';

/** Words as points of the unit circle, by angle: words of one meaning lie close together, meanings a right angle apart. */
export function angleVectors(angles: Readonly<Record<string, number>>): WordVectors {
  return {
    label: 'angles',
    dim: 2,
    fingerprint: 'angles',
    lookup: (terms) =>
      Promise.resolve({
        rows: Float32Array.from(terms.flatMap((t) => (t in angles ? [Math.cos(angles[t]), Math.sin(angles[t])] : [0, 0]))),
        known: Uint8Array.from(terms, (t) => Number(t in angles)),
      }),
  };
}
