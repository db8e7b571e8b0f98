import { PANEL_WORDS, TILE_ROWS, panelBytes, tileBytes } from './kernels';
import type { Kernels, Operands } from './kernels';
import type { SharedHeap } from './shared-heap';

// Bound once: under a test runner every look-up of a global costs more than the arithmetic.
const { fround, sqrt } = Math;

/** Called with the distances of one query row to the eight words of one panel. */
type PanelVisitor = (row: number, panel: number, distances: Float32Array) => void;

/** The kernels in plain TypeScript: what runs where there is no SIMD, and the definition that the others are tested against. */
export function plainKernels(heap: SharedHeap): Kernels {
  const tile = new Float32Array(PANEL_WORDS);

  function forEachPanel(operands: Operands, missing: number, visit: PanelVisitor): void {
    const queryStride = tileBytes(operands.depth) / 4;
    const panelStride = panelBytes(operands.depth) / 4;
    for (let panel = 0; panel < operands.panels; panel++) {
      for (let row = 0; row < operands.tiles * TILE_ROWS; row++) {
        const query = operands.query / 4 + Math.floor(row / TILE_ROWS) * queryStride + (row % TILE_ROWS);
        panelDistances(heap.f32, operands.depth, query, operands.points / 4 + panel * panelStride, missing, tile);
        visit(row, panel, tile);
      }
    }
  }

  return {
    name: 'plain',
    distances(operands, missing, out, stride) {
      forEachPanel(operands, missing, (row, panel, distances) => {
        heap.f32.set(distances, out / 4 + row * stride + panel * PANEL_WORDS);
      });
    },
    minima(operands, missing, out) {
      heap.f32.fill(Infinity, out / 4, out / 4 + operands.panels * PANEL_WORDS);
      forEachPanel(operands, missing, (_row, panel, distances) => {
        const start = out / 4 + panel * PANEL_WORDS;
        for (let lane = 0; lane < PANEL_WORDS; lane++) heap.f32[start + lane] = Math.min(heap.f32[start + lane], distances[lane]);
      });
    },
    near(operands, threshold, firstWord, counts, out, capacity) {
      forEachPanel(operands, Infinity, (row, panel, distances) => {
        const list = out / 4 + row * 2 * capacity;
        for (let lane = 0; lane < PANEL_WORDS; lane++) {
          if (!(distances[lane] < threshold)) continue;
          const end = list + heap.i32[counts / 4 + row]++;
          heap.u32[end] = firstWord + panel * PANEL_WORDS + lane;
          heap.f32[end + capacity] = distances[lane];
        }
      });
    },
  };
}

/** Distances of one query row (element offset, step TILE_ROWS) to the words of one panel (element offset). */
function panelDistances(
  f32: Float32Array,
  depth: number,
  query: number,
  panel: number,
  missing: number,
  out: Float32Array,
): void {
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0];
  let q = query;
  let p = panel;
  for (let k = 0; k < depth; k++, q += TILE_ROWS, p += PANEL_WORDS) {
    const x = f32[q];
    s0 = fround(s0 + fround(x * f32[p]));
    s1 = fround(s1 + fround(x * f32[p + 1]));
    s2 = fround(s2 + fround(x * f32[p + 2]));
    s3 = fround(s3 + fround(x * f32[p + 3]));
    s4 = fround(s4 + fround(x * f32[p + 4]));
    s5 = fround(s5 + fround(x * f32[p + 5]));
    s6 = fround(s6 + fround(x * f32[p + 6]));
    s7 = fround(s7 + fround(x * f32[p + 7]));
  }
  const norm = f32[q];
  out[0] = distanceOf(norm, f32[p], s0, missing);
  out[1] = distanceOf(norm, f32[p + 1], s1, missing);
  out[2] = distanceOf(norm, f32[p + 2], s2, missing);
  out[3] = distanceOf(norm, f32[p + 3], s3, missing);
  out[4] = distanceOf(norm, f32[p + 4], s4, missing);
  out[5] = distanceOf(norm, f32[p + 5], s5, missing);
  out[6] = distanceOf(norm, f32[p + 6], s6, missing);
  out[7] = distanceOf(norm, f32[p + 7], s7, missing);
}

/** sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)) in single precision; `missing` where a norm is Infinity. */
export function distanceOf(normA: number, normB: number, dot: number, missing: number): number {
  const squared = fround(fround(normA + normB) - fround(2 * dot));
  if (squared === Infinity) return missing;
  return squared > 0 ? fround(sqrt(squared)) : 0;
}
