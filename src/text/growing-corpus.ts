import { WordmoverError } from '../errors';
import type { Corpus } from './corpus';
import { capacityOf, corpusArrays, type CorpusArrays, type CorpusCapacity } from './corpus-arrays';
import { grownCapacity } from './shared-array';

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
  private arrays: CorpusArrays = corpusArrays({ documents: 64, postings: 1024, words: 1024, countBytes: 2 });

  /** Goes on from a corpus that was restored or received. Its arrays are taken over, not copied: one owner appends to them. */
  static adopt(corpus: Corpus): GrowingCorpus {
    const { size, live, vocabularySize, ...arrays } = corpus;
    const adopted = new GrowingCorpus();
    Object.assign(adopted, { size, live, vocabularySize, arrays, postings: arrays.offsets[size] });
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
    if (this.arrays.counts.BYTES_PER_ELEMENT === 2 && !fitUint16(counts)) this.move({ countBytes: 4 });
    const { df, offsets, lengths } = this.arrays;
    this.arrays.words.set(words, this.postings);
    this.arrays.counts.set(counts, this.postings);
    for (let i = 0; i < n; i++) df[words[i]]++;
    const doc = this.size++;
    this.postings += n;
    offsets[this.size] = this.postings;
    lengths[doc] = length;
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
    const { removed, offsets, words, df } = this.arrays;
    removed[doc] = 1;
    this.live--;
    for (let p = offsets[doc]; p < offsets[doc + 1]; p++) df[words[p]]--;
  }

  has(doc: number): boolean {
    return Number.isInteger(doc) && doc >= 0 && doc < this.size && this.arrays.removed[doc] === 0;
  }

  /** The corpus as it stands, without a copy. Removals and df of later changes may show through; new documents do not. */
  view(): Corpus {
    const { size, vocabularySize, live, arrays } = this;
    return { size, vocabularySize, live, ...arrays };
  }

  /** Room for so many documents and postings in all, so that a known load grows only once. */
  reserve(documents: number, postings: number): void {
    const capacity = capacityOf(this.arrays);
    if (documents <= capacity.documents && postings <= capacity.postings) return;
    this.move({
      documents: grownCapacity(capacity.documents, documents),
      postings: grownCapacity(capacity.postings, postings),
    });
  }

  /** Words are never taken back: ids up to `size` are known from here on, with df 0 until a document holds them. */
  growVocabulary(size: number): void {
    const { words } = capacityOf(this.arrays);
    if (size > words) this.move({ words: grownCapacity(words, size) });
    this.vocabularySize = Math.max(this.vocabularySize, size);
  }

  /**
   * Drop the postings of removed documents and number the rest anew, in the same order. Earlier views keep their memory.
   * Returns the new number of every old document, REMOVED where it is gone.
   */
  compact(): Uint32Array {
    const { removed, offsets, words, counts } = this.arrays;
    const renumbering = new Uint32Array(this.size).fill(REMOVED);
    const kept = new GrowingCorpus();
    kept.reserve(this.live, this.livePostings());
    kept.growVocabulary(this.vocabularySize);
    for (let doc = 0; doc < this.size; doc++) {
      if (removed[doc] === 1) continue;
      const [start, end] = [offsets[doc], offsets[doc + 1]];
      renumbering[doc] = kept.append(words.subarray(start, end), counts.subarray(start, end));
    }
    Object.assign(this, kept);
    return renumbering;
  }

  private livePostings(): number {
    const { removed, offsets } = this.arrays;
    let sum = 0;
    for (let doc = 0; doc < this.size; doc++) if (removed[doc] === 0) sum += offsets[doc + 1] - offsets[doc];
    return sum;
  }

  /** To arrays of another capacity. */
  private move(change: Partial<CorpusCapacity>): void {
    const { arrays, size, postings, vocabularySize } = this;
    const moved = corpusArrays({ ...capacityOf(arrays), ...change });
    moved.offsets.set(arrays.offsets.subarray(0, size + 1));
    moved.lengths.set(arrays.lengths.subarray(0, size));
    moved.removed.set(arrays.removed.subarray(0, size));
    moved.words.set(arrays.words.subarray(0, postings));
    moved.counts.set(arrays.counts.subarray(0, postings));
    moved.df.set(arrays.df.subarray(0, vocabularySize));
    this.arrays = moved;
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
