import { CharacterClass, classOf, widthOf } from './character-class';

const ZERO_WIDTH_JOINER = 0x200d;

/** End of the emoji that begins at `start`: a flag's two letters, or a picture with its modifiers and what is joined to it (UTS #51). */
export function emojiEnd(text: string, start: number): number {
  const first = text.codePointAt(start) as number;
  let at = start + widthOf(first);
  if (classOf(first) === CharacterClass.RegionalIndicator)
    return isClass(text, at, CharacterClass.RegionalIndicator) ? at + 2 : at;
  for (;;) {
    at = modifiersEnd(text, at);
    if (text.charCodeAt(at) !== ZERO_WIDTH_JOINER || !isClass(text, at + 1, CharacterClass.Pictograph)) return at;
    at += 1 + widthOf(text.codePointAt(at + 1) as number);
  }
}

/** Skin tones, variation selectors and other marks, and the tags of regional flags. */
function modifiersEnd(text: string, start: number): number {
  let at = start;
  for (;;) {
    const codePoint = text.codePointAt(at);
    if (codePoint === undefined) return at;
    const skinTone = codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
    const tag = codePoint >= 0xe0020 && codePoint <= 0xe007f;
    if (!skinTone && !tag && classOf(codePoint) !== CharacterClass.Mark) return at;
    at += widthOf(codePoint);
  }
}

function isClass(text: string, at: number, wanted: CharacterClass): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && classOf(codePoint) === wanted;
}
