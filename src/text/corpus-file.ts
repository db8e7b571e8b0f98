import { WordmoverError } from '../errors';
import type { Corpus } from './corpus';
import { fnv1aWords } from './hash';
import { corpusArrays } from './corpus-arrays';

/** "WMCO" as a little-endian number. */
const MAGIC = 0x4f434d57;
const VERSION = 1;
const HEADER = { magic: 0, version: 1, checksum: 2, size: 3, postings: 4, vocabulary: 5, countBytes: 6 } as const;
const HEADER_BYTES = 32;

type Section = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** A corpus in one flat buffer: header, offsets, lengths, df, words, counts, removed marks; little-endian, each section on 4 bytes. */
export function saveCorpus(corpus: Corpus): Uint8Array {
  const sections = usedSections(corpus);
  const bytes = new Uint8Array(sections.reduce((sum, section) => sum + padded(section.byteLength), HEADER_BYTES));
  let at = HEADER_BYTES;
  for (const section of sections) {
    bytes.set(bytesOf(section), at);
    at += padded(section.byteLength);
  }
  const header = new Uint32Array(bytes.buffer, 0, HEADER_BYTES / 4);
  header[HEADER.magic] = MAGIC;
  header[HEADER.version] = VERSION;
  header[HEADER.size] = corpus.size;
  header[HEADER.postings] = corpus.offsets[corpus.size];
  header[HEADER.vocabulary] = corpus.vocabularySize;
  header[HEADER.countBytes] = corpus.counts.BYTES_PER_ELEMENT;
  header[HEADER.checksum] = checksumOf(bytes);
  return bytes;
}

/**
 * The corpus that `saveCorpus` wrote, in shared memory of its own. Throws CORRUPT_INDEX for bytes that are cut off, changed or
 * of another kind, INCOMPATIBLE_INDEX for another version's.
 */
export function restoreCorpus(saved: Uint8Array): Corpus {
  const bytes = saved.byteOffset % 4 === 0 ? saved : saved.slice();
  const header = checkedHeader(bytes);
  const size = header[HEADER.size];
  const postings = header[HEADER.postings];
  const vocabularySize = header[HEADER.vocabulary];
  const countBytes = header[HEADER.countBytes] === 2 ? 2 : 4;
  const arrays = corpusArrays({ documents: size, postings, words: vocabularySize, countBytes });
  const corpus = { ...arrays, size, vocabularySize, live: 0 };
  let at = HEADER_BYTES;
  for (const section of usedSections({ ...corpus, postings })) {
    bytesOf(section).set(bytes.subarray(at, at + section.byteLength));
    at += padded(section.byteLength);
  }
  checkPostings(corpus);
  for (const removed of corpus.removed) corpus.live += 1 - removed;
  return corpus;
}

/** In the order of the file, each cut to what is used. */
function usedSections(corpus: Corpus & { postings?: number }): Section[] {
  const { size, offsets, lengths, df, words, counts, removed, vocabularySize } = corpus;
  const postings = corpus.postings ?? offsets[size];
  return [
    offsets.subarray(0, size + 1),
    lengths.subarray(0, size),
    df.subarray(0, vocabularySize),
    words.subarray(0, postings),
    counts.subarray(0, postings),
    removed.subarray(0, size),
  ];
}

function checkedHeader(bytes: Uint8Array): Uint32Array {
  if (bytes.byteLength < HEADER_BYTES) throw corrupt(`${bytes.byteLength} bytes are less than a header`);
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_BYTES / 4);
  if (header[HEADER.magic] !== MAGIC) throw corrupt('these bytes were not written by saveCorpus');
  if (header[HEADER.version] !== VERSION) {
    throw new WordmoverError(
      'INCOMPATIBLE_INDEX',
      `corpus format ${header[HEADER.version]}, this version reads ${VERSION}: index the documents again`,
    );
  }
  const countBytes = header[HEADER.countBytes];
  const size = header[HEADER.size];
  const postings = header[HEADER.postings];
  const expected =
    HEADER_BYTES + 4 * (2 * size + 1 + header[HEADER.vocabulary] + postings) + padded(countBytes * postings) + padded(size);
  if (bytes.byteLength !== expected || (countBytes !== 2 && countBytes !== 4)) {
    throw corrupt(`${bytes.byteLength} bytes where the header asks for ${expected}`);
  }
  if (header[HEADER.checksum] !== checksumOf(bytes)) throw corrupt('the checksum differs');
  return header;
}

/** A search indexes df and idf by word without looking: no id may lie outside, no document overlap the next. */
function checkPostings(corpus: Corpus): void {
  const { size, offsets, words, vocabularySize } = corpus;
  let sound = offsets[0] === 0 && offsets[size] === words.length;
  for (let doc = 0; doc < size && sound; doc++) sound = offsets[doc] <= offsets[doc + 1];
  for (let p = 0; p < words.length && sound; p++) sound = words[p] < vocabularySize;
  if (!sound) throw corrupt('offsets or word ids out of range');
}

function corrupt(reason: string): WordmoverError {
  return new WordmoverError('CORRUPT_INDEX', `damaged corpus: ${reason}; restore it from a copy or index the documents again`);
}

/** Of everything but the three fields before the counts. */
function checksumOf(bytes: Uint8Array): number {
  const skipped = 4 * HEADER.size;
  return fnv1aWords(new Uint32Array(bytes.buffer, bytes.byteOffset + skipped, (bytes.byteLength - skipped) / 4));
}

function bytesOf(section: Section): Uint8Array {
  return new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
}

function padded(byteLength: number): number {
  return Math.ceil(byteLength / 4) * 4;
}
