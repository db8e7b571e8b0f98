import { WordmoverError } from '../errors';
import type { WordVectors } from '../vectors/word-vectors';
import type { Background } from './background';
import type { VectorsOption } from './index-options';

/** No word has a vector: each matches only itself, as in plain BM25. */
const noVectors: WordVectors = {
  label: 'none',
  dim: 1,
  fingerprint: 'none',
  lookup: (terms) => Promise.resolve({ rows: new Float32Array(terms.length), known: new Uint8Array(terms.length) }),
};

/** Throws INVALID_OPTION, INVALID_VECTORS, VECTORS_UNAVAILABLE. Each source is only loaded when asked for. */
export async function openVectors(option: VectorsOption = 'wordnet'): Promise<WordVectors> {
  if (option === 'wordnet') return (await import('../vectors/wordnet/wordnet-vectors')).wordnetVectors();
  if (option === 'none') return noVectors;
  if (typeof option === 'object' && option !== null && 'file' in option) {
    return (await import('../vectors/vector-file')).vectorFile(option.file);
  }
  if (isWordVectors(option)) return option;
  throw new WordmoverError(
    'INVALID_OPTION',
    `vectors is ${JSON.stringify(option)}: give "wordnet", "none", { file: "path" } or an object with label, dim, fingerprint and lookup`,
  );
}

/** Document frequencies of English words over WordNet's glosses. */
export async function wordnetBackground(): Promise<Background> {
  const { wordnetVectors } = await import('../vectors/wordnet/wordnet-vectors');
  return (await wordnetVectors()).background;
}

function isWordVectors(option: unknown): option is WordVectors {
  const { dim, lookup } = (option ?? {}) as Partial<WordVectors>;
  return typeof dim === 'number' && typeof lookup === 'function';
}
