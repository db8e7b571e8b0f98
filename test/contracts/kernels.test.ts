import { codeQuery, codeWord, coarsePanelBytes, coarseRowBytes } from '../../src/kernels/coarse';
import { PANEL_WORDS, rowBytes } from '../../src/kernels/kernels';
import type { CoarseOperands, Kernels, Operands, PostingOperands } from '../../src/kernels/kernels';
import { LISTED_DOCUMENTS, writeEntries } from '../../src/kernels/list-entries';
import { plainKernels } from '../../src/kernels/plain';
import { SharedHeap } from '../../src/kernels/shared-heap';
import { simdKernels } from '../../src/kernels/simd';
import { direction, seeded } from '../vectors/seeded-points';

const MISSING = 1.75;
const variants: [string, (heap: SharedHeap) => Kernels][] = [
  ['plain', plainKernels],
  ['simd', simdKernels],
];
/** Dimensions, query rows, panels: odd and even, one and many. */
const shapes = [
  [1, 1, 1],
  [2, 2, 3],
  [3, 3, 2],
  [7, 5, 4],
  [50, 4, 9],
  [300, 8, 5],
  [301, 9, 1],
  [1024, 2, 2],
];

interface Problem {
  readonly heap: SharedHeap;
  readonly operands: Operands;
  readonly coarse: CoarseOperands;
  readonly out: number;
  readonly counts: number;
  readonly scratch: number;
  /** Coordinates of row r and word w; undefined where there is no point. */
  readonly queries: (Float32Array | undefined)[];
  readonly words: (Float32Array | undefined)[];
}

/** A heap with query rows and words; some have no point, and word 0 equals row 0. */
function problem(dim: number, rows: number, panels: number, draw = direction): Problem {
  const random = seeded(dim * 1000 + rows);
  const heap = SharedHeap.create();
  const query = heap.allocate(rows * rowBytes(dim));
  const points = heap.allocate(panels * PANEL_WORDS * rowBytes(dim));
  const coarse = { query: heap.allocate(rows * coarseRowBytes(dim)), points: heap.allocate(panels * coarsePanelBytes(dim)) };
  const out = heap.allocate(rows * (panels * PANEL_WORDS + 1) * 8);
  const counts = heap.allocate(rows * 4);
  const scratch = heap.allocate(rows * 4);
  const queries = Array.from({ length: rows }, (_, r) => (r % 4 === 3 ? undefined : unit(draw(dim, random))));
  const words = Array.from({ length: panels * PANEL_WORDS }, (_, w) =>
    w === 0 ? queries[0] : w % 11 === 10 ? undefined : unit(draw(dim, random)),
  );
  const write = (row: Float32Array | undefined, at: number): void => {
    if (row) heap.f32.set(row, at / 4);
    heap.f32[(at + rowBytes(dim)) / 4 - 4] = row ? singleNorm(row) : Infinity;
  };
  queries.forEach((row, r) => {
    write(row, query + r * rowBytes(dim));
    codeQuery(heap, coarse.query + r * coarseRowBytes(dim), row ?? null, dim);
  });
  words.forEach((word, w) => {
    write(word, points + w * rowBytes(dim));
    const panel = coarse.points + Math.floor(w / PANEL_WORDS) * coarsePanelBytes(dim);
    codeWord(heap, panel, w % PANEL_WORDS, word ?? null, dim);
  });
  const operands = { dim, query, rows, points, words: panels * PANEL_WORDS };
  return { heap, operands, coarse, out, counts, scratch, queries, words };
}

function unit(row: Float32Array): Float32Array {
  const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
  return row.map((x) => x / length);
}

/** Summed as the kernels sum. */
function singleNorm(row: Float32Array): number {
  const parts = [0, 0, 0, 0];
  row.forEach((x, k) => (parts[k % 4] = Math.fround(parts[k % 4] + Math.fround(x * x))));
  return Math.fround(Math.fround(parts[0] + parts[2]) + Math.fround(parts[1] + parts[3]));
}

function naive(a: Float32Array | undefined, b: Float32Array | undefined, missing: number): number {
  return a && b ? Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]) ** 2, 0)) : missing;
}

/** Single precision: the squared distance is off by up to about 1e-6, so a distance near 0 by its root. */
function expectClose(found: number, expected: number): void {
  expect(Math.abs(found * found - expected * expected)).toBeLessThan(2e-6);
}

function read(p: Problem, start: number, length: number): Float32Array {
  return p.heap.f32.slice(start / 4, start / 4 + length);
}

