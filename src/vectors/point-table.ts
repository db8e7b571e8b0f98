import { WordmoverError } from '../errors';
import { codeWord, coarsePanelBytes } from '../kernels/coarse';
import { PANEL_WORDS, rowBytes } from '../kernels/kernels';
import { distanceOf, dotOf } from '../kernels/plain';
import { SharedHeap } from '../kernels/shared-heap';
import { unitRow } from './unit-row';

/** Dimensions a vector may have. */
const MAX_DIM = 4096;
/** Words of one chunk. Chunks are added as the table grows and never move, so that other threads may go on reading. */
const CHUNK_WORDS = 1024;
export { CHUNK_WORDS };
const MAX_CHUNKS = 8192;
/** Room for the first thread that scans the table, so that a small table never grows its memory. */
const SCAN_ROOM = 2 * 2 ** 20;
/** Cosine distance of a right angle: where a word without a vector sits, if nothing else is said. */
export const RIGHT_ANGLE_DISTANCE = Math.fround(Math.SQRT2);

/** What another thread needs to see the first `size` words of a table; can be posted to it. */
export interface SharedPoints {
  readonly memory: WebAssembly.Memory;
  readonly directory: number;
  readonly dim: number;
  readonly size: number;
  readonly knownEnd: number;
}

/**
 * Unit vectors by word id: the points of an index's vocabulary. Grows, never shrinks. A word may have no vector. Lies in
 * shared memory as the kernels read them, a chunk of words at a time: their rows, each with its squared norm (Infinity for a
 * word without a vector), then their coarse codes, a quarter of the rows' bytes.
 */
export class PointTable {
  readonly heap: SharedHeap;
  private readonly directory: number;
  private readonly rowFloats: number;
  /** Element offset of each chunk. */
  private readonly chunks: number[] = [];
  private readonly isView: boolean;
  private readonly scratch: Float32Array;
  private count = 0;
  private afterKnown = 0;

  /** @param dim 1 to 4096. INVALID_VECTORS otherwise. */
  constructor(
    readonly dim: number,
    shared?: SharedPoints,
  ) {
    if (!Number.isInteger(dim) || dim < 1 || dim > MAX_DIM) {
      throw new WordmoverError('INVALID_VECTORS', `a vector has 1 to ${MAX_DIM} dimensions, not ${dim}`);
    }
    this.rowFloats = rowBytes(dim) / 4;
    this.heap = shared ? new SharedHeap(shared.memory) : SharedHeap.create(MAX_CHUNKS * 4 + this.chunkBytes + SCAN_ROOM);
    this.scratch = new Float32Array(dim);
    this.isView = shared !== undefined;
    this.directory = shared?.directory ?? this.heap.allocate(MAX_CHUNKS * 4);
    if (shared) this.openChunks(shared);
  }

  /** The same words in another thread, as they were when shared: later words stay out of sight, nothing can be appended. */
  static fromShared(shared: SharedPoints): PointTable {
    return new PointTable(shared.dim, shared);
  }

  share(): SharedPoints {
    return { memory: this.heap.memory, directory: this.directory, dim: this.dim, size: this.count, knownEnd: this.afterKnown };
  }

  /** Number of words, with and without a vector: ids are below it. */
  get size(): number {
    return this.count;
  }

  /** No word from this id on has a vector. */
  get knownEnd(): number {
    return this.afterKnown;
  }

  /** Adds a word and returns its id. A row is brought to unit length if it isn't; INVALID_VECTORS if it can't be. */
  append(row: Float32Array | null): number {
    if (this.isView) throw new Error('a shared view of a point table cannot grow: append to the table it was taken from');
    const id = this.count;
    if (row) unitRow(row, this.scratch, `the vector of word ${id}`);
    if (id % CHUNK_WORDS === 0) this.addChunk();
    const { f32 } = this.heap;
    const start = this.elementOf(id);
    if (row) f32.set(this.scratch, start);
    f32[this.normOf(start)] = row ? dotOf(f32, start, start, this.dim) : Infinity;
    codeWord(this.heap, this.coarsePanelOf(id), id % PANEL_WORDS, row ? this.scratch : null, this.dim);
    if (row) this.afterKnown = id + 1;
    return this.count++;
  }

