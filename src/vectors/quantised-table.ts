import { WordmoverError } from '../errors';
import { fnv1aWords } from '../text/hash';

/**
 * A table of unit vectors in six bits a coordinate, with how common each word is. Little-endian:
 *
 *     header   16 x u32: magic, version, checksum of all that follows it, words, vectors, dim, documents,
 *              bytes of the word list, recipe (2 x u32), zeros
 *     df       u32 per word: documents of the background collection that hold it
 *     words    UTF-8, joined by line feeds, padded with zeros to 4 bytes; those with a vector first
 *     rows     per vector ceil(dim / 4) groups of four coordinates in three bytes, lowest bits first; in all padded to 4 bytes
 *
 * A coordinate is stored as 32 + round(31 x / largest of the row): the scale need not be kept, since a row is read back at
 * unit length. Six bits at 368 dimensions rank the word lists as floats do; 256 of eight bits took the same room and ranked them worse.
 */
const MAGIC = 0x56444d57; // "WMDV"
const VERSION = 2;
const HEADER_WORDS = 16;
const ZERO_LEVEL = 32;
const LARGEST_LEVEL = 31;
const GROUP = 4;
const GROUP_BYTES = 3;

export interface TableContent {
  /** 16 hexadecimal digits that name how the vectors were made. */
  readonly recipe: string;
  readonly dim: number;
  /** All words; the first rows.length / dim of them have a vector. */
  readonly words: readonly string[];
  readonly rows: Float32Array;
  /** Size of the background collection, and how many of its documents hold each word. */
  readonly documents: number;
  readonly documentFrequencies: Uint32Array;
}

/** Bytes of a table file. Each row is rounded to multiples of its largest coordinate / 31. */
export function encodeTable(content: TableContent): Uint8Array {
  const { dim, words, rows } = content;
  const vectors = rows.length / dim;
  const list = new TextEncoder().encode(words.join('\n'));
  const layout = new TableLayout(words.length, vectors, dim, list.length);
  const bytes = new Uint8Array(layout.size);
  for (let v = 0; v < vectors; v++) {
    quantise(rows.subarray(v * dim, (v + 1) * dim), bytes, layout.rows + v * layout.rowBytes);
  }
  new Uint32Array(bytes.buffer, layout.frequencies, words.length).set(content.documentFrequencies);
  bytes.set(list, layout.words);
  const header = new Uint32Array(bytes.buffer, 0, HEADER_WORDS);
  const recipe = [parseInt(content.recipe.slice(0, 8), 16), parseInt(content.recipe.slice(8), 16)];
  header.set([MAGIC, VERSION, 0, words.length, vectors, dim, content.documents, list.length, ...recipe]);
  header[2] = checksum(bytes);
  return bytes;
}

/** Rounds one row into its groups at bytes[at...]. */
function quantise(row: Float32Array, bytes: Uint8Array, at: number): void {
  let largest = 0;
  for (const x of row) largest = Math.max(largest, Math.abs(x));
  const step = LARGEST_LEVEL / largest;
  for (let k = 0; k < row.length; k += GROUP, at += GROUP_BYTES) {
    let group = 0;
    for (let i = 0; i < GROUP && k + i < row.length; i++) group |= (ZERO_LEVEL + Math.round(row[k + i] * step)) << (6 * i);
    bytes[at] = group;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group >> 16;
  }
}

/** Of the header behind the checksum's own place, and all that follows. */
function checksum(bytes: Uint8Array): number {
  return fnv1aWords(new Uint32Array(bytes.buffer, bytes.byteOffset + 12, (bytes.length - 12) / 4));
}

/** A table read from its bytes, which it keeps: rows are decoded when asked for. */
export class QuantisedTable {
  readonly dim: number;
  readonly documents: number;
  /** Recipe and checksum: changes whenever a vector does. */
  readonly fingerprint: string;
  readonly recipe: string;
  /** All words; the first `vectorCount` have a vector. */
  readonly words: readonly string[];
  readonly vectorCount: number;
  private readonly ids: ReadonlyMap<string, number>;
  private readonly rows: Uint8Array;
  private readonly rowBytes: number;
  private readonly frequencies: Uint32Array;

