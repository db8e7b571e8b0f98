import type { EmbeddingStore } from '../store/embedding-store';
import { MemoryEmbeddings } from '../store/memory-embeddings';
import type { Pipeline } from '../text/pipeline';
import type { DocumentTable } from './document-table';
import { KeptVectors } from './kept-vectors';
import { openSentenceModel, type ModelLocation } from './sentence-models';
import { SentenceTable } from './sentence-table';

const DEFAULT_BUDGET = 256 * 2 ** 20;

/** The sentence model of an index, opened when it is first needed, and what it made of the documents. */
export class IndexEmbeddings {
  #vectors: Promise<KeptVectors> | undefined;
  #store: EmbeddingStore | undefined;
  readonly #tables = new WeakMap<DocumentTable, SentenceTable>();

  constructor(
    private readonly location: ModelLocation | undefined,
    private readonly pipeline: Pipeline,
    private readonly budget = DEFAULT_BUDGET,
  ) {}

  /** Throws VECTORS_UNAVAILABLE. */
  vectors(): Promise<KeptVectors> {
    this.#vectors ??= this.#open();
    return this.#vectors;
  }

  /** The table of these documents, which grows by `follow`. */
  sentences(documents: DocumentTable, { dim }: KeptVectors): SentenceTable {
    let table = this.#tables.get(documents);
    if (!table) this.#tables.set(documents, (table = new SentenceTable(dim)));
    return table;
  }

  async #open(): Promise<KeptVectors> {
    try {
      const model = await openSentenceModel(this.location);
      this.#store ??= new MemoryEmbeddings(this.budget);
      return new KeptVectors(model, this.pipeline, this.#store);
    } catch (error) {
      this.#vectors = undefined;
      throw error;
    }
  }
}
