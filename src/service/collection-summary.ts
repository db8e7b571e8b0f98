import { DICTIONARY_SIZE } from './built-in';
import type { Collection } from './collection';
import type { CollectionSettings } from './collection-settings';
import type { Index } from './document-index';
import { WORDNET_THRESHOLD } from './index-options';
import type { IndexStats } from './index-stats';

export interface CollectionSummary {
  readonly name: string;
  /** It comes with the package and can be searched, not changed. */
  readonly readOnly: boolean;
  readonly settings: CollectionSettings;
  readonly documents: number;
  readonly words: number;
  readonly unknownWords: number;
  readonly postings: number;
  /**
   * Cap of the distance between words that searches go by; null for none. Absent as long as it is a quantile that was not
   * taken yet, for want of a search.
   */
  readonly threshold?: number | null;
  readonly bytes: Readonly<Record<string, number>>;
}

/** The only one that is not made at the start is the dictionary, whose size is known. */
const NOT_MADE = { documents: DICTIONARY_SIZE, words: 0, unknownWords: 0, postings: 0, threshold: WORDNET_THRESHOLD, bytes: {} };

export function summaryOf({ name, settings, index }: Collection): CollectionSummary {
  return summary(name, settings, false, index.stats());
}

/** Without an index, what is known before it is made. */
export function builtInSummary(name: string, index: Index | undefined): CollectionSummary {
  return summary(name, {}, true, index?.stats() ?? NOT_MADE);
}

type Counts = Omit<IndexStats, 'vectors' | 'bytes'> & Pick<CollectionSummary, 'bytes'>;

function summary(name: string, settings: CollectionSettings, readOnly: boolean, counts: Counts): CollectionSummary {
  const { documents, words, unknownWords, postings, threshold, bytes } = counts;
  const cap = threshold === Infinity ? null : threshold;
  return { name, readOnly, settings, documents, words, unknownWords, postings, threshold: cap, bytes };
}
