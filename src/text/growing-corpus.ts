import { WordmoverError } from '../errors';
import type { Corpus } from './corpus';
import { grownCapacity, sharedFloat32, sharedUint16, sharedUint32, sharedUint8 } from './shared-array';

/** Stands for "no such document any more" in the renumbering that `compact` returns. */
export const REMOVED = 0xffffffff;

const MAX_UINT16 = 0xffff;

/**
 * The corpus while documents come and go. Postings are only ever appended, so a view taken earlier stays valid
 * while later documents arrive; growing moves to new buffers and leaves the old ones to their views.
 */
export class GrowingCorpus {
  private size = 0;
  private postings = 0;
  private live = 0;
  private vocabularySize = 0;
  private offsets = sharedUint32(65);
  private lengths = sharedFloat32(64);
  private removed = sharedUint8(64);
  private words = sharedUint32(1024);
  private counts: Uint16Array | Float32Array = sharedUint16(1024);
  private df = sharedUint32(1024);

  /** Goes on from a corpus that was restored or received. Its arrays are taken over, not copied: one owner appends to them. */
  static adopt(corpus: Corpus): GrowingCorpus {
    const adopted = new GrowingCorpus();
    Object.assign(adopted, corpus, { postings: corpus.offsets[corpus.size] });
    return adopted;
  }

  /**
   * Add a document: word ids strictly ascending, counts positive, of the same length (none for an empty document).
   * Returns its number. Throws INVALID_INPUT and changes nothing where they are not so.
   */
  append(words: Uint32Array, counts: ArrayLike<number>): number {
    const length = checkedLength(words, counts);
    const n = words.length;
    this.reserve(this.size + 1, this.postings + n);
    if (n > 0) this.growVocabulary(words[n - 1] + 1);
    if (this.counts.BYTES_PER_ELEMENT === 2 && !fitUint16(counts)) this.widenCounts();
    const { df } = this;
    this.words.set(words, this.postings);
    this.counts.set(counts, this.postings);
    for (let i = 0; i < n; i++) df[words[i]]++;
    const doc = this.size++;
    this.postings += n;
    this.offsets[this.size] = this.postings;
    this.lengths[doc] = length;
    this.live++;
    return doc;
  }

  /** Mark a document as removed and take it out of df. Throws UNKNOWN_DOCUMENT for one that is not there. */
  remove(doc: number): void {
    if (!this.has(doc)) {
      throw new WordmoverError(
        'UNKNOWN_DOCUMENT',
        `no document ${doc} to remove: the corpus has ${this.size}, or it was removed before`,
      );
    }
    this.removed[doc] = 1;
    this.live--;
    const end = this.offsets[doc + 1];
    for (let p = this.offsets[doc]; p < end; p++) this.df[this.words[p]]--;
  }

  has(doc: number): boolean {
    return Number.isInteger(doc) && doc >= 0 && doc < this.size && this.removed[doc] === 0;
  }

  /** The corpus as it stands, without a copy. Removals and df of later changes may show through; new documents do not. */
  view(): Corpus {
    const { size, offsets, words, counts, lengths, removed, df, vocabularySize, live } = this;
    return { size, offsets, words, counts, lengths, removed, df, vocabularySize, live };
  }

  /** Room for so many documents and postings in all, so that a known load grows only once. */
  reserve(documents: number, postings: number): void {
    const capacity = this.lengths.length;
    if (documents > capacity) {
      const grown = grownCapacity(capacity, documents);
      this.offsets = copied(sharedUint32(grown + 1), this.offsets);
      this.lengths = copied(sharedFloat32(grown), this.lengths);
      this.removed = copied(sharedUint8(grown), this.removed);
    }
    if (postings > this.words.length) {
      const grown = grownCapacity(this.words.length, postings);
      this.words = copied(sharedUint32(grown), this.words);
      this.counts = copied(this.counts.BYTES_PER_ELEMENT === 2 ? sharedUint16(grown) : sharedFloat32(grown), this.counts);
    }
  }

  /** Words are never taken back: ids up to `size` are known from here on, with df 0 until a document holds them. */
  growVocabulary(size: number): void {
    if (size > this.df.length) this.df = copied(sharedUint32(grownCapacity(this.df.length, size)), this.df);
    this.vocabularySize = Math.max(this.vocabularySize, size);
  }

  /**
   * Drop the postings of removed documents and number the rest anew, in the same order. Earlier views keep their memory.
   * Returns the new number of every old document, REMOVED where it is gone.
   */
  compact(): Uint32Array {
    const renumbering = new Uint32Array(this.size).fill(REMOVED);
    const kept = new GrowingCorpus();
    kept.reserve(this.live, this.livePostings());
    kept.growVocabulary(this.vocabularySize);
    for (let doc = 0; doc < this.size; doc++) {
      if (this.removed[doc] === 1) continue;
      const start = this.offsets[doc];
      const end = this.offsets[doc + 1];
      renumbering[doc] = kept.append(this.words.subarray(start, end), this.counts.subarray(start, end));
    }
    Object.assign(this, kept);
    return renumbering;
  }

  private livePostings(): number {
    let sum = 0;
    for (let doc = 0; doc < this.size; doc++) {
      if (this.removed[doc] === 0) sum += this.offsets[doc + 1] - this.offsets[doc];
    }
    return sum;
  }

  private widenCounts(): void {
    this.counts = copied(sharedFloat32(this.counts.length), this.counts);
  }
}

/** Sum of the counts, once words and counts are known to be a bag of words. */
function checkedLength(words: Uint32Array, counts: ArrayLike<number>): number {
  const n = words.length;
  if (counts.length !== n)
    throw new WordmoverError('INVALID_INPUT', `${n} words but ${counts.length} counts: give one count a word`);
  let length = 0;
  for (let i = 0; i < n; i++) {
    if (i > 0 && words[i] <= words[i - 1]) {
      throw new WordmoverError('INVALID_INPUT', `word ${words[i]} after ${words[i - 1]}: give every word once, ids ascending`);
    }
    if (!(counts[i] > 0))
      throw new WordmoverError('INVALID_INPUT', `count ${counts[i]} of word ${words[i]}: counts must be positive`);
    length += counts[i];
  }
  if (!(length < Infinity))
    throw new WordmoverError('INVALID_INPUT', 'the counts of a document add up to Infinity: scale them down');
  return length;
}

function fitUint16(counts: ArrayLike<number>): boolean {
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > MAX_UINT16 || counts[i] !== Math.floor(counts[i])) return false;
  }
  return true;
}

function copied<A extends Uint8Array | Uint16Array | Uint32Array | Float32Array>(target: A, source: ArrayLike<number>): A {
  target.set(source);
  return target;
}
