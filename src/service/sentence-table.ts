import { Nearest } from '../search/nearest';
import type { Effort } from './effort';
import type { KeptVectors, SentenceLevels } from './kept-vectors';

/** Documents nearest to a query by the cosine of their sentence vectors, best first; ties by number. */
export interface SentenceRanking {
  readonly docs: readonly number[];
  /** In [-1, 1]. */
  readonly cosines: readonly number[];
  /** Documents that were compared. */
  readonly compared: number;
}

/** Sentence vectors of documents by number, a byte a coordinate. What a number stands for never changes. */
export class SentenceTable {
  #levels: Int8Array;
  #scales: Float32Array;
  #length = 0;

  constructor(private readonly dim: number) {
    this.#levels = new Int8Array(0);
    this.#scales = new Float32Array(0);
  }

  /** Documents that were taken in. */
  get length(): number {
    return this.#length;
  }

  /** Takes in the documents up to number `size`; one without a text has no vector. */
  async follow(size: number, textOf: (doc: number) => string | undefined, vectors: KeptVectors, effort: Effort): Promise<void> {
    while (this.#length < size) {
      const doc = this.#length;
      const text = textOf(doc);
      await effort.pause();
      const sentence = text ? (vectors.keptSentence(text) ?? (await vectors.sentence(text, effort))) : undefined;
      // Another search may have taken it in meanwhile.
      if (this.#length === doc) this.#append(sentence);
    }
  }

  /** Among the first accept.length documents, those with 1. */
  nearest({ levels, scale }: SentenceLevels, top: number, accept: Uint8Array): SentenceRanking {
    const { dim } = this;
    const [rows, scales] = [this.#levels, this.#scales];
    const nearest = new Nearest(top);
    let compared = 0;
    for (let doc = 0; doc < accept.length; doc++) {
      if (accept[doc] === 0 || scales[doc] === 0 || scale === 0) continue;
      let sum = 0;
      for (let k = 0, at = doc * dim; k < dim; k++, at++) sum += levels[k] * rows[at];
      compared++;
      nearest.offer(doc, -sum * scale * scales[doc]);
    }
    const { docs, distances } = nearest.drain();
    return { docs: [...docs], cosines: Array.from(distances, (negative) => Math.max(-1, Math.min(1, -negative))), compared };
  }

  #append(sentence: SentenceLevels | undefined): void {
    if (this.#length === this.#scales.length) this.#grow();
    if (sentence) {
      this.#levels.set(sentence.levels, this.#length * this.dim);
      this.#scales[this.#length] = sentence.scale;
    }
    this.#length += 1;
  }

  #grow(): void {
    const capacity = Math.max(64, 2 * this.#length);
    const levels = new Int8Array(capacity * this.dim);
    const scales = new Float32Array(capacity);
    levels.set(this.#levels);
    scales.set(this.#scales);
    this.#levels = levels;
    this.#scales = scales;
  }
}
