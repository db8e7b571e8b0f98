import { SharedHeap } from '../../src/kernels/shared-heap';

describe('shared heap', () => {
  test('regions lie on cache lines, apart, and are zero', () => {
    const heap = SharedHeap.create();
    const sizes = [1, 64, 65, 100_000, 3, 4];
    const starts = sizes.map((bytes) => heap.allocate(bytes));
    starts.forEach((start, i) => {
      expect(start % 64).toBe(0);
      expect(start).toBeGreaterThanOrEqual(i === 0 ? 64 : starts[i - 1] + sizes[i - 1]);
      expect(heap.i32[start / 4]).toBe(0);
      heap.i32.fill(i + 1, start / 4, Math.ceil((start + sizes[i]) / 4));
    });
    starts.forEach((start, i) => expect(heap.i32[start / 4]).toBe(i + 1));
  });

  test('a second view of the memory, as another thread has it, sees and allocates beside the first', () => {
    const heap = SharedHeap.create();
    const other = new SharedHeap(heap.memory);
    const first = heap.allocate(200_000);
    heap.f32[first / 4 + 49_999] = 7;
    const second = other.allocate(200_000);
    expect(second).toBeGreaterThanOrEqual(first + 200_000);
    expect(other.f32[first / 4 + 49_999]).toBe(7);
    other.f32[second / 4] = 9;
    heap.cover(second + 4);
    expect(heap.f32[second / 4]).toBe(9);
  });

  test('a thread has one region, whoever hands it the memory', () => {
    const heap = SharedHeap.create();
    const start = heap.ofThread(100_000);
    const other = new SharedHeap(heap.memory);
    expect(other.ofThread(100_000)).toBe(start);
    expect(other.allocate(64)).toBeGreaterThanOrEqual(start + 100_000);
    expect(heap.ofThread(100_000)).toBe(start);
  });

  test('says when 4 GiB are used up, and goes on with what is left', () => {
    const heap = SharedHeap.create();
    expect(() => heap.allocate(2 ** 32)).toThrow(RangeError);
    expect(heap.allocate(64)).toBeLessThan(2 ** 16);
  });
});
