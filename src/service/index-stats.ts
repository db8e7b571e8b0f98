import type { Corpus } from '../text/corpus';
import type { DocumentTable } from './document-table';
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
  /** Bytes in memory, by part. */
  readonly bytes: Readonly<Record<'postings' | 'points' | 'words' | 'documents', number>>;
}

/** Rough size of a JavaScript string and its place in a map. */
const BYTES_PER_TERM = 100;

export function indexStats(lexicon: Lexicon, corpus: Corpus, documents: DocumentTable, threshold?: number): IndexStats {
  const postings = corpus.offsets[corpus.size];
  return {
    documents: documents.size,
    words: lexicon.size,
    unknownWords: lexicon.unknown,
    postings,
    threshold,
    vectors: lexicon.vectors.label,
    bytes: {
      postings: corpus.words.byteLength + corpus.counts.byteLength + corpus.offsets.byteLength + corpus.lengths.byteLength,
      points: lexicon.points.bytes,
      words: lexicon.size * BYTES_PER_TERM,
      documents: documents.contents.bytes + documents.size * BYTES_PER_TERM,
    },
  };
}
