import { loadKernels } from '../kernels/load';
import type { Kernels } from '../kernels/kernels';
import { LISTED_DOCUMENTS } from '../kernels/list-entries';
import { addCounts, addSaturated } from '../kernels/postings';
import { SharedHeap } from '../kernels/shared-heap';
import type { Corpus, CorpusMemory } from '../text/corpus';
import type { ListedDocuments, PostingLists } from './posting-lists';
import type { WordGains } from './word-gains';

type Gains = Pick<WordGains, 'gain' | 'near'>;

/** One sum for every document, over all its postings; or a little more, never less. */
export interface PostingsPass {
  /** out[d] = sum of count * gain, for documents [from, to). */
  addCounts(gains: Gains, out: Float32Array, from: number, to: number): void;
  /** out[d] = sum of count / (count + norms[d]) * gain, for documents [from, to). */
  addSaturated(norms: Float32Array, gains: Gains, out: Float32Array, from: number, to: number): void;
}

/** Documents whose postings a kernel passes over in one call. */
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
    addCounts: ({ gain }, out, from, to) => addCounts(corpus, gain, out, from, to),
    addSaturated: (norms, { gain }, out, from, to) => addSaturated(corpus, norms, gain, out, from, to),
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
    for (const { values, bytes } of segments) this.heap.cover(values + bytes);
    this.kernels = loadKernels(this.heap);
  }

  addCounts(gains: Gains, out: Float32Array, from: number, to: number): void {
    this.add(undefined, gains, out, from, to);
  }

  addSaturated(norms: Float32Array, gains: Gains, out: Float32Array, from: number, to: number): void {
    this.add(norms, gains, out, from, to);
  }

  private add(norms: Float32Array | undefined, gains: Gains, out: Float32Array, from: number, to: number): void {
    const { offsets } = this.corpus;
    this.heap.f32.set(gains.gain, this.gain / 4);
    const near = this.enter(gains);
    let doc = from;
    if (near.postings < LISTED_SHARE * (offsets[to] - offsets[from])) {
      for (const segment of this.segments) {
        if (segment.from !== doc || segment.to > to) continue;
        this.addLists(segment, near.words, norms, out);
        doc = segment.to;
      }
    }
    for (; doc < to; doc += BLOCK) this.addPostings(doc, Math.min(doc + BLOCK, to), norms, out);
  }

  /** Notes the words that have a gain; returns their number and that of their postings. */
  private enter({ gain, near }: Gains): { words: number; postings: number } {
    const { u32 } = this.heap;
    const { df } = this.corpus;
    const first = this.near / 4;
    let postings = 0;
    if (near) {
      u32.set(near, first);
      for (let k = 0; k < near.length; k++) postings += df[near[k]];
      return { words: near.length, postings };
    }
    const bits = new Int32Array(gain.buffer, gain.byteOffset, gain.length);
    let next = first;
    // No branch, which would be guessed wrong at every third word: a place is written again until its word has a gain.
    for (let word = 0; word < bits.length; word++) {
      const has = -bits[word] >>> 31;
      u32[next] = word;
      next += has;
      postings += df[word] & -has;
    }
    return { words: next - first, postings };
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

  private addLists(segment: ListedDocuments, count: number, norms: Float32Array | undefined, out: Float32Array): void {
    const { from, to } = segment;
    const { f32, f64 } = this.heap;
    const first = this.sums / 8;
    f64.fill(0, first, first + to - from);
    const lists = { ...segment, known: segment.words, words: this.near, count };
    if (norms) {
      f32.set(norms.subarray(from, to), this.norms / 4);
      this.kernels.addListedSaturated(lists, this.norms, this.gain, this.sums);
    } else this.kernels.addListedCounts(lists, this.gain, this.sums);
    out.set(f64.subarray(first, first + to - from), from);
  }
}
