import type { Tokenizer } from './transformers-package';

/** A text in the model's vocabulary, with the place in the text that each piece stands for. */
export interface WordPieces {
  readonly ids: Int32Array;
  /** Code units [start, end) of the written word that the piece is a part of. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Runs of letters, digits and marks; any other sign alone. Where BERT's pre-tokenizer splits, so that the parts read as the whole does. */
const WRITTEN = /[\p{L}\p{N}\p{M}]+|[^\s]/gu;
/** A longer run is no word: the tokenizer would take it as unknown after quadratic work. */
const LONGEST_WRITTEN = 128;
const REMEMBERED = 65_536;

/**
 * Splits texts into a model's pieces, word by word, because the package does not say where in the text a piece lies. For BERT's
 * tokenizers the pieces are those of the whole text; a tokenizer that marks spaces is given them.
 */
export class PieceReader {
  /** What the model wants before and behind the pieces of a text, such as [CLS] and [SEP]. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  private readonly unknown: number | undefined;
  private readonly memory = new Map<string, readonly number[]>();

  constructor(private readonly tokenizer: Tokenizer) {
    const bare = tokenizer.encode('a', { add_special_tokens: false });
    const framed = tokenizer.encode('a', { add_special_tokens: true });
    const at = Math.max(0, framed.indexOf(bare[0]));
    this.before = framed.slice(0, at);
    this.after = framed.slice(at + bare.length);
    this.unknown = tokenizer.unk_token_id;
  }

  /** Reads words until `most` pieces or more are there. */
  read(text: string, most = Infinity): WordPieces {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (const match of text.matchAll(WRITTEN)) {
      if (ids.length >= most) break;
      const start = match.index;
      const written = match[0];
      const isSpaced = start > 0 && /\s/u.test(text[start - 1]);
      for (const id of this.pieces(isSpaced ? ` ${written}` : written)) {
        ids.push(id);
        starts.push(start);
        ends.push(start + written.length);
      }
    }
    return { ids: Int32Array.from(ids), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
  }

  /** Whether the model knows none of the pieces [from, to): it would see the same for any such word. */
  areUnknown(ids: Int32Array, from: number, to: number): boolean {
    for (let p = from; p < to; p++) if (ids[p] !== this.unknown) return false;
    return true;
  }

  private pieces(written: string): readonly number[] {
    const known = this.memory.get(written);
    if (known) return known;
    const pieces = this.tokenizer.encode(written.slice(0, LONGEST_WRITTEN), { add_special_tokens: false });
    if (this.memory.size >= REMEMBERED) this.memory.clear();
    this.memory.set(written, pieces);
    return pieces;
  }
}
