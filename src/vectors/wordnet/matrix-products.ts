import type { Kernels } from '../../kernels/kernels';
import { loadKernels } from '../../kernels/load';
import type { SharedHeap } from '../../kernels/shared-heap';
import type { SparseRows } from './sparse-rows';

/** A dense matrix by rows of `columnCount` values, at byte `start` of a shared heap. */
export interface DenseRows {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly start: number;
}

/** A matrix of zeros. */
export function denseRows(heap: SharedHeap, rowCount: number, columnCount: number): DenseRows {
  return { rowCount, columnCount, start: heap.allocate(4 * rowCount * columnCount) };
}

/** The values of rows [from, to), to read and to write. */
export function valuesOf(heap: SharedHeap, { columnCount, start, rowCount }: DenseRows, from = 0, to = rowCount): Float32Array {
  heap.cover(start + 4 * to * columnCount);
  return heap.f32.subarray(start / 4 + from * columnCount, start / 4 + to * columnCount);
}

/** Products of matrices in a heap, in single precision, for one of the threads that share it. */
export class MatrixProducts {
  private readonly kernels: Kernels;
  private readonly scratch = new Map<string, { start: number; length: number }>();

  constructor(readonly heap: SharedHeap) {
    this.kernels = loadKernels(heap);
  }

  /** Rows [from, to) of sparse x dense, written to `product`. */
  multiplySparse(sparse: SparseRows, dense: DenseRows, product: DenseRows, from: number, to: number): void {
    const { starts } = sparse;
    const width = dense.columnCount;
    const longest = longestRow(sparse, from, to);
    const columns = this.room('columns', longest);
    const values = this.room('values', longest);
    valuesOf(this.heap, dense);
    valuesOf(this.heap, product);
    for (let r = from; r < to; r++) {
      this.heap.u32.set(sparse.columns.subarray(starts[r], starts[r + 1]), columns / 4);
      this.heap.f32.set(sparse.values.subarray(starts[r], starts[r + 1]), values / 4);
      const out = product.start + 4 * r * width;
      this.kernels.combineRows(columns, values, starts[r + 1] - starts[r], dense.start, width, width, out);
    }
  }

  /** Rows [from, to) of [block, block, ...] x dense, written to `product`. */
  multiplyBlocks(blocks: readonly DenseRows[], dense: DenseRows, product: DenseRows, from: number, to: number): void {
    this.forEachProduct(blocks, dense, from, to, (row, start) => {
      this.heap.f32.copyWithin((product.start + 4 * row * product.columnCount) / 4, start / 4, start / 4 + dense.columnCount);
    });
  }

  /** target -= [block, block, ...] x dense in rows [from, to). */
  subtractBlocks(blocks: readonly DenseRows[], dense: DenseRows, target: DenseRows, from: number, to: number): void {
    const width = dense.columnCount;
    const rows = valuesOf(this.heap, target);
    this.forEachProduct(blocks, dense, from, to, (row, start) => {
      const { f32 } = this.heap;
      for (let k = 0; k < width; k++) rows[row * width + k] -= f32[start / 4 + k];
    });
  }

  /** Sum over rows [from, to) of [block, block, ...]^T right: a row for every column of the blocks. */
  crossProducts(blocks: readonly DenseRows[], right: DenseRows, from: number, to: number): Float32Array {
    const count = to - from;
    const width = right.columnCount;
    const every = this.ascending(count);
    const product = this.room('product', width);
    const column = this.room('values', count);
    valuesOf(this.heap, right);
    const sums = new Float32Array(blocks.reduce((sum, block) => sum + block.columnCount, 0) * width);
    let at = 0;
    for (const block of blocks) {
      const rows = valuesOf(this.heap, block, from, to);
      for (let c = 0; c < block.columnCount; c++, at += width) {
        const { f32 } = this.heap;
        for (let r = 0; r < count; r++) f32[column / 4 + r] = rows[r * block.columnCount + c];
        this.kernels.combineRows(every, column, count, right.start + 4 * from * width, width, width, product);
        sums.set(f32.subarray(product / 4, product / 4 + width), at);
      }
    }
    return sums;
  }

  /** Calls `visit` with every row of a product, and the byte offset at which it lies for the moment. */
  private forEachProduct(
    blocks: readonly DenseRows[],
    dense: DenseRows,
    from: number,
    to: number,
    visit: (row: number, start: number) => void,
  ): void {
    const width = dense.columnCount;
    const inner = dense.rowCount;
    const every = this.ascending(inner);
    const values = this.room('values', inner);
    const product = this.room('product', width);
    const rows = blocks.map((block) => valuesOf(this.heap, block));
    valuesOf(this.heap, dense);
    for (let r = from; r < to; r++) {
      let at = values / 4;
      blocks.forEach(({ columnCount }, b) => {
        this.heap.f32.set(rows[b].subarray(r * columnCount, (r + 1) * columnCount), at);
        at += columnCount;
      });
      this.kernels.combineRows(every, values, inner, dense.start, width, width, product);
      visit(r, product);
    }
  }

  /** Byte offset of 0, 1, 2, ... */
  private ascending(count: number): number {
    const start = this.room('ascending', count);
    for (let i = 0; i < count; i++) this.heap.u32[start / 4 + i] = i;
    return start;
  }

  /** Byte offset of this thread's own room for so many numbers, the same one for the same purpose. */
  private room(purpose: string, length: number): number {
    let room = this.scratch.get(purpose);
    if (room === undefined || room.length < length) {
      room = { start: this.heap.allocate(4 * length), length };
      this.scratch.set(purpose, room);
    }
    return room.start;
  }
}

function longestRow({ starts }: SparseRows, from: number, to: number): number {
  let longest = 0;
  for (let r = from; r < to; r++) longest = Math.max(longest, starts[r + 1] - starts[r]);
  return longest;
}
