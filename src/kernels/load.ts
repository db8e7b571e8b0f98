import type { Kernels } from './kernels';
import { plainKernels } from './plain';
import type { SharedHeap } from './shared-heap';

/** The fastest kernels that run here, over the given heap. */
export function loadKernels(heap: SharedHeap): Kernels {
  return plainKernels(heap);
}
