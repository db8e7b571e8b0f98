import { WordmoverError } from '../errors';
import { adHocCorpus, type AdHocSetting, type TermCounts } from './ad-hoc-corpus';
import { boundValues } from './bound-values';
import { checkSearchOptions } from './check-options';
import { wordFlows } from './hits';
import type { Comparison, SearchOptions } from './search-options';

export type CompareOptions = Pick<SearchOptions, 'transport' | 'timeoutMs' | 'signal'>;

/** Two texts held against each other, balanced unless said otherwise. Throws EMPTY_DOCUMENT for a text without words. */
export async function compareTexts(
  setting: AdHocSetting,
  a: string,
  b: string,
  options: CompareOptions = {},
): Promise<Comparison> {
  checkSearchOptions(options);
  const { transport = 'balanced', timeoutMs, signal } = options;
  const [from, to] = [countsOf(setting, 'first', a), countsOf(setting, 'second', b)];
  const { edition, lexicon } = await adHocCorpus(setting, [to, from]);
  const { words, terms, unknown } = await lexicon.query(from, edition.space.corpus.vocabularySize);
  const task = {
    edition,
    subject: { words },
    options: { topK: 1, transport, accept: Uint8Array.of(1, 0) },
    explain: [0],
  };
  const { ranking, flows } = await setting.solver.solve(task, { timeoutMs, signal });
  const unknownWords = new Set([...unknown, ...(await lexicon.query(to)).unknown]);
  return {
    distance: ranking.distances[0],
    score: ranking.scores[0],
    flows: wordFlows(flows[0], terms, lexicon.vocabulary),
    bounds: boundValues(edition, words, 0, transport),
    unknownWords: [...unknownWords],
  };
}

function countsOf({ pipeline }: AdHocSetting, which: string, text: string): TermCounts {
  const counts = pipeline.counts(text);
  if (counts.size > 0) return counts;
  throw new WordmoverError('EMPTY_DOCUMENT', `the ${which} text has no words: there is nothing to compare`);
}
