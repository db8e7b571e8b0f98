import { PANEL_WORDS, panelBytes, rowBytes } from './kernels';
import type { Kernels, Operands } from './kernels';
import type { SharedHeap } from './shared-heap';

// Bound once: under a test runner every look-up of a global costs more than the arithmetic.
const { fround, sqrt } = Math;

/** The kernels in plain TypeScript: what runs where there is no SIMD, and the definition that the others are tested against. */
export function plainKernels(heap: SharedHeap): Kernels {
  const tile = new Float32Array(PANEL_WORDS);

  /** Calls `visit` with the distances in `tile` of one query row to the words of one panel. */
  function forEachPanel(operands: Operands, missing: number, visit: (row: number, panel: number) => void): void {
    const { dim, rows, panels } = operands;
    for (let panel = 0; panel < panels; panel++) {
      const point = (operands.points + panel * panelBytes(dim)) / 4;
      for (let row = 0; row < rows; row++) {
        panelDistances(heap.f32, dim, (operands.query + row * rowBytes(dim)) / 4, point, missing, tile);
        visit(row, panel);
      }
    }
  }

  return {
    name: 'plain',
    distances(operands, missing, out, stride) {
      forEachPanel(operands, missing, (row, panel) => heap.f32.set(tile, out / 4 + row * stride + panel * PANEL_WORDS));
    },
    near(operands, threshold, firstWord, counts, out, capacity) {
      forEachPanel(operands, Infinity, (row, panel) => {
        const list = out / 4 + row * 2 * capacity;
        for (let lane = 0; lane < PANEL_WORDS; lane++) {
          if (!(tile[lane] < threshold)) continue;
          const end = list + heap.i32[counts / 4 + row]++;
          heap.u32[end] = firstWord + panel * PANEL_WORDS + lane;
          heap.f32[end + capacity] = tile[lane];
        }
      });
    },
    combineRows(columns, values, count, rows, stride, width, out) {
      const { f32, u32 } = heap;
      f32.fill(0, out / 4, out / 4 + width);
      for (let e = 0; e < count; e++) {
        const value = f32[values / 4 + e];
        const row = rows / 4 + u32[columns / 4 + e] * stride;
        for (let k = 0; k < width; k++) f32[out / 4 + k] += fround(value * f32[row + k]);
      }
    },
  };
}

/** Distances of one query row to the words of one panel, both given by element offset: four words at a time. */
function panelDistances(f32: Float32Array, dim: number, query: number, panel: number, missing: number, out: Float32Array): void {
  const norms = panel + dim * PANEL_WORDS;
  for (let lane = 0; lane < PANEL_WORDS; lane += 4) {
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0, p = panel + lane; k < dim; k++, p += PANEL_WORDS) {
      const x = f32[query + k];
      s0 = fround(s0 + fround(x * f32[p]));
      s1 = fround(s1 + fround(x * f32[p + 1]));
      s2 = fround(s2 + fround(x * f32[p + 2]));
      s3 = fround(s3 + fround(x * f32[p + 3]));
    }
    const norm = f32[query + dim];
    out[lane] = distanceOf(norm, f32[norms + lane], s0, missing);
    out[lane + 1] = distanceOf(norm, f32[norms + lane + 1], s1, missing);
    out[lane + 2] = distanceOf(norm, f32[norms + lane + 2], s2, missing);
    out[lane + 3] = distanceOf(norm, f32[norms + lane + 3], s3, missing);
  }
}

/** sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)) in single precision; `missing` where a norm is Infinity. */
export function distanceOf(normA: number, normB: number, dot: number, missing: number): number {
  const squared = fround(fround(normA + normB) - fround(2 * dot));
  if (squared === Infinity) return missing;
  return squared > 0 ? fround(sqrt(squared)) : 0;
}
