import { WordmoverError } from '../errors';
import type { TermRows, WordVectors } from '../vectors/word-vectors';
import type { Manifest } from './index-manifest';
import type { VectorsOption } from './index-options';
import { openVectors } from './vector-source';

/**
 * The vectors of a saved index. A file, or a model, is only read when a word comes up that the index does not hold. Throws
 * INCOMPATIBLE_INDEX where other vectors are given, or the package's own have changed.
 */
export async function savedVectors(manifest: Manifest, given: VectorsOption | undefined, folder: string): Promise<WordVectors> {
  const option = given ?? manifest.settings.vectors;
  if (option === undefined) {
    throw new WordmoverError(
      'VECTORS_UNAVAILABLE',
      `the index in ${folder} was made with vectors "${manifest.vectors.label}" of the caller's own: give them again as the option vectors`,
    );
  }
  if (typeof option === 'object' && ('file' in option || 'modelDir' in option)) return onDemand(option, manifest, folder);
  const vectors = await openVectors(option);
  checkSame(vectors, manifest, folder);
  return vectors;
}

function onDemand(option: VectorsOption, manifest: Manifest, folder: string): WordVectors {
  let opened: Promise<WordVectors> | undefined;
  const open = async (): Promise<WordVectors> => {
    const vectors = await openVectors(option);
    checkSame(vectors, manifest, folder);
    return vectors;
  };
  const { label, dim, fingerprint } = manifest.vectors;
  const lookup = async (terms: readonly string[]): Promise<TermRows> => {
    if (terms.length === 0) return { rows: new Float32Array(0), known: new Uint8Array(0) };
    opened ??= open();
    return (await opened).lookup(terms);
  };
  return { label, dim, fingerprint, lookup };
}

function checkSame({ label, fingerprint }: WordVectors, { vectors }: Manifest, folder: string): void {
  if (fingerprint === vectors.fingerprint) return;
  throw new WordmoverError(
    'INCOMPATIBLE_INDEX',
    `the index in ${folder} was made with vectors "${vectors.label}" (${vectors.fingerprint}), not "${label}" (${fingerprint}): open it with the same vectors, or index the documents again`,
  );
}
