import { PANEL_WORDS, rowBytes } from './kernels';
import type { Kernels, ListOperands, Operands, PostingOperands } from './kernels';
import { visitEntries } from './list-entries';
import { addCounts, addSaturated, type PostingArrays } from './postings';
import type { SharedHeap } from './shared-heap';

// Bound once: under a test runner every look-up of a global costs more than the arithmetic.
const { fround, sqrt } = Math;

/** The kernels in plain TypeScript: what runs where there is no SIMD, and the definition that the others are tested against. */
export function plainKernels(heap: SharedHeap): Kernels {
  const tile = new Float32Array(PANEL_WORDS);

  /** Calls `visit` with the distances in `tile` of one query row to sixteen words, the first of them by number. */
  function forEachTile(operands: Operands, missing: number, visit: (row: number, word: number) => void): void {
    const { dim, rows, words } = operands;
    for (let word = 0; word < words; word += PANEL_WORDS) {
      const points = (operands.points + word * rowBytes(dim)) / 4;
      for (let row = 0; row < rows; row++) {
        tileDistances(heap.f32, dim, (operands.query + row * rowBytes(dim)) / 4, points, missing, tile);
        visit(row, word);
      }
    }
  }

  const near: Kernels['near'] = (operands, _coarse, threshold, { firstWord, counts, out, capacity }) => {
    forEachTile(operands, Infinity, (row, word) => {
      const list = out / 4 + row * 2 * capacity;
      for (let lane = 0; lane < PANEL_WORDS; lane++) {
        if (!(tile[lane] < threshold)) continue;
        const end = list + heap.i32[counts / 4 + row]++;
        heap.u32[end] = firstWord + word + lane;
        heap.f32[end + capacity] = tile[lane];
      }
    });
  };

  return {
    name: 'plain',
    near,
    nearBounds: near,
    distances(operands, missing, out, stride) {
      forEachTile(operands, missing, (row, word) => heap.f32.set(tile, out / 4 + row * stride + word));
    },
    distancesTo(dim, point, others, count, out) {
      const { f32, u32 } = heap;
      const norm = rowBytes(dim) / 4 - 4;
      for (let k = 0; k < count; k++) {
        const other = u32[others / 4 + k] / 4;
        f32[out / 4 + k] = distanceOf(f32[point / 4 + norm], f32[other + norm], dotOf(f32, point / 4, other, dim), Infinity);
      }
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
    addCounts(postings, gain, out) {
      addCounts(arraysOf(heap, postings), heap.f32.subarray(gain / 4), heap.f32.subarray(out / 4), 0, postings.documents);
    },
    addSaturated(postings, norms, gain, out) {
      const [norm, byWord, sums] = [norms, gain, out].map((at) => heap.f32.subarray(at / 4));
      addSaturated(arraysOf(heap, postings), norm, byWord, sums, 0, postings.documents);
    },
    addListedCounts(lists, gain, sums) {
      const { f32, f64 } = heap;
      visitLists(heap, lists, (word, doc, value) => (f64[sums / 8 + doc] += value * f32[gain / 4 + word]));
    },
    addListedSaturated(lists, norms, gain, sums) {
      const { f32, f64 } = heap;
      visitLists(heap, lists, (word, doc, value) => {
        f64[sums / 8 + doc] += (value / (value + f32[norms / 4 + doc])) * f32[gain / 4 + word];
      });
    },
  };
}

function visitLists(
  { memory, u32, f64 }: SharedHeap,
  { offsets, entries, values, known, words, count }: ListOperands,
  visit: (word: number, doc: number, value: number) => void,
): void {
  const all = new Uint16Array(memory.buffer, entries);
  for (const word of u32.subarray(words / 4, words / 4 + count)) {
    if (word >= known) continue;
    const first = offsets / 4 + word;
    visitEntries(all, u32[first], u32[first + 1], (doc, code) => visit(word, doc, f64[values / 8 + code]));
  }
}

function arraysOf({ memory, u32 }: SharedHeap, { offsets, words, counts, countBytes }: PostingOperands): PostingArrays {
  return {
    offsets: u32.subarray(offsets / 4),
    words: u32.subarray(words / 4),
    counts: countBytes === 2 ? new Uint16Array(memory.buffer, counts) : new Float32Array(memory.buffer, counts),
  };
}

/** Distances of one query row to sixteen words, both given by element offset. */
function tileDistances(f32: Float32Array, dim: number, query: number, points: number, missing: number, out: Float32Array): void {
  const size = rowBytes(dim) / 4;
  for (let lane = 0, point = points; lane < PANEL_WORDS; lane++, point += size) {
    out[lane] = distanceOf(f32[query + size - 4], f32[point + size - 4], dotOf(f32, query, point, dim), missing);
  }
}

/** Dot product of two rows, given by element offset, in single precision and the order of all kernels. */
export function dotOf(f32: Float32Array, a: number, b: number, dim: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (const end = a + dim; a < end; a += 4, b += 4) {
    s0 = fround(s0 + fround(f32[a] * f32[b]));
    s1 = fround(s1 + fround(f32[a + 1] * f32[b + 1]));
    s2 = fround(s2 + fround(f32[a + 2] * f32[b + 2]));
    s3 = fround(s3 + fround(f32[a + 3] * f32[b + 3]));
  }
  return fround(fround(s0 + s2) + fround(s1 + s3));
}

/** sqrt(max(0, |a|^2 + |b|^2 - 2 a.b)) in single precision; `missing` where a norm is Infinity. */
export function distanceOf(normA: number, normB: number, dot: number, missing: number): number {
  const squared = fround(fround(normA + normB) - fround(2 * dot));
  if (squared === Infinity) return missing;
  return squared > 0 ? fround(sqrt(squared)) : 0;
}
