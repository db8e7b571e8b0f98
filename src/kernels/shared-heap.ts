const PAGE_BYTES = 65536;
/** 4 GiB, all that 32-bit WebAssembly can address. Reserved, not committed: untouched pages cost no memory. */
const MAXIMUM_PAGES = 65536;
/** Regions start on cache lines. */
const LINE_BYTES = 64;
/** Int32 slots of the heap's own line: the end of the last region, in lines; a random name of the heap. */
const TOP_SLOT = 0;
const NAME_SLOTS = [1, 2];

/** Byte offsets of this thread's own regions, by heap and purpose. */
const threadRegions = new Map<string, number>();

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

  /** @param memory that of a heap made earlier, perhaps by another thread; a new one if absent. */
  constructor(readonly memory: WebAssembly.Memory = createMemory()) {
    this.i32 = new Int32Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.f32 = new Float32Array(memory.buffer);
    if (Atomics.compareExchange(this.i32, TOP_SLOT, 0, 1) !== 0) return;
    for (const slot of NAME_SLOTS) this.i32[slot] = Math.floor(Math.random() * 2 ** 32);
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

  /**
   * A region of this thread's own, zeros at first: the same one whenever the thread asks for the same purpose, however often it
   * is handed the memory anew (each posting makes another WebAssembly.Memory of the same bytes).
   */
  ofThread(purpose: string, bytes: number): number {
    const key = `${NAME_SLOTS.map((slot) => this.i32[slot]).join(' ')} ${purpose}`;
    const start = threadRegions.get(key) ?? this.allocate(bytes);
    threadRegions.set(key, start);
    this.cover(start + bytes);
    return start;
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
}

function createMemory(): WebAssembly.Memory {
  const limits = { initial: 1, maximum: MAXIMUM_PAGES };
  try {
    return new WebAssembly.Memory({ ...limits, shared: true });
  } catch {
    return new WebAssembly.Memory(limits);
  }
}
