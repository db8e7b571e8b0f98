import { SparseRowsBuilder, type SparseRows } from '../../../src/vectors/wordnet/sparse-rows';
import { Spreader } from '../../../src/vectors/wordnet/spread';

function sparse(rows: readonly (readonly number[])[]): SparseRows {
  const builder = new SparseRowsBuilder();
  for (const row of rows) builder.appendMap(new Map([...row.entries()].filter(([, x]) => x !== 0)));
  return builder.build(rows[0].length);
}

const association = sparse([
  [0, 0.5, 0.5, 0],
  [1, 0, 0, 0],
  [0, 0.25, 0, 0.75],
  [0, 0, 0, 1],
]);
const senses = sparse([
  [1, 0, 0, 0],
  [0, 0.5, 0, 0.5],
  [0, 0, 0, 0],
]);

function spread(word: number, hops: number, record = 0, propagate = 0): number[] {
  const spreader = new Spreader(association, { hops, record, propagate });
  spreader.spread(senses, 1);
  spreader.spread(senses, word);
  const mass = [0, 0, 0, 0];
  for (let i = 0; i < spreader.count; i++) mass[spreader.synsets[i]] = spreader.mass[i];
  return mass;
}

it('adds up the senses and all hops', () => {
  expect(spread(0, 0)).toEqual([1, 0, 0, 0]);
  expect(spread(0, 1)).toEqual([1, 0.5, 0.5, 0]);
  expect(spread(0, 2)).toEqual([1.5, 0.625, 0.5, 0.375]);
  expect(spread(1, 1)).toEqual([0.5, 0.5, 0, 1]);
});

it('records what is too small to spread further, and drops what is smaller still', () => {
  expect(spread(0, 2, 0, 0.6)).toEqual([1, 0.5, 0.5, 0]);
  expect(spread(0, 2, 0.3, 0)).toEqual([1.5, 0.5, 0.5, 0.375]);
});

it('reaches nothing from a word without senses', () => {
  expect(spread(2, 3)).toEqual([0, 0, 0, 0]);
});
