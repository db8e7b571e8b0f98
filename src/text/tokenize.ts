import { digest } from './hash';
import { checkOneOf, checkText } from './option-check';
import { scan } from './scanner';
import type { Joined, Unspaced } from './scanner';

/** A word of a text. `start` and `end` are code units of the text as it was given: text.slice(start, end) is the word as written. */
export interface Token {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

export interface TokenizeOptions {
  /** What becomes of tokens joined by - . _ or @; default `parts`. Numbers (3.14) and dotted letters (U.S.) stay whole in any case. */
  readonly joined?: Joined;
  /** Chinese, Japanese, Thai, Lao, Khmer, Burmese; default `bigrams`. */
  readonly unspaced?: Unspaced;
}

/** Longer terms (encoded files, lines of dashes) are cut to their beginning and a hash, so that they stay distinct. */
const LONGEST_TERM = 128;
const KEPT_OF_LONG = 96;

/** Unicode's reordering of marks is quadratic on hostile input, so that longer words are not normalized. */
const LONGEST_NORMALIZED = 4096;

const ASCII = /^[\0-\x7f]*$/;

/**
 * Words of a text in any language, in order: letters, digits and marks, apostrophes between letters, C++ and C#, each emoji.
 * Linear in the text's length. Lone surrogates and replacement characters separate words.
 */
export function tokenize(text: string, options: TokenizeOptions = {}): Token[] {
  const { joined = 'parts', unspaced = 'bigrams' } = options;
  checkText(text);
  checkOneOf('joined', joined, ['parts', 'whole', 'both']);
  checkOneOf('unspaced', unspaced, ['bigrams', 'words']);
  const tokens: Token[] = [];
  scan(text, joined, unspaced, (start, end) => {
    tokens.push({ term: termOf(text.slice(start, end)), start, end });
  });
  return tokens;
}

/** The form under which a word is looked up: NFKC, lower case, plain apostrophe and hyphen, no thousands commas, at most 128 units. */
export function termOf(written: string): string {
  if (written.length > LONGEST_NORMALIZED) return shortened(written.toLowerCase());
  const term = ASCII.test(written) ? written.toLowerCase() : normalized(written);
  return shortened(term.includes(',') ? term.replaceAll(',', '') : term);
}

function normalized(written: string): string {
  return written
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u00ad\u2060\ufe0e\ufe0f]|(?<=[\p{L}\p{M}])\u200d(?=\p{L})/gu, '')
    .replace(/\u2019/g, "'")
    .replace(/[\u2010\u2011]/g, '-');
}

function shortened(term: string): string {
  if (term.length <= LONGEST_TERM) return term;
  return `${term.slice(0, KEPT_OF_LONG).replace(/[\ud800-\udbff]$/, '')}…${digest(term)}`;
}
