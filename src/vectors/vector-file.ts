import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { WordmoverError } from '../errors';
import { FileVectors, VectorTableBuilder, type VectorFileOptions } from './file-vectors';
import { BinaryRecords, looksLikeText, malformed, parseHeader, TextRecords, type RecordParser } from './vector-records';
import type { WordVectors } from './word-vectors';

const CHUNK_BYTES = 1 << 20;
/** Enough for a header and the start of the first record, or for GloVe's first line. */
const DETECTION_BYTES = 1 << 16;

/**
 * Vectors of a word2vec file (text or binary) or a GloVe text file, gzip or not: the kind is told from the content. Read as
 * a stream; each row is divided by its length. INVALID_VECTORS for a malformed file, with the line or record at fault and
 * the reason; VECTORS_UNAVAILABLE if there is no file.
 */
export async function vectorFile(path: string, options: VectorFileOptions = {}): Promise<WordVectors> {
  const builder = new VectorTableBuilder(path, options);
  const hash = createHash('sha256');
  let pending: Buffer = Buffer.alloc(0);
  let parser: RecordParser | undefined;
  try {
    for await (const chunk of await openContent(path, (bytes) => hash.update(bytes))) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (parser === undefined && pending.length >= DETECTION_BYTES) ({ parser, pending } = detect(pending, path, builder));
      if (parser !== undefined) pending = pending.subarray(parser.take(pending));
    }
  } catch (error) {
    throw readError(error, path);
  }
  if (parser === undefined) ({ parser, pending } = detect(pending, path, builder));
  parser.finish(pending.subarray(parser.take(pending)));
  const table = builder.finish();
  const variant = options.removeMean === true ? '-centred' : '';
  return new FileVectors(table, basename(path), `file-${hash.digest('hex').slice(0, 32)}${variant}`);
}

/** Tells the format from the first bytes; answers what is left behind a header. */
function detect(start: Buffer, path: string, builder: VectorTableBuilder): { parser: RecordParser; pending: Buffer } {
  const onRecord = builder.add.bind(builder);
  const isWanted = builder.isWanted.bind(builder);
  const header = parseHeader(start);
  if (header === undefined) {
    const dim = firstLineDim(start, path);
    builder.begin(dim);
    return { parser: new TextRecords(dim, path, onRecord, isWanted), pending: start };
  }
  builder.begin(header.dim);
  const pending = start.subarray(header.bytes);
  const parser = looksLikeText(pending, header.dim)
    ? new TextRecords(header.dim, path, onRecord, isWanted, header.words)
    : new BinaryRecords(header.dim, header.words, path, onRecord, isWanted);
  return { parser, pending };
}

/** Without a header the first line tells how many numbers follow a word. */
function firstLineDim(start: Buffer, path: string): number {
  const end = start.indexOf(0x0a);
  const line = start.toString('utf8', 0, end < 0 ? start.length : end).trimEnd();
  const dim = line.split(/[ \t]+/).length - 1;
  if (end < 0 && start.length >= DETECTION_BYTES) throw malformed(path, 'line 1', `is longer than ${DETECTION_BYTES} bytes`);
  if (dim < 1) throw malformed(path, 'line 1', 'is neither "words dim" nor a word with its numbers');
  return dim;
}

/** The file's content, unpacked if it is gzip; `onBytes` sees the bytes of the file itself. */
async function openContent(path: string, onBytes: (bytes: Buffer) => void): Promise<AsyncIterable<Buffer>> {
  const bytes = fileBytes(path, onBytes);
  if (!(await isGzip(path))) return bytes;
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  pipeline(Readable.from(bytes), unpacked, () => {});
  return unpacked;
}

async function* fileBytes(path: string, onBytes: (bytes: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    onBytes(bytes as Buffer);
    yield bytes as Buffer;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function readError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (error instanceof WordmoverError) return error;
  if (code.startsWith('Z_')) return malformed(path, 'its gzip data', `is damaged or cut short (${(error as Error).message})`);
  const remedy = 'Give the path of a word2vec or GloVe file';
  return new WordmoverError('VECTORS_UNAVAILABLE', `Can't read the vector file ${path} (${code}). ${remedy}`, { cause: error });
}
