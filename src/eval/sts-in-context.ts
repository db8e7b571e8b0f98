import { contextDistance, type Occurrences } from '../distances/context-distance';
import type { Pipeline } from '../text/pipeline';
import type { ContextVectors } from '../vectors/transformer/context-vectors';

/**
 * What a sentence model says of two sentences. `context`: balanced transport between word occurrences, embedded in their sentences.
 * `sentence`: one minus the cosine of the model's vectors of the whole sentences.
 */
export const STS_MODEL_METHODS = ['context', 'sentence'] as const;

export type StsModelMethod = (typeof STS_MODEL_METHODS)[number];

/** A sentence as the model sees it. */
interface EmbeddedSentence {
  readonly occurrences: Occurrences;
  readonly sentence: Float32Array | undefined;
}

/** Pairs of sentences, 2p and 2p + 1, run through the model once for both methods. */
export class SentencesInContext {
  private constructor(
    private readonly dim: number,
    private readonly sentences: readonly EmbeddedSentence[],
  ) {}

  /** `massOf`: what an occurrence of a term weighs. Every sentence must have a term. */
  static async embed(
    sentences: readonly string[],
    pipeline: Pipeline,
    vectors: ContextVectors,
    massOf: (term: string) => number,
  ): Promise<SentencesInContext> {
    const embedded: EmbeddedSentence[] = [];
    for (const text of sentences) {
      const tokens = pipeline.tokens(text);
      const { rows, known, sentence } = await vectors.embed(text, tokens);
      const terms = tokens.map(({ term }) => term);
      embedded.push({ occurrences: { terms, rows, known, masses: Float64Array.from(terms, massOf) }, sentence });
    }
    return new SentencesInContext(vectors.dim, embedded);
  }

  /** Distance of the sentences 2p and 2p + 1; `threshold` caps that of two occurrences. */
  distanceOfPair(p: number, method: StsModelMethod, threshold: number): number {
    const [from, to] = [this.sentences[2 * p], this.sentences[2 * p + 1]];
    if (method === 'sentence') return 1 - cosine(from.sentence, to.sentence);
    const setting = { dim: this.dim, threshold, transport: 'balanced' } as const;
    return contextDistance(from.occurrences, to.occurrences, setting).distance;
  }
}

/** Of unit vectors; a text that the model knows nothing of is at a right angle to all. */
function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return a && b ? a.reduce((sum, x, k) => sum + x * b[k], 0) : 0;
}
