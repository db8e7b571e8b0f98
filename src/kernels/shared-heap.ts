const PAGE_BYTES = 65536;
/** 4 GiB, all that 32-bit WebAssembly can address. Reserved, not committed: untouched pages cost no memory. */
const MAXIMUM_PAGES = 65536;
/** Regions start on cache lines. */
const LINE_BYTES = 64;
/** Int32 slot that holds the end of the last region, in lines. */
const TOP_SLOT = 0;

/**
 * Memory that the kernels and all threads see, with regions that are handed out and never move or return. The first
 * line belongs to the heap; slot 0 of it counts the lines given out, so that threads allocate without a lock.
 * Without shared memory (a page that is not cross-origin isolated) the same heap serves one thread.
 */
export class SharedHeap {
  /** Views of the whole heap as it was when it last grew here: read them again after `allocate` or `cover`. */
  f32: Float32Array;
  i32: Int32Array;
  u32: Uint32Array;

  constructor(readonly memory: WebAssembly.Memory = createMemory()) {
    this.i32 = new Int32Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.f32 = new Float32Array(memory.buffer);
    Atomics.compareExchange(this.i32, TOP_SLOT, 0, 1);
  }

  /** Byte offset of a new region of zeros, on a cache line. RangeError when 4 GiB are used up. */
  allocate(bytes: number): number {
    const lines = Math.ceil(bytes / LINE_BYTES);
    const start = Atomics.add(this.i32, TOP_SLOT, lines);
    const end = (start + lines) * LINE_BYTES;
    if (end > MAXIMUM_PAGES * PAGE_BYTES) {
      Atomics.sub(this.i32, TOP_SLOT, lines);
      throw new RangeError(`${bytes} bytes more do not fit in the 4 GiB of a WebAssembly memory`);
    }
    this.cover(end);
    return start * LINE_BYTES;
  }

  /** Makes the views reach `end` bytes, growing the memory where no other thread has. */
  cover(end: number): void {
    if (end <= this.i32.byteLength) return;
    const missing = end - this.memory.buffer.byteLength;
    // Growing by zero also fetches what another thread has grown.
    this.memory.grow(missing > 0 ? Math.ceil(missing / PAGE_BYTES) : 0);
    this.i32 = new Int32Array(this.memory.buffer);
    this.u32 = new Uint32Array(this.memory.buffer);
    this.f32 = new Float32Array(this.memory.buffer);
  }

  get isShared(): boolean {
    return (
      typeof SharedArrayBuffer !== 'undefined' &&
      Object.prototype.toString.call(this.memory.buffer) === '[object SharedArrayBuffer]'
    );
  }
}

function createMemory(): WebAssembly.Memory {
  const limits = { initial: 1, maximum: MAXIMUM_PAGES };
  try {
    return new WebAssembly.Memory({ ...limits, shared: true });
  } catch {
    return new WebAssembly.Memory(limits);
  }
}
