import { createHash } from 'node:crypto';
import type { EmbeddingKind, EmbeddingStore } from '../store/embedding-store';
import { MemoryEmbeddings } from '../store/memory-embeddings';
import type { Pipeline } from '../text/pipeline';
import type { Token } from '../text/tokenize';
import { packRows, unpackLevels, unpackRows } from '../vectors/byte-rows';
import type { ContextVectors, TextRows } from '../vectors/transformer/context-vectors';
import type { TermRows } from '../vectors/word-vectors';
import type { Effort } from './effort';

/** Words of a text beyond these are not looked at: costs grow with the product of the two texts. */
const MOST_OCCURRENCES = 1024;
/** Characters of a key: 132 bits, more than enough to tell texts apart. */
const KEY_LENGTH = 22;

/** Some hundred queries. */
const QUERY_BYTES = 8 * 2 ** 20;

/** The vector of a whole text, a byte a coordinate: levels times scale, at unit length. */
export interface SentenceLevels {
  readonly levels: Int8Array;
  /** 0 where the model knows no piece of the text: it has no direction then. */
  readonly scale: number;
}

/** The words of a text and their vectors in it. */
export interface TextWords extends TermRows {
  readonly tokens: readonly Token[];
}

/**
 * What a sentence model makes of texts, kept in a store once it was computed. All is read back from its bytes, also when it
 * comes straight from the model: no answer depends on what was kept. A damaged entry is computed again.
 */
export class KeptVectors {
  readonly label: string;
  readonly dim: number;
  #query: KeptVectors | undefined;
  readonly #pending = new Map<string, Promise<unknown>>();

  constructor(
    private readonly vectors: ContextVectors,
    private readonly pipeline: Pipeline,
    readonly store: EmbeddingStore,
  ) {
    this.label = vectors.label;
    this.dim = vectors.dim;
  }

  /** The same for the texts of queries, which are kept in memory for a while, beside those of the documents. */
  get query(): KeptVectors {
    this.#query ??= new KeptVectors(this.vectors, this.pipeline, beside(this.store, new MemoryEmbeddings(QUERY_BYTES)));
    return this.#query;
  }

  async words(text: string, effort: Effort): Promise<TextWords> {
    const tokens = this.#tokens(text);
    const key = this.key(text);
    const kept = (): TermRows | undefined => {
      const bytes = this.store.get('words', key);
      return bytes && unpackRows(bytes, tokens.length, this.dim);
    };
    const rows = await this.#keptOrRun(key, kept, async () => (await this.#run(key, text, tokens, effort)).words);
    return { ...rows, tokens };
  }

  async sentence(text: string, effort: Effort): Promise<SentenceLevels> {
    const key = this.key(text);
    const kept = (): SentenceLevels | undefined => this.#keptSentence(key);
    return this.#keptOrRun(key, kept, async () => (await this.#run(key, text, undefined, effort)).sentence);
  }

  /** Undefined where it was not computed yet, or is damaged. */
  keptSentence(text: string): SentenceLevels | undefined {
    return this.#keptSentence(this.key(text));
  }

  /** Computes what is not there yet; undefined where all was there. `kept` settles once it is stored, or throws STORAGE_FAILED. */
  async fill(text: string, kinds: readonly EmbeddingKind[], effort: Effort): Promise<{ kept: Promise<unknown> } | undefined> {
    const key = this.key(text);
    if (kinds.every((kind) => this.store.has(kind, key))) return undefined;
    const { kept } = await this.#run(key, text, kinds.includes('words') ? this.#tokens(text) : undefined, effort);
    return { kept };
  }

  /** Changes with the text, with what the pipeline makes of it, and with the model. */
  key(text: string): string {
    const hash = createHash('sha256').update(`${this.vectors.fingerprint}\0${this.pipeline.fingerprint}\0`).update(text);
    return hash.digest('base64url').slice(0, KEY_LENGTH);
  }

  #tokens(text: string): readonly Token[] {
    return this.pipeline.tokens(text).slice(0, MOST_OCCURRENCES);
  }

  #keptSentence(key: string): SentenceLevels | undefined {
    const bytes = this.store.get('sentence', key);
    return bytes && unpackLevels(bytes, this.dim);
  }

  /** Where another search is at the same text, this one waits for what it finds. */
  async #keptOrRun<T>(key: string, kept: () => T | undefined, run: () => Promise<T>): Promise<T> {
    const found = kept();
    if (found) return found;
    const pending = this.#pending.get(key);
    if (!pending) return run();
    await pending.catch(() => undefined);
    return kept() ?? run();
  }

  /** Without tokens only the sentence is computed. `kept` tells whether it could be stored: if not, it is computed again another time. */
  async #run(key: string, text: string, tokens: readonly Token[] | undefined, effort: Effort) {
    const running = this.#embed(key, text, tokens, effort);
    const pending = running.then(({ kept }) => kept).finally(() => this.#pending.delete(key));
    this.#pending.set(key, pending);
    pending.catch(() => undefined);
    return running;
  }

  async #embed(key: string, text: string, tokens: readonly Token[] | undefined, effort: Effort) {
    const { dim, store } = this;
    const found = await this.vectors.embed(text, tokens ?? [], effort.checkpoint);
    effort.embedded += 1;
    const sentence = packRows(sentenceRows(found, dim), dim);
    const words = packRows(found, dim);
    const kept = Promise.all([store.put('sentence', key, sentence), tokens && store.put('words', key, words)]);
    kept.catch(() => undefined);
    return {
      kept,
      words: unpackRows(words, found.known.length, dim) as TermRows,
      sentence: unpackLevels(sentence, dim) as SentenceLevels,
    };
  }
}

function sentenceRows({ sentence }: TextRows, dim: number): TermRows {
  return { rows: sentence ?? new Float32Array(dim), known: Uint8Array.of(sentence ? 1 : 0) };
}

/** Reads both, writes to the second. */
function beside(documents: EmbeddingStore, queries: EmbeddingStore): EmbeddingStore {
  return {
    has: (kind, key) => documents.has(kind, key) || queries.has(kind, key),
    get: (kind, key) => queries.get(kind, key) ?? documents.get(kind, key),
    put: (kind, key, bytes) => queries.put(kind, key, bytes),
    size: (kind) => queries.size(kind),
    retain: (keys) => queries.retain(keys),
    bytes: () => queries.bytes(),
    close: () => queries.close(),
  };
}
