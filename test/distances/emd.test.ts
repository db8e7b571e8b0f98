import { emd, emdHat } from '../../src/distances/emd';
import { WordmoverError } from '../../src/errors';

describe('emd and emdHat on any arrays', () => {
  test('plain arrays, Float32Array, integers', () => {
    expect(emd([0.5, 0.5], new Float32Array([0.25, 0.75]), [0, 1, 1, 0]).cost).toBeCloseTo(0.25, 12);
    expect(emd(Uint8Array.of(2, 0), [0, 2], [0, 3, 3, 0])).toMatchObject({
      cost: 6,
      moved: 2,
      flow: [{ from: 0, to: 1, mass: 2 }],
    });
    expect(emdHat([1], [3], [2], 1).cost).toBe(2 + 2 * 2);
  });

  test.each([
    ['a negative mass', [-1], [1], [1], /supply\[0\] is -1/],
    ['NaN', [1], [NaN], [1], /demand\[0\] is NaN/],
    ['a side that is empty', [], [1], [], /supply has no mass/],
    ['a side without mass', [1], [0, 0], [1, 1], /demand has no mass/],
    ['sizes that do not fit', [1], [1], [1, 2], /cost holds 2 numbers/],
    ['a negative cost', [1], [1], [-1], /cost from 0 to 0 is -1/],
    ['an infinite cost that is needed', [1], [1], [Infinity], /infinite cost/],
    ['costs that overflow', [1e200, 1e200], [1e200, 1e200], [1e200, 1e200, 1e200, 1e200], /scale/],
  ])("%s is the caller's mistake", (_name, supply, demand, cost, message) => {
    for (const solve of [() => emd(supply, demand, cost), () => emdHat(supply, demand, cost, 1)]) {
      expect(solve).toThrow(WordmoverError);
      expect(solve).toThrow(expect.objectContaining({ code: 'INVALID_HISTOGRAM', message: expect.stringMatching(message) }));
    }
  });

  test('alpha is an option', () => {
    expect(() => emdHat([1], [1], [1], -1)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
