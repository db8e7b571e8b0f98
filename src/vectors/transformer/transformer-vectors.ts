import { unitRow } from '../unit-row';
import type { TermRows, WordVectors } from '../word-vectors';
import type { ModelLocation } from './model-folder';
import { SentenceModel } from './sentence-model';
import { TermCache } from './term-cache';

export interface TransformerOptions extends ModelLocation {
  /** Where computed vectors are kept from one run of the program to the next; without it they are kept in memory. */
  readonly cacheDir?: string;
  /** Told while terms are computed: how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Terms computed between two writes of the cache, and of one run where the model may batch. */
const BATCH = 64;

/**
 * Vectors of words alone, from a sentence model (Reimers, Gurevych 2019): mean of the last hidden states of the whole sequence, as
 * the model's own pooling has it, at unit length. Two milliseconds a term with all-MiniLM-L6-v2 in eight bits. A term
 * of which the model knows no piece has no vector.
 *
 * VECTORS_UNAVAILABLE without the optional package, the folder or the model's files; STORAGE_FAILED for an unusable cacheDir.
 */
export async function transformerVectors(options: TransformerOptions): Promise<WordVectors> {
  const model = await SentenceModel.open(options);
  const cache = options.cacheDir === undefined ? undefined : await TermCache.open(options.cacheDir, model.fingerprint, model.dim);
  return new TransformerVectors(model, cache, options.onProgress);
}

class TransformerVectors implements WordVectors {
  readonly label: string;
  readonly dim: number;
  readonly fingerprint: string;
  private readonly computed = new Map<string, Float32Array>();
  /** Calls take turns, so that no term is computed twice. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly model: SentenceModel,
    private readonly cache: TermCache | undefined,
    private readonly onProgress: TransformerOptions['onProgress'],
  ) {
    this.label = model.name;
    this.dim = model.dim;
    this.fingerprint = `transformer-${model.fingerprint}`;
  }

  lookup(terms: readonly string[]): Promise<TermRows> {
    const answer = this.turn.then(() => this.find(terms));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  private async find(terms: readonly string[]): Promise<TermRows> {
    await this.compute([...new Set(terms)].filter((term) => this.row(term) === undefined));
    const rows = new Float32Array(terms.length * this.dim);
    const known = new Uint8Array(terms.length);
    terms.forEach((term, t) => {
      const row = this.row(term);
      if (row === undefined) return;
      rows.set(row, t * this.dim);
      known[t] = 1;
    });
    return { rows, known };
  }

  private row(term: string): Float32Array | undefined {
    return this.cache ? this.cache.get(term) : this.computed.get(term);
  }

  private async compute(terms: readonly string[]): Promise<void> {
    const batches = this.batches(terms);
    const total = batches.reduce((sum, batch) => sum + batch.length, 0);
    let done = 0;
    for (const batch of batches) {
      const rows = new Map<string, Float32Array>();
      const size = this.model.canBatch ? batch.length : 1;
      for (let from = 0; from < batch.length; from += size) await this.run(batch.slice(from, from + size), rows);
      if (this.cache) await this.cache.add(rows);
      else for (const [term, row] of rows) this.computed.set(term, row);
      this.onProgress?.((done += batch.length), total);
    }
  }

  /** Terms with their pieces, of one length each batch: nothing is padded. Those that the model does not know are left out. */
  private batches(terms: readonly string[]): (readonly TermPieces[])[] {
    const byLength = new Map<number, TermPieces[]>();
    for (const term of terms) {
      const ids = this.model.pieces.read(term).ids.subarray(0, this.model.window);
      if (this.model.pieces.areUnknown(ids, 0, ids.length)) continue;
      const same = byLength.get(ids.length);
      if (same) same.push({ term, ids });
      else byLength.set(ids.length, [{ term, ids }]);
    }
    return [...byLength.values()].flatMap((same) =>
      Array.from({ length: Math.ceil(same.length / BATCH) }, (_, b) => same.slice(b * BATCH, (b + 1) * BATCH)),
    );
  }

  private async run(batch: readonly TermPieces[], rows: Map<string, Float32Array>): Promise<void> {
    const { dim } = this;
    const states = await this.model.run(batch.map(({ ids }) => ids));
    const length = states.length / (batch.length * dim);
    batch.forEach(({ term }, b) => {
      const sum = new Float32Array(dim);
      for (let p = 0, at = b * length * dim; p < length; p++) for (let k = 0; k < dim; k++, at++) sum[k] += states[at];
      const row = new Float32Array(dim);
      unitRow(sum, row, `the vector of "${term}"`);
      rows.set(term, row);
    });
  }
}

interface TermPieces {
  readonly term: string;
  readonly ids: Int32Array;
}
