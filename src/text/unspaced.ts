import { CharacterClass, classOf, widthOf } from './character-class';

/** Called for every token with its place in the text, in code units: [start, end). */
export type Emit = (start: number, end: number) => void;

/** Segmenting is not linear in all runtimes, so long runs are handed over in pieces of this many code units. */
const LONGEST_PIECE = 1024;

let segmenter: Intl.Segmenter | undefined;

/** End of the run of letters and marks of unspaced scripts from `start`. */
export function unspacedEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const codePoint = text.codePointAt(at) as number;
    const kind = classOf(codePoint);
    if (kind !== CharacterClass.Unspaced && kind !== CharacterClass.Mark) break;
    at += widthOf(codePoint);
  }
  return at;
}

/** Overlapping pairs of characters, each with its marks; a lone character is a token. The same on every runtime, no dictionary. */
export function bigramsOf(text: string, start: number, end: number, emit: Emit): void {
  let first = start;
  let second = characterEnd(text, first, end);
  if (second >= end) return emit(first, end);
  while (second < end) {
    const third = characterEnd(text, second, end);
    emit(first, third);
    first = second;
    second = third;
  }
}

/** Words by the dictionary of the runtime's ICU: longer and rarer than pairs, fit for word vectors, and its version's business. */
export function wordsOf(text: string, start: number, end: number, emit: Emit): void {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  let at = start;
  while (at < end) {
    const pieceEnd = at + LONGEST_PIECE >= end ? end : characterEnd(text, at + LONGEST_PIECE, end);
    for (const { segment, index, isWordLike } of segmenter.segment(text.slice(at, pieceEnd))) {
      if (isWordLike) emit(at + index, at + index + segment.length);
    }
    at = pieceEnd;
  }
}

function characterEnd(text: string, start: number, end: number): number {
  let at = start + widthOf(text.codePointAt(start) as number);
  while (at < end) {
    const codePoint = text.codePointAt(at) as number;
    if (classOf(codePoint) !== CharacterClass.Mark) break;
    at += widthOf(codePoint);
  }
  return at;
}
