/** What the tokenizer needs to know of a code point. */
export const enum CharacterClass {
  Separator = 1,
  Letter,
  Digit,
  /** Combining mark: goes on with a word or an emoji, never begins one. */
  Mark,
  /** Soft hyphen and zero-width joiners: invisible inside a word. */
  Invisible,
  /** Letter of a script written without spaces between words. */
  Unspaced,
  Pictograph,
  RegionalIndicator,
}

const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const INVISIBLE = /[\u00ad\u200c\u200d\u2060]/u;

/** Signs of old typography count as pictographs in Unicode (the copyright sign, arrows) and would be noise as words. */
const FIRST_PICTOGRAPH = 0x231a;

/** Filled as code points are met: a regular expression for each character would cost ten times the scan. 0 = not met yet. */
const table = new Uint8Array(0x110000);

export function classOf(codePoint: number): CharacterClass {
  const known = table[codePoint];
  return known !== 0 ? known : (table[codePoint] = classify(codePoint));
}

function classify(codePoint: number): CharacterClass {
  const character = String.fromCodePoint(codePoint);
  if (/\p{L}/u.test(character)) return UNSPACED.test(character) ? CharacterClass.Unspaced : CharacterClass.Letter;
  if (/\p{N}/u.test(character)) return CharacterClass.Digit;
  if (/\p{M}/u.test(character)) return CharacterClass.Mark;
  if (INVISIBLE.test(character)) return CharacterClass.Invisible;
  if (/\p{Regional_Indicator}/u.test(character)) return CharacterClass.RegionalIndicator;
  if (codePoint >= FIRST_PICTOGRAPH && /\p{Extended_Pictographic}/u.test(character)) return CharacterClass.Pictograph;
  return CharacterClass.Separator;
}

/** Code units that a code point takes in a string. */
export function widthOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}