describe.each(variants)('%s kernels', (_name, create) => {
  test.each(shapes)('distances of %i dimensions, %i rows, %i panels agree with double precision', (dim, rows, panels) => {
    const p = problem(dim, rows, panels);
    const stride = panels * PANEL_WORDS;
    create(p.heap).distances(p.operands, MISSING, p.out, stride);
    const found = read(p, p.out, rows * stride);
    p.queries.forEach((a, r) => p.words.forEach((b, w) => expectClose(found[r * stride + w], naive(a, b, MISSING))));
    expect(found[0]).toBe(0);
  });

  test.each(shapes)(
    'near pairs of %i dimensions, %i rows, %i panels are the distances under the threshold',
    (dim, rows, panels) => {
      const p = problem(dim, rows, panels);
      const kernels = create(p.heap);
      const n = panels * PANEL_WORDS;
      kernels.distances(p.operands, Infinity, p.out, n);
      const all = read(p, p.out, rows * n);
      const threshold = all.filter((d) => d < Infinity).sort()[Math.floor(n / 3)];
      // One list goes on where an earlier call ended.
      const earlier = Math.min(rows - 1, 1);
      p.heap.i32[p.counts / 4 + earlier] = 1;
      const capacity = n + 2;
      const out = p.heap.allocate(rows * capacity * 8);
      const { counts, scratch } = p;
      kernels.near(p.operands, p.coarse, threshold, { firstWord: 5000, counts, out, capacity, scratch });
      for (let r = 0; r < rows; r++) {
        const skip = r === earlier ? 1 : 0;
        const near = Array.from({ length: n }, (_, w) => w).filter((w) => all[r * n + w] < threshold);
        const list = out / 4 + r * 2 * capacity + skip;
        expect(p.heap.i32[p.counts / 4 + r]).toBe(near.length + skip);
        expect(Array.from(p.heap.u32.subarray(list, list + near.length))).toEqual(near.map((w) => 5000 + w));
        expect(Array.from(p.heap.f32.subarray(list + capacity, list + capacity + near.length))).toEqual(
          near.map((w) => all[r * n + w]),
        );
      }
    },
  );
});

test.each(shapes)('simd gives the bits of its plain twin: %i dimensions, %i rows, %i panels', (dim, rows, panels) => {
  const p = problem(dim, rows, panels);
  const n = panels * PANEL_WORDS;
  plainKernels(p.heap).distances(p.operands, MISSING, p.out, n);
  const plain = read(p, p.out, rows * n);
  p.heap.f32.fill(NaN, p.out / 4, p.out / 4 + rows * n);
  simdKernels(p.heap).distances(p.operands, MISSING, p.out, n);
  expect(read(p, p.out, rows * n)).toEqual(plain);
});

/** Entries, rows, stride, width: strips of 32, of 4 and of 1; none and repeated entries. */
const combinations = [
  [0, 3, 8, 8],
  [1, 1, 1, 1],
  [40, 9, 7, 7],
  [333, 50, 64, 64],
  [100, 60, 107, 103],
];

interface Combination {
  readonly heap: SharedHeap;
  readonly columns: number;
  readonly values: number;
  readonly rows: number;
  readonly out: number;
}

function combination(count: number, rowCount: number, stride: number, width: number): Combination {
  const random = seeded(count + width);
  const heap = SharedHeap.create();
  const [columns, values, rows, out] = [count, count, rowCount * stride, width].map((n) => heap.allocate(4 * n));
  for (let e = 0; e < count; e++) {
    heap.u32[columns / 4 + e] = Math.floor(random() * rowCount);
    heap.f32[values / 4 + e] = random() - 0.5;
  }
  for (let k = 0; k < rowCount * stride; k++) heap.f32[rows / 4 + k] = random() - 0.5;
  heap.f32.fill(NaN, out / 4, out / 4 + width);
  return { heap, columns, values, rows, out };
}

describe.each(variants)('%s kernels', (_name, create) => {
  test.each(combinations)('a sum of %i weighted rows of %i, %i apart, %i wide', (count, rowCount, stride, width) => {
    const { heap, columns, values, rows, out } = combination(count, rowCount, stride, width);
    create(heap).combineRows(columns, values, count, rows, stride, width, out);
    for (let k = 0; k < width; k++) {
      let sum = 0;
      for (let e = 0; e < count; e++) {
        sum += heap.f32[values / 4 + e] * heap.f32[rows / 4 + heap.u32[columns / 4 + e] * stride + k];
      }
      expect(heap.f32[out / 4 + k]).toBeCloseTo(sum, 5);
    }
  });
});

