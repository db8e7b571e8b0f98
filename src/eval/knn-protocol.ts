import type { Joined } from '../text/scanner';
import type { TermFrequency } from '../text/tfidf';
import type { ThresholdOption } from '../vectors/threshold';
import { BLENDS, type Blend } from './knn-blend';
import type { MessageText } from './message-text';
import type { Method } from './rankers';
import type { Vote } from './vote';

/** Ways to find neighbours, and blends of two of them. */
export type KnnMethod = Method | Blend;

export const KNN_METHODS: readonly KnnMethod[] = ['l1', 'cosine', 'bm25', 'wcd', 'balanced', 'partial', ...BLENDS];

/** All that a k-NN figure depends on besides its method. */
export interface KnnProtocol {
  readonly vote: Vote;
  /** Part of a message that is compared. */
  readonly text: MessageText;
  /** Times the subject is counted; for `subject-body`. */
  readonly subjectWeight: number;
  readonly tf: TermFrequency;
  readonly idfPower: number;
  /** Power of the supervised term weights that multiply the idf of every method; 0 for none. */
  readonly classWeight: number;
  readonly joined: Joined;
  /** Lemmas instead of words as they stand. */
  readonly lemmas: boolean;
  /** Cap of the distance between words of balanced and partial transport. */
  readonly threshold: ThresholdOption;
  /** Share of balanced transport in a blend; the other method has the rest. */
  readonly blendWeight: number;
}

/** Kusner et al. 2015, but for the threshold. */
export const KNN_PROTOCOL: KnnProtocol = {
  vote: { k: 19, form: 'majority' },
  text: 'whole',
  subjectWeight: 1,
  tf: 'raw',
  idfPower: 1,
  classWeight: 0,
  joined: 'parts',
  lemmas: false,
  threshold: 1.15,
  blendWeight: 0.5,
};
