import type { Bm25, Bm25Options } from '../text/bm25';
import { bm25 } from '../text/bm25';
import type { Corpus } from '../text/corpus';
import type { BackgroundFrequency } from '../text/idf';
import type { Vocabulary } from '../text/vocabulary';
import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';

/** Frequencies of terms by word id. */
export function backgroundFrequency(background: BackgroundFrequencies, vocabulary: Vocabulary): BackgroundFrequency {
  return { documents: background.documents, df: (word) => background.df(vocabulary.term(word)) };
}

/** BM25 whose idf counts the background's documents too; lengths stay the corpus's own. */
export function bm25WithBackground(corpus: Corpus, options: Bm25Options, background: BackgroundFrequency): Bm25 {
  const df = corpus.df.slice(0, corpus.vocabularySize).map((own, word) => own + background.df(word));
  const { idf, unseenIdf, documents } = bm25({ ...corpus, df, live: corpus.live + background.documents }, options);
  return { ...bm25(corpus, options), idf, unseenIdf, documents };
}