test.each(combinations)('simd sums %i rows of %i to the bits of its plain twin', (count, rowCount, stride, width) => {
  const { heap, columns, values, rows, out } = combination(count, rowCount, stride, width);
  plainKernels(heap).combineRows(columns, values, count, rows, stride, width, out);
  const plain = heap.f32.slice(out / 4, out / 4 + width);
  heap.f32.fill(NaN, out / 4, out / 4 + width);
  simdKernels(heap).combineRows(columns, values, count, rows, stride, width, out);
  expect(heap.f32.slice(out / 4, out / 4 + width)).toEqual(plain);
});

/** Documents, words, bytes of a count; documents have 0 to 12 words, one of them 300. */
const corpora = [
  [1, 5, 2],
  [40, 400, 2],
  [40, 400, 4],
];

interface Postings {
  readonly heap: SharedHeap;
  readonly operands: PostingOperands;
  readonly norms: number;
  readonly gain: number;
  readonly out: number;
  /** Word and count of each posting, by document. */
  readonly bags: [number, number][][];
}

function postings(documents: number, words: number, countBytes: number): Postings {
  const random = seeded(documents + countBytes);
  const bags = Array.from({ length: documents }, (_, d) => {
    const length = d === 7 ? 300 : Math.floor(random() * Math.min(13, words));
    const count = (): number => (countBytes === 2 ? 1 + Math.floor(random() * 65535) : Math.fround(random()));
    return Array.from({ length }, () => [Math.floor(random() * words), count()] as [number, number]);
  });
  const flat = bags.flat();
  const heap = SharedHeap.create();
  const [offsets, ids, counts, norms, gain, out] = [documents + 1, flat.length, flat.length, documents, words, documents].map(
    (n) => heap.allocate(4 * n),
  );
  const counted = countBytes === 2 ? new Uint16Array(heap.memory.buffer) : heap.f32;
  flat.forEach(([word, count], p) => {
    heap.u32[ids / 4 + p] = word;
    counted[counts / countBytes + p] = count;
  });
  let end = 0;
  bags.forEach((bag, d) => (heap.u32[offsets / 4 + d + 1] = end += bag.length));
  for (let d = 0; d < documents; d++) heap.f32[norms / 4 + d] = random();
  for (let w = 0; w < words; w++) heap.f32[gain / 4 + w] = random() < 0.3 ? random() : 0;
  heap.f32.fill(NaN, out / 4, out / 4 + documents);
  return { heap, operands: { offsets, words: ids, counts, countBytes, documents }, norms, gain, out, bags };
}

/** Sums of both passes, one after the other. */
function passes(p: Postings, create: (heap: SharedHeap) => Kernels): Float32Array[] {
  const kernels = create(p.heap);
  const read = (): Float32Array => p.heap.f32.slice(p.out / 4, p.out / 4 + p.operands.documents);
  kernels.addCounts(p.operands, p.gain, p.out);
  const counts = read();
  kernels.addSaturated(p.operands, p.norms, p.gain, p.out);
  return [counts, read()];
}

describe.each(variants)('%s kernels', (_name, create) => {
  test.each(corpora)('sums over the postings of %i documents, %i words, %i bytes a count', (documents, words, countBytes) => {
    const p = postings(documents, words, countBytes);
    const [counts, saturated] = passes(p, create);
    const gainOf = (word: number): number => p.heap.f32[p.gain / 4 + word];
    p.bags.forEach((bag, d) => {
      const norm = p.heap.f32[p.norms / 4 + d];
      const sum = bag.reduce((total, [word, count]) => total + count * gainOf(word), 0);
      const capped = bag.reduce((total, [word, count]) => total + (count / (count + norm)) * gainOf(word), 0);
      expect(counts[d] / (sum || 1)).toBeCloseTo(sum && 1, 6);
      expect(saturated[d]).toBeCloseTo(capped, 4);
    });
    expect(counts.some((sum) => sum > 0)).toBe(documents > 1);
  });
});

test.each(corpora)('simd sums postings of %i documents, %i words, %i bytes a count, to the bits of its twin', (...shape) => {
  const p = postings(...(shape as [number, number, number]));
  expect(passes(p, simdKernels)).toEqual(passes(p, plainKernels));
});

