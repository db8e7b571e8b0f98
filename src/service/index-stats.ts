import type { Corpus } from '../text/corpus';
import type { DocumentTable } from './document-table';
import type { Editions } from './editions';
import type { Lexicon } from './lexicon';

export interface IndexStats {
  readonly documents: number;
  /** Distinct words. */
  readonly words: number;
  /** Distinct words without a vector: they match only themselves. */
  readonly unknownWords: number;
  /** Pairs of a document and a word it holds, those of removed documents included until they are dropped. */
  readonly postings: number;
  /** Undefined before the first search, where it is a quantile. */
  readonly threshold?: number;
  readonly vectors: string;
  /** Bytes in memory, by part; lists of postings by word are made for the first search. */
  readonly bytes: Readonly<Record<'postings' | 'lists' | 'points' | 'words' | 'documents', number>>;
}

/** Rough size of a JavaScript string and its place in a map. */
const BYTES_PER_TERM = 100;
/** Of a posting's word; of a document's offset and length. */
const WORD_BYTES = 4;
const DOCUMENT_BYTES = 8;

export function indexStats(
  lexicon: Lexicon,
  corpus: Corpus,
  documents: DocumentTable,
  { threshold, listBytes }: Pick<Editions, 'threshold' | 'listBytes'>,
): IndexStats {
  const postings = corpus.offsets[corpus.size];
  return {
    documents: documents.size,
    words: lexicon.size,
    unknownWords: lexicon.unknown,
    postings,
    threshold,
    vectors: lexicon.vectors.label,
    bytes: {
      postings: postings * (WORD_BYTES + corpus.counts.BYTES_PER_ELEMENT) + corpus.size * DOCUMENT_BYTES,
      lists: listBytes,
      points: lexicon.points.bytes,
      words: lexicon.size * BYTES_PER_TERM,
      documents: documents.contents.bytes + documents.size * BYTES_PER_TERM,
    },
  };
}
