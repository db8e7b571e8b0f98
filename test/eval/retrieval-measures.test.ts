import { averagePrecision, deviation, mean, median, nearestOf, overlap, smape } from '../../src/eval/retrieval-measures';
import { textTable } from '../../src/eval/text-table';

test('the nearest come in order, ties by position', () => {
  expect(nearestOf([3, 1, 2, 1], 3)).toEqual([1, 3, 2]);
  expect(nearestOf([1], 5)).toEqual([0]);
});

test('average precision: 1 when all places are relevant, the mean of the precisions at relevant places otherwise', () => {
  expect(averagePrecision([true, true, true], 10)).toBe(1);
  expect(averagePrecision([false, false], 10)).toBe(0);
  expect(averagePrecision([true, false, true, false], 10)).toBeCloseTo((1 + 2 / 3) / 4, 12);
  expect(averagePrecision([true, false, false, false], 1)).toBe(1);
});

test('overlap is shared over either', () => {
  expect(overlap([1, 2, 3], [2, 3, 4])).toBe(0.5);
  expect(overlap([1], [1])).toBe(1);
  expect(overlap([1], [2])).toBe(0);
});

test('smape: difference over the mean of both, two equal zeros agree', () => {
  expect(smape([1, 0], [3, 0])).toBe(0.5);
  expect(smape([5], [0])).toBe(2);
});

test('mean, median and deviation', () => {
  expect(mean([1, 2, 6])).toBe(3);
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(deviation([1, 3])).toBeCloseTo(Math.SQRT2, 12);
  expect(deviation([7])).toBe(0);
});

test('a table aligns its columns', () => {
  expect(
    textTable(
      ['name', 'n'],
      [
        ['a', '10'],
        ['bcdef', '7'],
      ],
    ),
  ).toBe('name    n\n-----  --\na      10\nbcdef   7');
});
