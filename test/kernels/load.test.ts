import type * as Load from '../../src/kernels/load';
import type * as Heap from '../../src/kernels/shared-heap';
import type * as Near from '../../src/vectors/near-words';
import type * as Points from '../../src/vectors/point-table';
import { direction, seeded } from '../vectors/seeded-points';

/** Fresh modules, as a program that has just started. */
function start() {
  let modules!: typeof Load & typeof Heap & typeof Near & typeof Points;
  jest.isolateModules(() => {
    /* eslint-disable @typescript-eslint/no-require-imports */
    modules = {
      ...require('../../src/kernels/load'),
      ...require('../../src/kernels/shared-heap'),
      ...require('../../src/vectors/near-words'),
      ...require('../../src/vectors/point-table'),
    };
  });
  return modules;
}

/** Near words of one word among 1,200, of which half come after the first search. */
function search({ NearWords, PointTable }: ReturnType<typeof start>): { words: number[]; distances: number[] } {
  const random = seeded(1);
  const points = new PointTable(10);
  const near = new NearWords(points, 0.9);
  const query = { ids: Uint32Array.of(3), rows: new Float32Array(0), known: new Uint8Array(1) };
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 600; i++) points.append(direction(10, random));
    near.rows(query);
  }
  const [row] = near.rows(query);
  return { words: Array.from(row.words), distances: Array.from(row.distances) };
}

describe('choice of kernels', () => {
  let warnings: jest.SpyInstance;
  const expected = search(start());

  beforeEach(() => {
    warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  test('SIMD where there is SIMD, without a word', () => {
    const { loadKernels, SharedHeap } = start();
    expect(loadKernels(SharedHeap.create()).name).toBe('simd');
    expect(warnings).not.toHaveBeenCalled();
  });

  test('without SIMD: plain kernels, the same rows, one warning', () => {
    jest.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw new WebAssembly.CompileError('SIMD unsupported');
    });
    const modules = start();
    const heap = modules.SharedHeap.create();
    expect([modules.loadKernels(heap).name, modules.loadKernels(heap).name]).toEqual(['plain', 'plain']);
    expect(search(modules)).toEqual(expected);
    expect(warnings).toHaveBeenCalledTimes(1);
    expect(warnings.mock.calls[0][0]).toContain('SIMD unsupported');
  });

  test('without shared memory: the same rows for the one thread there is', () => {
    const { Memory } = WebAssembly;
    jest.spyOn(WebAssembly, 'Memory').mockImplementation((limits) => {
      if (limits.shared) throw new RangeError('not cross-origin isolated');
      return new Memory(limits);
    });
    const modules = start();
    expect(String(modules.SharedHeap.create().memory.buffer)).toBe('[object ArrayBuffer]');
    expect(search(modules)).toEqual(expected);
    expect(warnings).toHaveBeenCalledTimes(1);
  });
});
