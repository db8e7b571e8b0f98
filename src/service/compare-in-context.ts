import { Cancellation } from '../workers/cancellation';
import { adHocCorpus, type AdHocSetting } from './ad-hoc-corpus';
import { compareTexts, type CompareOptions } from './compare';
import { contextFlows, meet, textInContext } from './context-pair';
import { Effort } from './effort';
import { modelStages } from './model-stages';
import { keptFor, refinementOf } from './rank-with-model';
import type { Refinement, RefineOptions } from './refine-options';
import type { Comparison } from './search-options';
import { openSentenceModel } from './sentence-models';
import { documentMasses, queryMasses } from './word-masses';

export interface RefinedComparison extends Comparison {
  /** Where the texts were held against each other in context. */
  readonly refined?: Refinement;
}

/**
 * Two texts held against each other by words, or, with `refine: 'context'`, by words in context; `bounds` are of words alone and
 * stay empty then. Throws as `compareTexts`, and VECTORS_UNAVAILABLE.
 */
export async function compareRefined(
  setting: AdHocSetting,
  a: string,
  b: string,
  options: CompareOptions & RefineOptions,
): Promise<RefinedComparison> {
  const { transport = 'balanced', refine, refineTop, refineThreshold } = options;
  const refining = modelStages({ refine, refineTop, refineThreshold }, transport)?.refine;
  const model = refining && (await openSentenceModel(options));
  const plain = await compareTexts(setting, a, b, options);
  if (!refining || !model) return plain;
  const cancellation = new Cancellation(options);
  const effort = new Effort(() => cancellation.check());
  const vectors = keptFor(setting.pipeline, model);
  const compared = async (): Promise<RefinedComparison> => {
    const started = performance.now();
    const [first, second] = [a, b].map((text) => setting.pipeline.counts(text));
    const { edition, lexicon } = await adHocCorpus(setting, [second, first]);
    const { words, terms } = await lexicon.query(first, edition.space.corpus.vocabularySize);
    const from = await textInContext(vectors, a, queryMasses(edition.space, words, terms, transport), effort);
    const to = await textInContext(vectors, b, documentMasses(edition.space, lexicon.vocabulary, 0, transport), effort);
    const { dim } = vectors;
    const meeting = meet(from, to, { dim, threshold: refining.threshold, transport, k1: edition.space.bm25.k1 });
    const unknown = [from, to].flatMap(({ occurrences: { terms, known } }) => terms.filter((_, i) => !known[i]));
    return {
      distance: meeting.distance,
      score: meeting.score,
      flows: contextFlows(from, to.tokens, meeting),
      bounds: {},
      unknownWords: [...new Set(unknown)],
      refined: refinementOf(from, { tokens: to.tokens, meeting, ms: performance.now() - started }, vectors, plain),
    };
  };
  return cancellation.race(compared());
}
