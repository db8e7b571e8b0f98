import { WordmoverError } from '../errors';

/** One word and its coordinates as they stand in the file. `coordinates` is overwritten by the next record. */
export type OnRecord = (word: string, coordinates: Float32Array, place: string) => void;

/** Reads records out of chunks of bytes as they come. */
export interface RecordParser {
  readonly dim: number;
  /** Takes all complete records from the start of `bytes`; answers how many bytes they took. */
  take(bytes: Buffer): number;
  /** Called once at the end, with what is left over. */
  finish(rest: Buffer): void;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
/** No word is as long: a "line" that is means that the file is of another kind. */
const LONGEST_WORD = 10_000;
const LONGEST_LINE = 4_000_000;

export interface Header {
  readonly words: number;
  readonly dim: number;
  /** Bytes of the header line with its line feed. */
  readonly bytes: number;
}

/** The first line of word2vec's formats, "words dim"; undefined where the file begins with a word (GloVe). */
export function parseHeader(start: Buffer): Header | undefined {
  const end = start.indexOf(LINE_FEED);
  const fields = end < 0 || end > 64 ? null : /^(\d+)[ \t]+(\d+)\s*$/.exec(start.toString('latin1', 0, end));
  if (fields === null || Number(fields[2]) === 0) return undefined;
  return { words: Number(fields[1]), dim: Number(fields[2]), bytes: end + 1 };
}

/** Whether the `dim` values behind the first word read as numbers; four-byte floats hardly ever do. */
export function looksLikeText(records: Buffer, dim: number): boolean {
  const space = records.indexOf(SPACE);
  const sample = records.subarray(space + 1, space + 1 + Math.min(64, 2 * dim));
  return space >= 0 && sample.every((byte) => byte < 0x80 && (byte >= SPACE || /\s/.test(String.fromCharCode(byte))));
}

/** Lines of a word and `dim` numbers: word2vec's text format after its header, or GloVe's. */
export class TextRecords implements RecordParser {
  private line: number;
  private record = 0;
  private readonly coordinates: Float32Array;

  constructor(
    readonly dim: number,
    private readonly file: string,
    private readonly onRecord: OnRecord,
    private readonly isWanted: (word: string) => boolean,
    /** What the header says; undefined without one. */
    private readonly words?: number,
  ) {
    this.line = words === undefined ? 0 : 1;
    this.coordinates = new Float32Array(dim);
  }

  take(bytes: Buffer): number {
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      this.takeLine(bytes.subarray(from, end));
      from = end + 1;
    }
    if (bytes.length - from > LONGEST_LINE) {
      throw malformed(this.file, `line ${this.line + 1}`, `is longer than ${LONGEST_LINE} bytes`);
    }
    return from;
  }

  finish(rest: Buffer): void {
    if (rest.length > 0) this.takeLine(rest);
    if (this.words !== undefined && this.record !== this.words) {
      throw malformed(
        this.file,
        `line ${this.line + 1}`,
        `comes after ${this.record} words where the header names ${this.words}`,
      );
    }
  }

  private takeLine(bytes: Buffer): void {
    this.line++;
    const place = `line ${this.line}`;
    const fields = bytes
      .toString('utf8')
      .trimEnd()
      .split(/[ \t]+/);
    if (fields.length === 1 && fields[0] === '') return;
    const found = fields.length - 1;
    // A few words of published GloVe files contain spaces ("at name@domain.com"): the numbers are counted from the end.
    if (found < this.dim) throw malformed(this.file, place, `has ${found} numbers where ${this.dim} belong`);
    const first = fields.length - this.dim;
    if (first > 1 && isNumber(fields[first - 1])) {
      throw malformed(this.file, place, `has ${found} numbers where ${this.dim} belong`);
    }
    this.record++;
    const word = fields.slice(0, first).join(' ');
    if (!this.isWanted(word)) return;
    for (let k = 0; k < this.dim; k++) {
      const field = fields[first + k];
      if (!isNumber(field)) throw malformed(this.file, place, `has "${field}" where a number belongs`);
      this.coordinates[k] = Number(field);
    }
    this.onRecord(word, this.coordinates, place);
  }
}

function isNumber(field: string): boolean {
  return field !== '' && Number.isFinite(Number(field));
}

/** word2vec's binary format after its header: word, space, dim x f32 little-endian, perhaps a line feed. */
export class BinaryRecords implements RecordParser {
  private record = 0;
  private readonly coordinates: Float32Array;
  private readonly bytesOfRow: Uint8Array;

  constructor(
    readonly dim: number,
    private readonly words: number,
    private readonly file: string,
    private readonly onRecord: OnRecord,
    private readonly isWanted: (word: string) => boolean,
  ) {
    this.coordinates = new Float32Array(dim);
    this.bytesOfRow = new Uint8Array(this.coordinates.buffer);
  }

  take(bytes: Buffer): number {
    let from = 0;
    for (;;) {
      let start = from;
      while (bytes[start] === LINE_FEED || bytes[start] === CARRIAGE_RETURN) start++;
      const space = bytes.indexOf(SPACE, start);
      if (space < 0 && bytes.length - start > LONGEST_WORD) throw malformed(this.file, this.place(), 'has no end of its word');
      if (space < 0 || space + 1 + 4 * this.dim > bytes.length) return from;
      if (this.record === this.words) return from;
      const word = bytes.toString('utf8', start, space);
      from = space + 1 + 4 * this.dim;
      this.record++;
      if (!this.isWanted(word)) continue;
      bytes.copy(this.bytesOfRow, 0, space + 1, from);
      this.onRecord(word, this.coordinates, `record ${this.record}`);
    }
  }

  finish(rest: Buffer): void {
    if (this.record < this.words) throw malformed(this.file, this.place(), 'is cut short');
    if (rest.some((byte) => byte !== LINE_FEED && byte !== CARRIAGE_RETURN)) {
      throw malformed(this.file, this.place(), `comes after the ${this.words} records that the header names`);
    }
  }

  private place(): string {
    return `record ${this.record + 1}`;
  }
}

export function malformed(file: string, place: string, reason: string): WordmoverError {
  const remedy = 'Give an undamaged word2vec (text or binary) or GloVe text file, gzip or not';
  return new WordmoverError('INVALID_VECTORS', `${file}, ${place} ${reason}. ${remedy}`);
}
