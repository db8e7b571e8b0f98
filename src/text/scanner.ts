import { CharacterClass, classOf, widthOf } from './character-class';
import { emojiEnd } from './emoji';
import { bigramsOf, unspacedEnd, wordsOf } from './unspaced';
import type { Emit } from './unspaced';

/** `parts`: "e-mail" is e, mail. `whole`: e-mail. `both`: e-mail, e, mail. */
export type Joined = 'parts' | 'whole' | 'both';

/** Text of scripts without spaces: overlapping pairs of characters, or words of the dictionary that the runtime has. */
export type Unspaced = 'bigrams' | 'words';

const PLUS = 0x2b;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const HASH = 0x23;
const AT = 0x40;
const UNDERSCORE = 0x5f;

/** One pass from left to right, each character looked at a bounded number of times. */
export function scan(text: string, joined: Joined, unspaced: Unspaced, emit: Emit): void {
  const segments = unspaced === 'words' ? wordsOf : bigramsOf;
  const words = new WordScanner(text, joined, emit);
  let at = 0;
  while (at < text.length) {
    const codePoint = text.codePointAt(at) as number;
    switch (classOf(codePoint)) {
      case CharacterClass.Letter:
      case CharacterClass.Digit:
        at = words.scan(at);
        break;
      case CharacterClass.Unspaced: {
        const end = unspacedEnd(text, at);
        segments(text, at, end, emit);
        at = end;
        break;
      }
      case CharacterClass.Pictograph:
      case CharacterClass.RegionalIndicator: {
        const end = emojiEnd(text, at);
        emit(at, end);
        at = end;
        break;
      }
      default:
        at += widthOf(codePoint);
    }
  }
}

/** A word is parts held together by joiners: "state-of-the-art", "a.b@c.org". */
class WordScanner {
  /** Start and end of each part. */
  private readonly parts: number[] = [];

  constructor(
    private readonly text: string,
    private readonly joined: Joined,
    private readonly emit: Emit,
  ) {}

  /** Emits the word that begins at `start` and returns where it ends. */
  scan(start: number): number {
    const { text, parts } = this;
    parts.length = 0;
    let end = partEnd(text, start);
    parts.push(start, end);
    while (isJoiner(text.charCodeAt(end)) && beginsWord(text, end + 1)) {
      const next = partEnd(text, end + 1);
      parts.push(end + 1, next);
      end = next;
    }
    const suffixed = end + suffixWidth(text, parts[parts.length - 2], end);
    parts[parts.length - 1] = suffixed;
    this.emitWord(start, suffixed);
    return suffixed;
  }

  private emitWord(start: number, end: number): void {
    const { parts, joined, emit } = this;
    if (parts.length === 2) return emit(start, end);
    if (joined === 'whole' || this.isAcronym(end)) return emit(start, end);
    if (joined === 'both') emit(start, end);
    for (let i = 0; i < parts.length; i += 2) emit(parts[i], parts[i + 1]);
  }

  /** Single letters with dots, "U.S.A", say nothing one by one. */
  private isAcronym(end: number): boolean {
    const { text, parts } = this;
    for (let i = 0; i < parts.length; i += 2) {
      if (parts[i + 1] !== parts[i] + 1 || !isLetter(text, parts[i])) return false;
      if (parts[i + 1] < end && text.charCodeAt(parts[i + 1]) !== DOT) return false;
    }
    return true;
  }
}

/** End of the letters, digits and marks from `start`, with apostrophes between letters and the points of a number. */
function partEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) {
      at++;
      continue;
    }
    const width = partWidth(text, at);
    if (width === 0) return at;
    at += width;
  }
}

/** Width of the character at `at` if it goes on with the part, else 0. A part's first character always does. */
function partWidth(text: string, at: number): number {
  const codePoint = text.codePointAt(at);
  if (codePoint === undefined) return 0;
  switch (classOf(codePoint)) {
    case CharacterClass.Letter:
    case CharacterClass.Digit:
    case CharacterClass.Mark:
      return widthOf(codePoint);
    case CharacterClass.Invisible:
      return beginsWord(text, at + 1) ? 1 : 0;
    default:
      return joinsInside(text, at, codePoint) ? 1 : 0;
  }
}

function joinsInside(text: string, at: number, code: number): boolean {
  if (isApostrophe(code)) return isLetter(text, at + 1) && !isDigit(text, at - 1);
  if (code === DOT) return isDigit(text, at - 1) && isDigit(text, at + 1);
  return code === COMMA && isDigit(text, at - 1) && isThousands(text, at + 1);
}

/** Three digits and no fourth: the comma of 1,000, not of a list. */
function isThousands(text: string, at: number): boolean {
  return isDigit(text, at) && isDigit(text, at + 1) && isDigit(text, at + 2) && !isDigit(text, at + 3);
}

/** The signs that make C++, C# and F# other words than C and F. */
function suffixWidth(text: string, partStart: number, end: number): number {
  const code = text.charCodeAt(end);
  if (code === PLUS && text.charCodeAt(end + 1) === PLUS && isLetter(text, partStart)) return endsWord(text, end + 2) ? 2 : 0;
  return code === HASH && end === partStart + 1 && isLetter(text, partStart) && endsWord(text, end + 1) ? 1 : 0;
}

function endsWord(text: string, at: number): boolean {
  return text.charCodeAt(at) !== PLUS && !beginsWord(text, at);
}

function isJoiner(code: number): boolean {
  return code === HYPHEN || code === DOT || code === UNDERSCORE || code === AT || code === 0x2010 || code === 0x2011;
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019;
}

function beginsWord(text: string, at: number): boolean {
  return isLetter(text, at) || isDigit(text, at);
}

function isLetter(text: string, at: number): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && classOf(codePoint) === CharacterClass.Letter;
}

function isDigit(text: string, at: number): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && classOf(codePoint) === CharacterClass.Digit;
}
