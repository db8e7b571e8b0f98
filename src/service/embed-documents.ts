import type { EmbeddingKind } from '../store/embedding-store';
import { Cancellation } from '../workers/cancellation';
import type { DocumentTable } from './document-table';
import { Effort } from './effort';
import { PUTS_TOGETHER, textsOf } from './index-embeddings';
import type { KeptVectors } from './kept-vectors';

export interface EmbedOptions {
  /** `sentences`: only what `fuse` needs, a hundredth of the room. Default both. */
  readonly only?: 'sentences' | 'words';
  readonly onProgress?: (done: number, total: number) => void;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Embedded {
  /** Documents with a text. */
  readonly documents: number;
  /** How many of them had to be run through the model. */
  readonly embedded: number;
  /** Bytes that the vectors of all documents take, in memory or on disk. */
  readonly bytes: number;
}

export async function embedDocuments(vectors: KeptVectors, table: DocumentTable, options: EmbedOptions): Promise<Embedded> {
  const { only, onProgress } = options;
  const kinds: readonly EmbeddingKind[] = only === undefined ? ['words', 'sentence'] : [only === 'words' ? 'words' : 'sentence'];
  const cancellation = new Cancellation(options);
  const effort = new Effort(() => cancellation.check());
  const fill = async (): Promise<Embedded> => {
    let writes: Promise<unknown>[] = [];
    let documents = 0;
    for (const text of textsOf(table)) {
      await effort.pause();
      const run = await vectors.fill(text, kinds, effort);
      if (run) writes.push(run.kept);
      documents += 1;
      onProgress?.(documents, table.size);
      if (writes.length < PUTS_TOGETHER) continue;
      await Promise.all(writes);
      writes = [];
    }
    await Promise.all(writes);
    // Bags and empty documents need no model.
    onProgress?.(table.size, table.size);
    return { documents, embedded: effort.embedded, bytes: vectors.store.bytes() };
  };
  return cancellation.race(fill());
}
