import { WordmoverError } from '../../src/errors';
import { encodeTable, QuantisedTable } from '../../src/vectors/quantised-table';

const SEED = 5;
let state = SEED;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;

function unitRows(vectors: number, dim: number): Float32Array {
  const rows = Float32Array.from({ length: vectors * dim }, () => random() - 0.5);
  for (let v = 0; v < vectors; v++) {
    const row = rows.subarray(v * dim, (v + 1) * dim);
    const length = Math.hypot(...row);
    row.forEach((x, k) => (row[k] = x / length));
  }
  return rows;
}

const dim = 7;
const words = ['anchor', '__proto__', 'naïve', 'the', 'constructor'];
const rows = unitRows(3, dim);
const content = {
  recipe: '0123456789abcdef',
  dim,
  words,
  rows,
  documents: 100,
  documentFrequencies: Uint32Array.of(1, 2, 3, 99, 0),
};

it(`gives back words, frequencies and unit rows within half a step (seed ${SEED})`, () => {
  const table = new QuantisedTable(encodeTable(content), 'table');
  expect(table.words).toEqual(words);
  expect([table.dim, table.vectorCount, table.documents, table.recipe]).toEqual([dim, 3, 100, '0123456789abcdef']);
  words.forEach((word, id) => {
    expect(table.id(word)).toBe(id);
    expect(table.hasVector(id)).toBe(id < 3);
    expect(table.documentFrequency(id)).toBe(content.documentFrequencies[id]);
  });
  expect(table.id('toString')).toBeUndefined();
  const row = new Float32Array(dim + 2);
  for (let v = 0; v < 3; v++) {
    table.copyRow(v, row, 1);
    const original = rows.subarray(v * dim, (v + 1) * dim);
    const step = Math.max(...original.map(Math.abs)) / 31;
    original.forEach((x, k) => expect(Math.abs(row[k + 1] - x)).toBeLessThan(step));
    expect(Math.hypot(...row.subarray(1, dim + 1))).toBeCloseTo(1, 6);
    expect([row[0], row[dim + 1]]).toEqual([0, 0]);
  }
});

it('refuses every truncation and every flipped bit', () => {
  const bytes = encodeTable(content);
  const refused = (damaged: Uint8Array) => {
    try {
      new QuantisedTable(damaged, 'damaged table');
    } catch (error) {
      return error instanceof WordmoverError && error.code === 'INVALID_VECTORS' && /damaged table/.test(error.message);
    }
    return false;
  };
  for (let length = 0; length < bytes.length; length++) {
    if (!refused(bytes.slice(0, length))) throw new Error(`accepted ${length} of ${bytes.length} bytes`);
  }
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3] ^= 1 << (bit & 7);
    if (!refused(flipped)) throw new Error(`accepted bit ${bit} flipped`);
  }
});

it('has a fingerprint that changes with a vector and with the recipe', () => {
  const fingerprint = (changed: Partial<typeof content>) =>
    new QuantisedTable(encodeTable({ ...content, ...changed }), 'table').fingerprint;
  const moved = rows.slice();
  moved[0] += 0.1;
  const all = [{}, { rows: moved }, { recipe: 'fedcba9876543210' }].map(fingerprint);
  expect(new Set(all).size).toBe(3);
  expect(fingerprint({})).toBe(all[0]);
});