  /** `bytes` must start on a 4-byte boundary of its buffer. INVALID_VECTORS for anything but an undamaged table. */
  constructor(bytes: Uint8Array, what: string) {
    const header = readHeader(bytes, what);
    const layout = new TableLayout(header.words, header.vectors, header.dim, header.listBytes);
    if (layout.size !== bytes.length) throw damaged(what, `it has ${bytes.length} bytes where ${layout.size} belong`);
    if (checksum(bytes) !== header.checksum) throw damaged(what, 'its checksum does not fit');
    const at = (offset: number) => bytes.byteOffset + offset;
    this.rows = bytes.subarray(layout.rows);
    this.rowBytes = layout.rowBytes;
    this.frequencies = new Uint32Array(bytes.buffer, at(layout.frequencies), header.words);
    this.words = new TextDecoder().decode(bytes.subarray(layout.words, layout.words + header.listBytes)).split('\n');
    this.ids = new Map(this.words.map((word, id) => [word, id]));
    this.dim = header.dim;
    this.vectorCount = header.vectors;
    this.documents = header.documents;
    this.recipe = header.recipe;
    this.fingerprint = `${header.recipe}-${header.checksum.toString(16).padStart(8, '0')}`;
  }

  /** The word's number, or undefined: exact match only. */
  id(word: string): number | undefined {
    return this.ids.get(word);
  }

  hasVector(id: number): boolean {
    return id < this.vectorCount;
  }

  documentFrequency(id: number): number {
    return this.frequencies[id];
  }

  /** Writes a word's unit vector to out[at, at + dim). */
  copyRow(id: number, out: Float32Array, at: number): void {
    const { rows, dim } = this;
    let square = 0;
    for (let k = 0, from = id * this.rowBytes; k < dim; k += GROUP, from += GROUP_BYTES) {
      let group = rows[from] | (rows[from + 1] << 8) | (rows[from + 2] << 16);
      for (let i = k; i < k + GROUP && i < dim; i++, group >>= 6) {
        const level = (group & 63) - ZERO_LEVEL;
        out[at + i] = level;
        square += level * level;
      }
    }
    const scale = 1 / Math.sqrt(square);
    for (let k = at; k < at + dim; k++) out[k] *= scale;
  }
}

/** Byte offsets of the parts of a file. */
class TableLayout {
  readonly frequencies = 4 * HEADER_WORDS;
  readonly rowBytes: number;
  readonly words: number;
  readonly rows: number;
  readonly size: number;

  constructor(words: number, vectors: number, dim: number, listBytes: number) {
    this.rowBytes = Math.ceil(dim / GROUP) * GROUP_BYTES;
    this.words = this.frequencies + 4 * words;
    this.rows = this.words + padded(listBytes);
    this.size = this.rows + padded(vectors * this.rowBytes);
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function readHeader(bytes: Uint8Array, what: string) {
  if (bytes.length < 4 * HEADER_WORDS || bytes.length % 4 !== 0) throw damaged(what, `it has ${bytes.length} bytes`);
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_WORDS);
  if (header[0] !== MAGIC) throw damaged(what, 'it does not begin as one');
  if (header[1] !== VERSION) throw damaged(what, `it is of version ${header[1]}, this program reads version ${VERSION}`);
  const recipe = [header[8], header[9]].map((part) => part.toString(16).padStart(8, '0')).join('');
  const [, , checksum, words, vectors, dim, documents, listBytes] = header;
  return { checksum, words, vectors, dim, documents, listBytes, recipe };
}

function damaged(what: string, reason: string): WordmoverError {
  return new WordmoverError(
    'INVALID_VECTORS',
    `${what} is not an undamaged vector table: ${reason}. Install the package again, or build the table anew (wordmover vectors build)`,
  );
}
