import { WordmoverError } from '../errors';

/** Throws INVALID_OPTION unless `value` is a finite number of at least `least` (and at most `most`). */
export function checkAtLeast(name: string, value: number, least: number, most = Number.MAX_VALUE): void {
  if (value >= least && value <= most) return;
  const range = most === Number.MAX_VALUE ? `${least} or more` : `from ${least} to ${most}`;
  throw new WordmoverError('INVALID_OPTION', `${name} is ${value}: give a number of ${range}`);
}
