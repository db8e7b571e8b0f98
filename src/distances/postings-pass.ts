import { loadKernels } from '../kernels/load';
import type { Kernels } from '../kernels/kernels';
import { LISTED_DOCUMENTS } from '../kernels/posting-lists';
import { addCounts, addSaturated } from '../kernels/postings';
import { SharedHeap } from '../kernels/shared-heap';
import type { Corpus, CorpusMemory } from '../text/corpus';
import type { ListedDocuments, PostingLists } from './posting-lists';

/** One sum for every document, over all its postings; or a little more, never less. */
export interface PostingsPass {
  /** out[d] = sum of count * gain[word], for documents [from, to). */
  addCounts(gain: Float32Array, out: Float32Array, from: number, to: number): void;
  /** out[d] = sum of count / (count + norms[d]) * gain[word], for documents [from, to). */
  addSaturated(norms: Float32Array, gain: Float32Array, out: Float32Array, from: number, to: number): void;
}

/** Postings that a kernel passes over between two looks at their sums. */
const BLOCK = 4096;
/** With more than this share of the postings in the lists of near words, a pass over all is faster. */
const LISTED_SHARE = 0.2;

/**
 * By the kernels where the corpus lies in memory that they can read; by lists, in which counts are rounded up, where these are and
 * few postings are of words with a gain. One per thread.
 */
export function postingsPass(corpus: Corpus, lists?: PostingLists): PostingsPass {
  if (corpus.memory) return new KernelPass(corpus, corpus.memory, lists?.segments ?? []);
  return {
    addCounts: (gain, out, from, to) => addCounts(corpus, gain, out, from, to),
    addSaturated: (norms, gain, out, from, to) => addSaturated(corpus, norms, gain, out, from, to),
  };
}

class KernelPass implements PostingsPass {
  private readonly heap: SharedHeap;
  private readonly kernels: Kernels;
  /** Byte offsets: sums and norms of documents, gains by word, words with a gain. */
  private readonly sums: number;
  private readonly norms: number;
  private readonly gain: number;
  private readonly near: number;
  private nearCount = 0;

  constructor(
    private readonly corpus: Corpus,
    { memory, end }: CorpusMemory,
    private readonly segments: readonly ListedDocuments[],
  ) {
    const words = corpus.df.length;
    this.heap = new SharedHeap(memory, end);
    // As long as the memory lives its vocabulary has this much room, so every pass of the thread may have the same region.
    this.sums = this.heap.ofThread(12 * LISTED_DOCUMENTS + 8 * words);
    this.norms = this.sums + 8 * LISTED_DOCUMENTS;
    this.gain = this.norms + 4 * LISTED_DOCUMENTS;
    this.near = this.gain + 4 * words;
    for (const { offsets, bytes } of segments) this.heap.cover(offsets + bytes);
    this.kernels = loadKernels(this.heap);
  }

  addCounts(gain: Float32Array, out: Float32Array, from: number, to: number): void {
    this.add(undefined, gain, out, from, to);
  }

  addSaturated(norms: Float32Array, gain: Float32Array, out: Float32Array, from: number, to: number): void {
    this.add(norms, gain, out, from, to);
  }

  private add(norms: Float32Array | undefined, gain: Float32Array, out: Float32Array, from: number, to: number): void {
    const { offsets } = this.corpus;
    const listed = this.enter(gain);
    let doc = from;
    if (listed < LISTED_SHARE * (offsets[to] - offsets[from])) {
      for (const segment of this.segments) {
        if (segment.from !== doc || segment.to > to) continue;
        this.addLists(segment, norms, out);
        doc = segment.to;
      }
    }
    for (; doc < to; doc += BLOCK) this.addPostings(doc, Math.min(doc + BLOCK, to), norms, out);
  }

  /** Notes gains and the words that have one; returns the number of postings of these. */
  private enter(gain: Float32Array): number {
    const { f32, u32 } = this.heap;
    const { df } = this.corpus;
    f32.set(gain, this.gain / 4);
    const bits = new Int32Array(gain.buffer, gain.byteOffset, gain.length);
    const first = this.near / 4;
    let next = first;
    let listed = 0;
    // No branch: near words are a few here and there. A place is written again until its word has a gain.
    for (let word = 0; word < bits.length; word++) {
      const has = -bits[word] >>> 31;
      u32[next] = word;
      next += has;
      listed += df[word] & -has;
    }
    this.nearCount = next - first;
    return listed;
  }

  private addPostings(from: number, to: number, norms: Float32Array | undefined, out: Float32Array): void {
    const { offsets, words, counts } = this.corpus;
    const postings = {
      offsets: offsets.byteOffset + 4 * from,
      words: words.byteOffset,
      counts: counts.byteOffset,
      countBytes: counts.BYTES_PER_ELEMENT,
      documents: to - from,
    };
    if (norms) {
      this.heap.f32.set(norms.subarray(from, to), this.norms / 4);
      this.kernels.addSaturated(postings, this.norms, this.gain, this.sums);
    } else this.kernels.addCounts(postings, this.gain, this.sums);
    const first = this.sums / 4;
    out.set(this.heap.f32.subarray(first, first + to - from), from);
  }

  private addLists(segment: ListedDocuments, norms: Float32Array | undefined, out: Float32Array): void {
    const { from, to } = segment;
    const { f32, f64 } = this.heap;
    const first = this.sums / 8;
    f64.fill(0, first, first + to - from);
    const lists = { ...segment, words: this.near, count: this.nearBelow(segment.words) };
    if (norms) {
      f32.set(norms.subarray(from, to), this.norms / 4);
      this.kernels.addListedSaturated(lists, this.norms, this.gain, this.sums);
    } else this.kernels.addListedCounts(lists, this.gain, this.sums);
    out.set(f64.subarray(first, first + to - from), from);
  }

  /** Near words among the first `words`: those of an earlier vocabulary. */
  private nearBelow(words: number): number {
    const { u32 } = this.heap;
    let count = this.nearCount;
    while (count > 0 && u32[this.near / 4 + count - 1] >= words) count--;
    return count;
  }
}
