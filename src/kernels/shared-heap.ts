import { MAXIMUM_PAGES, PAGE_BYTES, sharedMemory } from '../text/shared-array';

/** Regions start on cache lines. */
const LINE_BYTES = 64;

/** Int32 slots of the heap itself: the end of the last region, in lines; the number of threads; thread and region of each. */
const TOP = 0;
const THREADS = 1;
const FIRST_THREAD = 2;
const MAX_THREADS = 1023;
const HEAD_BYTES = (FIRST_THREAD + 2 * MAX_THREADS) * 4;

/** Not zero, and not that of another thread. */
const thisThread = 1 + Math.floor(Math.random() * (2 ** 31 - 1));

/**
 * Memory that the kernels and all threads see, with regions that are handed out and never move or return. Its first slot
 * counts the lines given out, so that threads allocate without a lock. Without shared memory (a page that is not cross-origin
 * isolated) the same heap serves one thread.
 */
export class SharedHeap {
  /** Views of the whole heap as it was when it last grew here: read them again after `allocate` or `cover`. */
  f32: Float32Array;
  f64: Float64Array;
  i8: Int8Array;
  i16: Int16Array;
  i32: Int32Array;
  u32: Uint32Array;

  /** The heap in a memory that another heap was made in, perhaps by another thread; or a new one in the first page and from byte `from`. */
  constructor(
    readonly memory: WebAssembly.Memory,
    from = HEAD_BYTES,
  ) {
    this.i8 = new Int8Array(memory.buffer);
    this.i16 = new Int16Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.f32 = new Float32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
    Atomics.compareExchange(this.i32, TOP, 0, Math.ceil(from / LINE_BYTES));
  }

  /** A new heap with room for so many bytes of regions. It grows later, but V8 tells all its memories of any that grows. */
  static create(bytes = 0): SharedHeap {
    return new SharedHeap(createMemory(HEAD_BYTES + bytes + PAGE_BYTES));
  }

  /** Byte offset of a new region of zeros, on a cache line. RangeError when 4 GiB are used up. */
  allocate(bytes: number): number {
    const lines = Math.ceil(bytes / LINE_BYTES);
    const start = Atomics.add(this.i32, TOP, lines);
    const end = (start + lines) * LINE_BYTES;
    if (end > MAXIMUM_PAGES * PAGE_BYTES) {
      Atomics.sub(this.i32, TOP, lines);
      throw new RangeError(`${bytes} bytes more do not fit in the 4 GiB of a WebAssembly memory`);
    }
    this.cover(end);
    return start * LINE_BYTES;
  }

  /**
   * The region of this thread, zeros at first: the same one however often the thread is handed the memory anew. (Each posting
   * makes another WebAssembly.Memory of the same bytes, so the heap itself has to remember.)
   */
  ofThread(bytes: number): number {
    const count = Math.min(Atomics.load(this.i32, THREADS), MAX_THREADS);
    for (let slot = FIRST_THREAD; slot < FIRST_THREAD + 2 * count; slot += 2) {
      if (this.i32[slot] !== thisThread) continue;
      this.cover(this.u32[slot + 1] + bytes);
      return this.u32[slot + 1];
    }
    const start = this.allocate(bytes);
    const number = Atomics.add(this.i32, THREADS, 1);
    if (number < MAX_THREADS) this.i32.set([thisThread, start], FIRST_THREAD + 2 * number);
    return start;
  }

  /** Makes the views reach `end` bytes, growing the memory where no other thread has. */
  cover(end: number): void {
    if (end <= this.i32.byteLength) return;
    const missing = end - this.memory.buffer.byteLength;
    // Growing by zero also fetches what another thread has grown.
    this.memory.grow(missing > 0 ? Math.ceil(missing / PAGE_BYTES) : 0);
    this.i8 = new Int8Array(this.memory.buffer);
    this.i16 = new Int16Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
    this.u32 = new Uint32Array(this.memory.buffer);
    this.f32 = new Float32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
  }
}

function createMemory(bytes: number): WebAssembly.Memory {
  return sharedMemory(bytes) ?? new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: MAXIMUM_PAGES });
}
