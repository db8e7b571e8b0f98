import { loadKernels } from '../kernels/load';
import type { Kernels } from '../kernels/kernels';
import { addCounts, addSaturated } from '../kernels/postings';
import { SharedHeap } from '../kernels/shared-heap';
import type { Corpus, CorpusMemory } from '../text/corpus';

/** One sum for every document, over all its postings. */
export interface PostingsPass {
  /** out[d] = sum of count * gain[word], for documents [from, to). */
  addCounts(gain: Float32Array, out: Float32Array, from: number, to: number): void;
  /** out[d] = sum of count / (count + norms[d]) * gain[word], for documents [from, to). */
  addSaturated(norms: Float32Array, gain: Float32Array, out: Float32Array, from: number, to: number): void;
}

/** Documents whose norms and sums a thread has room for beside the corpus. */
const BLOCK = 4096;

/** By the kernels where the corpus lies in memory that they can read. One per thread. */
export function postingsPass(corpus: Corpus): PostingsPass {
  if (corpus.memory) return new KernelPass(corpus, corpus.memory);
  return {
    addCounts: (gain, out, from, to) => addCounts(corpus, gain, out, from, to),
    addSaturated: (norms, gain, out, from, to) => addSaturated(corpus, norms, gain, out, from, to),
  };
}

class KernelPass implements PostingsPass {
  private readonly heap: SharedHeap;
  private readonly kernels: Kernels;
  /** Byte offsets. */
  private readonly sums: number;
  private readonly norms: number;
  private readonly gain: number;

  constructor(
    private readonly corpus: Corpus,
    { memory, end }: CorpusMemory,
  ) {
    this.heap = new SharedHeap(memory, end);
    // As long as the memory lives its vocabulary has this much room, so every pass of the thread may have the same region.
    this.sums = this.heap.ofThread(4 * (2 * BLOCK + corpus.df.length));
    this.norms = this.sums + 4 * BLOCK;
    this.gain = this.norms + 4 * BLOCK;
    this.kernels = loadKernels(this.heap);
  }

  addCounts(gain: Float32Array, out: Float32Array, from: number, to: number): void {
    this.heap.f32.set(gain, this.gain / 4);
    for (let doc = from; doc < to; doc += BLOCK) {
      const end = Math.min(doc + BLOCK, to);
      this.kernels.addCounts(this.postings(doc, end), this.gain, this.sums);
      this.copySums(out, doc, end);
    }
  }

  addSaturated(norms: Float32Array, gain: Float32Array, out: Float32Array, from: number, to: number): void {
    this.heap.f32.set(gain, this.gain / 4);
    for (let doc = from; doc < to; doc += BLOCK) {
      const end = Math.min(doc + BLOCK, to);
      this.heap.f32.set(norms.subarray(doc, end), this.norms / 4);
      this.kernels.addSaturated(this.postings(doc, end), this.norms, this.gain, this.sums);
      this.copySums(out, doc, end);
    }
  }

  private postings(from: number, to: number): Parameters<Kernels['addCounts']>[0] {
    const { offsets, words, counts } = this.corpus;
    return {
      offsets: offsets.byteOffset + 4 * from,
      words: words.byteOffset,
      counts: counts.byteOffset,
      countBytes: counts.BYTES_PER_ELEMENT,
      documents: to - from,
    };
  }

  private copySums(out: Float32Array, from: number, to: number): void {
    const first = this.sums / 4;
    out.set(this.heap.f32.subarray(first, first + to - from), from);
  }
}
