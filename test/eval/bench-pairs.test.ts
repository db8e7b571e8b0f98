import { benchPairs, readPairs } from '../../src/eval/bench-pairs';

/** Two problems as a file: 1 x 1 at cost 3, and 1 x 2 at costs 1 and 5. */
function pairsFile(): Buffer {
  const parts: Buffer[] = [];
  const whole = (value: number): number => parts.push(Buffer.from(Uint32Array.of(value).buffer));
  const doubles = (...values: number[]): number => parts.push(Buffer.from(Float64Array.from(values).buffer));
  whole(2);
  whole(1);
  whole(1);
  doubles(2, 2, 3);
  whole(1);
  whole(2);
  doubles(1, 0.25, 0.75, 1, 5);
  return Buffer.concat(parts);
}

describe('bench pairs', () => {
  test('reads the problems back and solves them, per unit of mass', () => {
    const problems = readPairs(pairsFile());
    expect(problems.map(({ supply, demand, cost }) => [supply, demand, cost].map((a) => Array.from(a)))).toEqual([
      [[2], [2], [3]],
      [[1], [0.25, 0.75], [1, 5]],
    ]);
    const report = benchPairs(problems, { passes: 2, warmUpMs: 0 });
    expect(report.costs).toEqual([3, 4]);
    expect(report.median_us).toBeGreaterThan(0);
  });

  test('refuses a file cut short or with something after its end', () => {
    const file = pairsFile();
    expect(() => readPairs(file.subarray(0, file.length - 8))).toThrow(/goes on to byte/);
    expect(() => readPairs(Buffer.concat([file, Buffer.alloc(4)]))).toThrow(/the pairs go on/);
  });
});
