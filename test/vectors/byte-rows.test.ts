import { packRows, unpackLevels, unpackRows } from '../../src/vectors/byte-rows';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { unitRow } from '../../src/vectors/unit-row';

const DIM = 384;

function unitRows(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const rows = new Float32Array(count * DIM);
  for (let i = 0; i < count; i++) {
    const row = Float32Array.from({ length: DIM }, () => random() + random() + random() - 1.5);
    unitRow(row, rows.subarray(i * DIM, (i + 1) * DIM), 'a row');
  }
  return rows;
}

describe('rows of a byte a coordinate', () => {
  const seed = 7;
  const rows = unitRows(20, seed);
  const known = Uint8Array.from({ length: 20 }, (_, i) => (i % 5 === 3 ? 0 : 1));

  it(`come back at unit length, within a hundredth (seed ${seed})`, () => {
    const found = unpackRows(packRows({ rows, known }, DIM), 20, DIM)!;
    expect(found.known).toEqual(known);
    for (let i = 0; i < 20; i++) {
      const [row, back] = [rows, found.rows].map((all) => all.subarray(i * DIM, (i + 1) * DIM));
      expect(Math.hypot(...back)).toBeCloseTo(known[i], 5);
      if (known[i]) expect(Math.hypot(...row.map((x, k) => x - back[k]))).toBeLessThan(0.01);
    }
  });

  it('are read wherever they lie in a buffer, and again are the same bytes', () => {
    const bytes = packRows({ rows, known }, DIM);
    const shifted = new Uint8Array(bytes.length + 3).subarray(3);
    shifted.set(bytes);
    const found = unpackRows(shifted, 20, DIM)!;
    expect(found).toEqual(unpackRows(bytes, 20, DIM));
    expect(packRows(found, DIM)).toEqual(bytes);
  });

  it('one row: levels and scale', () => {
    const { levels, scale } = unpackLevels(packRows({ rows: rows.slice(0, DIM), known: Uint8Array.of(1) }, DIM), DIM)!;
    const square = levels.reduce((sum, level) => sum + (level * scale) ** 2, 0);
    expect(square).toBeCloseTo(1, 5);
    expect(Math.max(...levels.map(Math.abs))).toBe(127);
    expect(unpackLevels(packRows({ rows: new Float32Array(DIM), known: Uint8Array.of(0) }, DIM), DIM)?.scale).toBe(0);
  });

  it('none: a text without words', () => {
    expect(unpackRows(packRows({ rows: new Float32Array(0), known: new Uint8Array(0) }, DIM), 0, DIM)?.known).toHaveLength(0);
  });

  it('damaged anywhere, cut off, or of another shape, are nothing', () => {
    const bytes = packRows({ rows: rows.slice(0, 2 * DIM), known: known.slice(0, 2) }, DIM);
    for (let at = 0; at < bytes.length; at += 13) {
      const turned = bytes.slice();
      turned[at] ^= 1 << (at % 8);
      expect(unpackRows(turned, 2, DIM)).toBeUndefined();
    }
    for (const length of [0, 1, 11, 12, bytes.length - 1]) expect(unpackRows(bytes.slice(0, length), 2, DIM)).toBeUndefined();
    expect(unpackRows(bytes, 1, DIM)).toBeUndefined();
    expect(unpackRows(bytes, 2, DIM - 1)).toBeUndefined();
  });
});
