import { CountCodes, entriesOf, LISTED_DOCUMENTS, writeEntries } from '../kernels/list-entries';
import { SharedHeap } from '../kernels/shared-heap';
import type { Corpus, CorpusMemory } from '../text/corpus';

/** Lists by word of documents [from, to), at byte offsets of the corpus's memory. */
export interface ListedDocuments {
  readonly from: number;
  readonly to: number;
  /** Words that there are lists of. */
  readonly words: number;
  readonly values: number;
  readonly offsets: number;
  readonly entries: number;
  /** Of all three, which lie one behind the other. */
  readonly bytes: number;
}

/**
 * The postings turned round: for every word its documents, with counts rounded up to a byte; about 2.3 bytes a posting. For queries
 * of few words, whose near words few documents hold (Zobel, Moffat 2006). Plain data: can be posted with the corpus.
 */
export interface PostingLists {
  readonly memory: CorpusMemory;
  /** One after the other from document 0; documents behind the last are in no list yet. */
  readonly segments: readonly ListedDocuments[];
}

/** Fewer documents than this are not worth lists. */
const FEW_DOCUMENTS = 1024;

/**
 * Lists of a corpus that kernels can read, none of another. Goes on from lists of an earlier view in the same memory: when as many
 * documents as have lists have come since, they get lists too, so that no list is ever written again.
 */
export function postingLists(corpus: Corpus, earlier?: PostingLists): PostingLists | undefined {
  const { memory, size } = corpus;
  if (!memory) return undefined;
  const segments = earlier?.memory.memory === memory.memory ? [...earlier.segments] : [];
  const heap = new SharedHeap(memory.memory, memory.end);
  for (;;) {
    const from = segments.at(-1)?.to ?? 0;
    if (size - from < Math.min(LISTED_DOCUMENTS, Math.max(FEW_DOCUMENTS, from))) break;
    const segment = listDocuments(heap, corpus, from, Math.min(from + LISTED_DOCUMENTS, size));
    if (!segment) break;
    segments.push(segment);
  }
  return { memory, segments };
}

/** Nothing where the counts cannot be coded or the memory is full. */
function listDocuments(heap: SharedHeap, corpus: Corpus, from: number, to: number): ListedDocuments | undefined {
  const { offsets, counts, vocabularySize } = corpus;
  const codes = new CountCodes(largest(counts, offsets[from], offsets[to]));
  const values = codes.values();
  if (values.at(-1) === Infinity) return undefined;
  const starts = entryStarts(corpus, from, to);
  const length = starts[vocabularySize];
  const bytes = values.byteLength + starts.byteLength + 2 * length;
  const at = allocate(heap, bytes);
  if (at === undefined) return undefined;
  const place = { values: at, offsets: at + values.byteLength, entries: at + values.byteLength + starts.byteLength };
  heap.f64.set(values, place.values / 8);
  heap.u32.set(starts, place.offsets / 4);
  fill(corpus, from, to, codes, starts, new Uint16Array(heap.memory.buffer, place.entries, length));
  return { from, to, words: vocabularySize, bytes, ...place };
}

function largest(counts: Corpus['counts'], from: number, to: number): number {
  let most = 0;
  for (let p = from; p < to; p++) if (counts[p] > most) most = counts[p];
  return most;
}

/** Where each word's entries begin; one more tells where they end. */
function entryStarts({ offsets, words, vocabularySize }: Corpus, from: number, to: number): Uint32Array {
  const starts = new Uint32Array(vocabularySize + 1);
  const next = new Int32Array(vocabularySize).fill(-1);
  for (let doc = from; doc < to; doc++) {
    const at = doc - from;
    for (let p = offsets[doc], end = offsets[doc + 1]; p < end; p++) {
      const word = words[p];
      starts[word] += entriesOf(at - next[word]);
      next[word] = at;
    }
  }
  let sum = 0;
  for (let word = 0; word <= vocabularySize; word++) {
    const entries = starts[word];
    starts[word] = sum;
    sum += entries;
  }
  return starts;
}

/** Uses up the starts. */
function fill(
  { offsets, words, counts, vocabularySize }: Corpus,
  from: number,
  to: number,
  codes: CountCodes,
  starts: Uint32Array,
  entries: Uint16Array,
): void {
  const last = new Int32Array(vocabularySize).fill(-1);
  for (let doc = from; doc < to; doc++) {
    const at = doc - from;
    for (let p = offsets[doc], end = offsets[doc + 1]; p < end; p++) {
      const word = words[p];
      starts[word] = writeEntries(entries, starts[word], at - last[word], codes.code(counts[p]));
      last[word] = at;
    }
  }
}

function allocate(heap: SharedHeap, bytes: number): number | undefined {
  try {
    return heap.allocate(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
