/** Arrays that workers can share: the same memory on every thread once posted. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

export function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}

export function sharedUint16(length: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(length * 2));
}

export function sharedUint8(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/**
 * Capacity so that `needed` entries fit: where it must grow, doubling, so that n appends copy O(n) entries in all.
 * Pages never written cost no memory, so the slack is address space only.
 */
export function grownCapacity(capacity: number, needed: number): number {
  return needed <= capacity ? capacity : Math.max(needed, capacity * 2, 64);
}

export const PAGE_BYTES = 65536;
/** 4 GiB, all that 32-bit WebAssembly can address. Reserved, not committed: untouched pages cost no memory. */
export const MAXIMUM_PAGES = 65536;

/** Memory for arrays that WebAssembly reads too; nothing where the engine has none to share, or not so much. */
export function sharedMemory(bytes: number): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES), maximum: MAXIMUM_PAGES, shared: true });
  } catch {
    return undefined;
  }
}
