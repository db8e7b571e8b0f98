import { emdPlus, linearEmd } from '../../src/distances/emd-plus';
import { act, ict, omr, rwmd } from '../../src/distances/relaxations';
import type { ErrorCode } from '../../src/errors';

type Distance = (supply: ArrayLike<number>, demand: ArrayLike<number>, cost: ArrayLike<number>, threshold?: number) => number;

const DISTANCES: [string, Distance][] = [
  ['emdPlus', (p, q, c, t = 2) => emdPlus(p, q, c, t).cost],
  ['linearEmd', (p, q, c, t = 2) => linearEmd(p, q, c, t)],
  ['rwmd', rwmd],
  ['omr', omr],
  ['act', (p, q, c, t) => act(p, q, c, 1, t)],
  ['ict', ict],
];

describe.each(DISTANCES)('%s', (_, distance) => {
  test('takes plain arrays and any typed arrays', () => {
    const expected = distance([1, 3], [2, 2], [1, 3, 3, 1], 5);
    expect(expected).toBeGreaterThanOrEqual(4);
    expect(distance(Uint8Array.of(1, 3), Float32Array.of(2, 2), Int32Array.of(1, 3, 3, 1), 5)).toBe(expected);
  });

  test('leaves its arguments as they were', () => {
    const p = Float64Array.of(1, 3);
    const q = Float64Array.of(2, 2);
    const c = Float64Array.of(0, 1, 1, 0);
    distance(p, q, c, 1.5);
    expect([...p, ...q, ...c]).toEqual([1, 3, 2, 2, 0, 1, 1, 0]);
  });

  test('is zero between a histogram and itself', () => {
    expect(distance([0.1, 0.2, 0.7], [0.1, 0.2, 0.7], [0, 1, 2, 1, 0, 1, 2, 1, 0])).toBe(0);
  });

  test.each<[string, number[], number[], number[], number | undefined, ErrorCode, RegExp]>([
    ['NaN', [NaN], [1], [1], undefined, 'INVALID_HISTOGRAM', /supply\[0\] is NaN/],
    ['a negative mass', [1], [2, -1], [1, 1], undefined, 'INVALID_HISTOGRAM', /demand\[1\] is -1/],
    ['an infinite mass', [Infinity], [1], [1], undefined, 'INVALID_HISTOGRAM', /supply\[0\] is Infinity/],
    ['masses that overflow', [1e308, 1e308], [1], [1, 1], undefined, 'INVALID_HISTOGRAM', /scale the masses down/],
    ['an empty side', [], [1], [], undefined, 'INVALID_HISTOGRAM', /supply has no mass/],
    ['a side of zeros', [1], [0, 0], [1, 1], undefined, 'INVALID_HISTOGRAM', /demand has no mass \(2 bins\)/],
    ['a cost matrix of another size', [1], [1], [1, 2], undefined, 'INVALID_HISTOGRAM', /cost holds 2 numbers/],
    ['a negative cost', [1], [1, 1], [0, -2], undefined, 'INVALID_HISTOGRAM', /cost from 0 to 1 is -2/],
    ['NaN as cost', [1], [1], [NaN], undefined, 'INVALID_HISTOGRAM', /cost from 0 to 0 is NaN/],
    ['costs that overflow', [1e200], [1e200], [1e200], 1e250, 'INVALID_HISTOGRAM', /scale them down/],
    ['a threshold of zero', [1], [1], [1], 0, 'INVALID_OPTION', /threshold/],
    ['a negative threshold', [1], [1], [1], -1, 'INVALID_OPTION', /threshold/],
    ['NaN as threshold', [1], [1], [1], NaN, 'INVALID_OPTION', /threshold/],
  ])('refuses %s', (_, supply, demand, cost, threshold, code, message) => {
    let error: unknown;
    try {
      distance(supply, demand, cost, threshold);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'WordmoverError', code, message: expect.stringMatching(message) });
  });
});

test('emdPlus without a threshold points to emd', () => {
  expect(() => emdPlus([1], [1], [1], Infinity)).toThrow(/use emd or emdHat/);
});

test('act refuses a k that is no number of moves', () => {
  expect(() => act([1], [1], [1], -1)).toThrow(/k must be/);
  expect(() => act([1], [1], [1], NaN)).toThrow(/k must be/);
});