  /** Whether the word has a vector. */
  has(id: number): boolean {
    return this.squaredNorm(id) !== Infinity;
  }

  /** Copies a word's unit vector, zeros if it has none; returns whether it has one. */
  row(id: number, out: Float32Array): boolean {
    const start = this.elementOf(this.checked(id));
    out.set(this.heap.f32.subarray(start, start + this.dim));
    return this.has(id);
  }

  /** Squared length as the kernels use it: 1 but for rounding, Infinity for a word without a vector. */
  squaredNorm(id: number): number {
    return this.heap.f32[this.normOf(this.elementOf(this.checked(id)))];
  }

  /** Euclidean distance of two words' unit vectors, as the kernels compute it; `missing` where one of them has none. */
  between(a: number, b: number, missing = RIGHT_ANGLE_DISTANCE): number {
    if (a === b) return 0;
    return distanceOf(this.squaredNorm(a), this.squaredNorm(b), this.dot(a, b), missing);
  }

  /** Bytes of all rows and codes. */
  get bytes(): number {
    return this.chunks.length * this.chunkBytes;
  }

  /** Byte offset of the word's row. */
  rowOf(id: number): number {
    return this.elementOf(id) * 4;
  }

  /** Byte offset of the panel of coarse codes that holds the word's. */
  coarsePanelOf(id: number): number {
    const within = id % CHUNK_WORDS;
    const rows = this.chunks[(id - within) / CHUNK_WORDS] * 4;
    return rows + CHUNK_WORDS * rowBytes(this.dim) + Math.floor(within / PANEL_WORDS) * coarsePanelBytes(this.dim);
  }

  private get chunkBytes(): number {
    return CHUNK_WORDS * rowBytes(this.dim) + (CHUNK_WORDS / PANEL_WORDS) * coarsePanelBytes(this.dim);
  }

  private dot(a: number, b: number): number {
    return dotOf(this.heap.f32, this.elementOf(a), this.elementOf(b), this.dim);
  }

  private elementOf(id: number): number {
    const within = id % CHUNK_WORDS;
    return this.chunks[(id - within) / CHUNK_WORDS] + within * this.rowFloats;
  }

  /** Where the squared norm of the row that starts at this element is. */
  private normOf(start: number): number {
    return start + this.rowFloats - 4;
  }

  private checked(id: number): number {
    if (!(id >= 0 && id < this.count)) throw new RangeError(`word ${id} is not in the table of ${this.count} words`);
    return id;
  }

  private addChunk(): void {
    const number = this.chunks.length;
    try {
      if (number === MAX_CHUNKS) throw new RangeError(`${MAX_CHUNKS * CHUNK_WORDS} words`);
      this.chunks.push(this.heap.allocate(this.chunkBytes) / 4);
    } catch (cause) {
      const message = `no room for more than ${this.count} words of ${this.dim} dimensions in one index: split it, or use shorter vectors`;
      throw new WordmoverError('LIMIT_EXCEEDED', message, { cause });
    }
    this.heap.u32[this.directory / 4 + number] = this.chunks[number];
  }

  private openChunks({ size, knownEnd }: SharedPoints): void {
    const chunks = Math.ceil(size / CHUNK_WORDS);
    this.heap.cover(this.directory + chunks * 4);
    for (let c = 0; c < chunks; c++) this.chunks.push(this.heap.u32[this.directory / 4 + c]);
    this.heap.cover(this.chunks.reduce((end, start) => Math.max(end, start * 4 + this.chunkBytes), 0));
    this.count = size;
    this.afterKnown = knownEnd;
  }
}
