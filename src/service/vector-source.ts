import { WordmoverError } from '../errors';
import type * as FileModule from '../vectors/vector-file';
import type { WordVectors } from '../vectors/word-vectors';
import type * as TransformerModule from '../vectors/transformer/transformer-vectors';
import type * as GlossModule from '../vectors/wordnet/gloss-documents';
import type { GlossDocument } from '../vectors/wordnet/gloss-documents';
import type * as WordnetModule from '../vectors/wordnet/wordnet-vectors';
import type { BackgroundFrequencies } from '../vectors/wordnet/wordnet-vectors';
import type { VectorsOption } from './index-options';

/* eslint-disable @typescript-eslint/no-require-imports -- a source and its tables are only loaded by those who use it */
const wordnet = () => require('../vectors/wordnet/wordnet-vectors') as typeof WordnetModule;
const glossDocuments = () => require('../vectors/wordnet/gloss-documents') as typeof GlossModule;
const files = () => require('../vectors/vector-file') as typeof FileModule;
const transformers = () => require('../vectors/transformer/transformer-vectors') as typeof TransformerModule;
/* eslint-enable @typescript-eslint/no-require-imports */

/** No word has a vector: each matches only itself, as in plain BM25. */
const noVectors: WordVectors = {
  label: 'none',
  dim: 1,
  fingerprint: 'none',
  lookup: (terms) => Promise.resolve({ rows: new Float32Array(terms.length), known: new Uint8Array(terms.length) }),
};

/** Throws INVALID_OPTION, INVALID_VECTORS, VECTORS_UNAVAILABLE. */
export async function openVectors(option: VectorsOption = 'wordnet'): Promise<WordVectors> {
  if (option === 'wordnet') return wordnet().wordnetVectors();
  if (option === 'none') return noVectors;
  if (typeof option === 'object' && option !== null && 'file' in option) return files().vectorFile(option.file);
  if (typeof option === 'object' && option !== null && 'modelDir' in option) return transformers().transformerVectors(option);
  if (isWordVectors(option)) return option;
  throw new WordmoverError(
    'INVALID_OPTION',
    `vectors is ${JSON.stringify(option)}: give "wordnet", "none", { file: "path" }, { modelDir: "folder", model: "name" } or an object with label, dim, fingerprint and lookup`,
  );
}

/** Document frequencies of English words over WordNet's glosses. */
export async function wordnetBackground(): Promise<BackgroundFrequencies> {
  return (await wordnet().wordnetVectors()).background;
}

/** Every synset of WordNet as a document. */
export function wordnetGlosses(): Iterable<GlossDocument> {
  return glossDocuments().glosses();
}

function isWordVectors(option: unknown): option is WordVectors {
  const { dim, lookup } = (option ?? {}) as Partial<WordVectors>;
  return typeof dim === 'number' && typeof lookup === 'function';
}
