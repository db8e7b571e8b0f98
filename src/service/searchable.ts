import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import type { Edition } from '../workers/search-task';
import type { Solver } from '../workers/solver';
import type { DocumentTable } from './document-table';
import type { IndexEmbeddings } from './index-embeddings';
import type { Lexicon } from './lexicon';

/** An index as it was when the search began. */
export interface Searchable {
  readonly edition: Edition;
  readonly documents: DocumentTable;
  readonly lexicon: Lexicon;
  /** Frequencies blended into those of the documents. */
  readonly background?: BackgroundFrequencies;
  readonly threshold: number;
  /** Weights were given: a bag is compared with bags, balanced. */
  readonly isGiven: boolean;
  readonly solver: Solver;
  readonly embeddings: IndexEmbeddings;
}
