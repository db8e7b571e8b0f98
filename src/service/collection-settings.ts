import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { WordmoverError } from '../errors';
import type { IndexOptions, VectorsOption } from './index-options';

/** What may be chosen when a collection is made. */
export interface CollectionSettings {
  /** ISO 639-1 code; default `en`. */
  readonly language?: string;
  /** `wordnet` (default), `none`, or the name of a file in the data folder's `vectors`. */
  readonly vectors?: string;
  /** null is plain WMD, without a threshold. */
  readonly threshold?: number | null;
  readonly stopWords?: readonly string[];
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const VECTOR_FILE = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,200}$/u;

/** Throws INVALID_OPTION: a name becomes a folder. */
export function checkCollectionName(name: string): void {
  if (NAME.test(name)) return;
  throw new WordmoverError(
    'INVALID_OPTION',
    `${JSON.stringify(name)} is no name of a collection: use 1 to 63 of a-z, 0-9, - and _, a letter or digit first`,
  );
}

/** The options of the collection's index. Throws INVALID_OPTION for vectors outside `vectorsFolder`. */
export function indexOptionsOf(
  { language, vectors, threshold, stopWords }: CollectionSettings,
  vectorsFolder: string,
): IndexOptions {
  return {
    language,
    stopWords,
    vectors: vectorsOf(vectors, vectorsFolder),
    threshold: threshold === null ? Infinity : threshold,
    // One collection may hold texts and bags: a bag's weights stand for counts.
    weighting: 'tfidf',
  };
}

function vectorsOf(vectors: string | undefined, folder: string): VectorsOption | undefined {
  if (vectors === undefined || vectors === 'wordnet' || vectors === 'none') return vectors;
  const file = path.join(folder, vectors);
  if (VECTOR_FILE.test(vectors) && fs.existsSync(file)) return { file };
  throw new WordmoverError(
    'INVALID_OPTION',
    `there are no vectors ${JSON.stringify(vectors)}: give "wordnet", "none", or the name of a word2vec or GloVe file in the folder "vectors" of the server’s data`,
  );
}

export function sameSettings(a: CollectionSettings, b: CollectionSettings): boolean {
  const plain = (settings: CollectionSettings): unknown => JSON.parse(JSON.stringify(settings));
  return isDeepStrictEqual(plain(a), plain(b));
}
