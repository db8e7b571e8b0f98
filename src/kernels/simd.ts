import { leastDot } from './coarse';
import type { Kernels } from './kernels';
import type { SharedHeap } from './shared-heap';
import { SIMD_BINARY } from './simd-binary';

/** What src/kernels/assembly/index.ts exports. */
interface Exports {
  distances(
    dim: number,
    query: number,
    rows: number,
    points: number,
    words: number,
    missing: number,
    out: number,
    stride: number,
  ): void;
  near(
    dim: number,
    query: number,
    rows: number,
    points: number,
    words: number,
    threshold: number,
    coarseQuery: number,
    coarsePoints: number,
    leastDot: number,
    firstWord: number,
    counts: number,
    out: number,
    capacity: number,
    scratch: number,
  ): void;
  sift(
    dim: number,
    coarseQuery: number,
    rows: number,
    coarsePoints: number,
    words: number,
    leastDot: number,
    threshold: number,
    firstWord: number,
    counts: number,
    out: number,
    capacity: number,
  ): void;
  distancesTo(dim: number, point: number, others: number, count: number, out: number): void;
  combineRows(columns: number, values: number, count: number, rows: number, stride: number, width: number, out: number): void;
  addWholeCounts: AddCounts;
  addRealCounts: AddCounts;
  addWholeSaturated: AddSaturated;
  addRealSaturated: AddSaturated;
  addListedCounts(
    known: number,
    words: number,
    count: number,
    offsets: number,
    entries: number,
    values: number,
    gain: number,
    sums: number,
  ): void;
  addListedSaturated(
    known: number,
    words: number,
    count: number,
    offsets: number,
    entries: number,
    values: number,
    norms: number,
    gain: number,
    sums: number,
  ): void;
}

type AddCounts = (offsets: number, words: number, counts: number, documents: number, gain: number, out: number) => void;
type AddSaturated = (
  offsets: number,
  words: number,
  counts: number,
  documents: number,
  norms: number,
  gain: number,
  out: number,
) => void;

let compiled: WebAssembly.Module | undefined;

/** The kernels in WebAssembly SIMD over a shared heap, one instance per thread. Throws where the engine lacks either. */
export function simdKernels(heap: SharedHeap): Kernels {
  compiled ??= new WebAssembly.Module(decode(SIMD_BINARY));
  const instance = new WebAssembly.Instance(compiled, { env: { memory: heap.memory } });
  const wasm = instance.exports as unknown as Exports;
  return {
    name: 'simd',
    distances: ({ dim, query, rows, points, words }, missing, out, stride) =>
      wasm.distances(dim, query, rows, points, words, missing, out, stride),
    near: ({ dim, query, rows, points, words }, coarse, threshold, { firstWord, counts, out, capacity, scratch }) =>
      wasm.near(
        dim,
        query,
        rows,
        points,
        words,
        threshold,
        coarse.query,
        coarse.points,
        leastDot(dim, threshold),
        firstWord,
        counts,
        out,
        capacity,
        scratch,
      ),
    nearBounds: ({ dim, rows, words }, { query, points }, threshold, { firstWord, counts, out, capacity }) =>
      wasm.sift(dim, query, rows, points, words, leastDot(dim, threshold), threshold, firstWord, counts, out, capacity),
    distancesTo: wasm.distancesTo,
    combineRows: wasm.combineRows,
    addCounts({ offsets, words, counts, countBytes, documents }, gain, out) {
      const add = countBytes === 2 ? wasm.addWholeCounts : wasm.addRealCounts;
      add(offsets, words, counts, documents, gain, out);
    },
    addSaturated({ offsets, words, counts, countBytes, documents }, norms, gain, out) {
      const add = countBytes === 2 ? wasm.addWholeSaturated : wasm.addRealSaturated;
      add(offsets, words, counts, documents, norms, gain, out);
    },
    addListedCounts: ({ known, words, count, offsets, entries, values }, gain, sums) =>
      wasm.addListedCounts(known, words, count, offsets, entries, values, gain, sums),
    addListedSaturated: ({ known, words, count, offsets, entries, values }, norms, gain, sums) =>
      wasm.addListedSaturated(known, words, count, offsets, entries, values, norms, gain, sums),
  };
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