/** Lists of documents and codes by word: none, one, frequent, gaps longer than a byte holds and as long as they get. */
const LISTS: [doc: number, code: number][][] = [
  [],
  [[0, 0]],
  [[LISTED_DOCUMENTS - 1, 255]],
  Array.from({ length: 300 }, (_, k) => [k, k % 256]),
  [254, 255, 510, 766, 1021, 32000].map((doc, k) => [doc, 10 * k]),
];

function listed(create: (heap: SharedHeap) => Kernels): { counts: Float64Array; saturated: Float64Array } {
  const heap = SharedHeap.create();
  const [offsets, entries, values, words, gain, norms] = [24, 2048, 2048, 20, 20, 4 * LISTED_DOCUMENTS].map((n) =>
    heap.allocate(n),
  );
  const sums = [0, 0].map(() => heap.allocate(8 * LISTED_DOCUMENTS));
  const written = new Uint16Array(heap.memory.buffer, entries, 1024);
  let end = 0;
  LISTS.forEach((list, word) => {
    let last = -1;
    for (const [doc, code] of list) {
      end = writeEntries(written, end, doc - last, code);
      last = doc;
    }
    heap.u32[offsets / 4 + word + 1] = end;
  });
  heap.u32.set([0, 4, 2, 5, 3], words / 4);
  for (let code = 0; code < 256; code++) heap.f64[values / 8 + code] = valueOf(code);
  for (let word = 0; word < LISTS.length; word++) heap.f32[gain / 4 + word] = word + 1;
  for (let doc = 0; doc < LISTED_DOCUMENTS; doc++) heap.f32[norms / 4 + doc] = normOf(doc);
  const kernels = create(heap);
  const lists = { offsets, entries, values, known: LISTS.length, words, count: 5 };
  kernels.addListedCounts(lists, gain, sums[0]);
  kernels.addListedSaturated(lists, norms, gain, sums[1]);
  const [counts, saturated] = sums.map((at) => heap.f64.slice(at / 8, at / 8 + LISTED_DOCUMENTS));
  return { counts, saturated };
}

const valueOf = (code: number): number => 1 + code / 3;
const normOf = (doc: number): number => 1 + (doc % 7);

test.each(variants)('%s kernels add the wanted lists to the sums of their documents', (_name, create) => {
  const counts = new Float64Array(LISTED_DOCUMENTS);
  const saturated = new Float64Array(LISTED_DOCUMENTS);
  for (const word of [0, 2, 3, 4]) {
    for (const [doc, code] of LISTS[word]) {
      counts[doc] += valueOf(code) * (word + 1);
      saturated[doc] += (valueOf(code) / (valueOf(code) + normOf(doc))) * (word + 1);
    }
  }
  expect(listed(create)).toEqual({ counts, saturated });
});

/** Vectors that coarse codes fit badly: one coordinate far above the others, all alike, few levels, many zeros. */
const awkward: [string, (dim: number, random: () => number) => Float32Array][] = [
  ['spiky', (dim, random) => direction(dim, random).map((x, k) => (k === dim >> 1 ? 20 * dim : x))],
  ['flat', (dim, random) => new Float32Array(dim).map(() => (random() < 0.9 ? 1 : -1))],
  ['sparse', (dim, random) => new Float32Array(dim).map((_, k) => (k === 0 || random() < 0.05 ? 1 + random() : 0))],
];

describe.each(awkward)('%s vectors', (_name, draw) => {
  test.each([2, 37, 300, 1024, 4096])('of %i dimensions: no near word is passed over, whatever the threshold', (dim) => {
    const p = problem(dim, 5, 3, draw);
    const n = 3 * PANEL_WORDS;
    const kernels = simdKernels(p.heap);
    kernels.distances(p.operands, Infinity, p.out, n);
    const all = read(p, p.out, 5 * n);
    const out = p.heap.allocate(5 * (n + 1) * 8);
    const { counts, scratch } = p;
    // Each distance that occurs, and the next above it: a pair is as near to the threshold as can be.
    const found = new Set(all.filter((d) => d > 0 && d < Infinity));
    for (const d of [...found].slice(0, 40)) {
      for (const threshold of [d, Math.fround(d * (1 + 2 ** -23))]) {
        p.heap.i32.fill(0, counts / 4, counts / 4 + 5);
        kernels.near(p.operands, p.coarse, threshold, { firstWord: 0, counts, out, capacity: n + 1, scratch });
        const expected = Array.from({ length: 5 }, (_, r) => all.subarray(r * n, r * n + n).filter((x) => x < threshold).length);
        expect(Array.from(p.heap.i32.subarray(counts / 4, counts / 4 + 5))).toEqual(expected);
      }
    }
  });
});
