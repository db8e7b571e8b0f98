import type { Kernels } from './kernels';
import { plainKernels } from './plain';
import type { SharedHeap } from './shared-heap';
import { simdKernels } from './simd';

let hasWarned = false;

/** The fastest kernels that run here, over the given heap: SIMD, or with one warning the plain ones, about ten times slower. */
export function loadKernels(heap: SharedHeap): Kernels {
  try {
    return simdKernels(heap);
  } catch (error) {
    if (!hasWarned)
      warn(`no WebAssembly SIMD with shared memory here, word distances take about ten times longer: ${String(error)}`);
    hasWarned = true;
    return plainKernels(heap);
  }
}

/** Node and its like have a process to warn through; a page stays silent. */
function warn(message: string): void {
  const host = globalThis as { process?: { emitWarning?: (message: string, name: string) => void } };
  host.process?.emitWarning?.(message, 'WordmoverWarning');
}
