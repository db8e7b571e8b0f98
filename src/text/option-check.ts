import { WordmoverError } from '../errors';

/** Throws INVALID_OPTION unless `value` is a finite number of at least `least` (and at most `most`). */
export function checkAtLeast(name: string, value: number, least: number, most = Number.MAX_VALUE): void {
  if (value >= least && value <= most) return;
  const range = most === Number.MAX_VALUE ? `${least} or more` : `from ${least} to ${most}`;
  throw new WordmoverError('INVALID_OPTION', `${name} is ${value}: give a number of ${range}`);
}

/** Throws INVALID_OPTION unless `value` is one of `allowed`. */
export function checkOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new WordmoverError(
    'INVALID_OPTION',
    `${name} is ${JSON.stringify(value)}: give ${allowed.map((choice) => `"${choice}"`).join(', ')}`,
  );
}

/** Throws INVALID_INPUT unless `text` is a string. */
export function checkText(text: unknown): void {
  if (typeof text !== 'string')
    throw new WordmoverError('INVALID_INPUT', `a text is ${text === null ? 'null' : typeof text}: give a string`);
}
