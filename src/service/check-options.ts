import { WordmoverError } from '../errors';
import type { SearchOptions } from './search-options';

const MAX_TOP_K = 1_000_000;

/** Throws INVALID_OPTION naming the option and its range. */
export function checkSearchOptions(options: SearchOptions): void {
  const { topK, offset, candidates, minScore, transport, mode } = options;
  whole('topK', topK, 1);
  whole('offset', offset, 0);
  whole('candidates', candidates, 1);
  if (minScore !== undefined && !(minScore >= 0 && minScore <= 1)) {
    throw invalid('minScore', minScore, 'give a score from 0 to 1');
  }
  if (transport !== undefined && transport !== 'balanced' && transport !== 'partial') {
    throw invalid('transport', transport, 'give "balanced" or "partial"');
  }
  if (mode !== undefined && mode !== 'exact' && mode !== 'relaxed') throw invalid('mode', mode, 'give "exact" or "relaxed"');
}

function whole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= MAX_TOP_K)) return;
  throw invalid(name, value, `give a whole number from ${least} to ${MAX_TOP_K}`);
}

function invalid(name: string, value: unknown, remedy: string): WordmoverError {
  return new WordmoverError(
    'INVALID_OPTION',
    `${name} is ${typeof value === 'string' ? JSON.stringify(value) : String(value)}: ${remedy}`,
  );
}
