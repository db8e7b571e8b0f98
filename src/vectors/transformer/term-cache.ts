import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError } from '../../errors';
import { fnv1aWords } from '../../text/hash';

/**
 * Vectors of terms, kept on disk as they are computed, one file a model. Little-endian:
 *
 *     header   u32 magic, u32 version, u32 dim, u32 zero, 16 bytes of the model's fingerprint (ASCII)
 *     record   u32 checksum of the rest, u32 bytes of the term, the term in UTF-8 padded with zeros to 4 bytes, dim x f32
 *
 * A batch is appended in one write. What a crash or a fault of the disk leaves half-written fails its checksum: the records
 * before it are kept, the file is written anew without the rest, and the lost terms are computed again.
 */
const MAGIC = 0x54444d57; // "WMDT"
const VERSION = 1;
const HEADER_BYTES = 32;
const RECORD_HEAD = 8;

export class TermCache {
  private readonly rows = new Map<string, Float32Array>();

  private constructor(
    readonly file: string,
    private readonly dim: number,
  ) {}

  /** `folder` is made where it is missing. STORAGE_FAILED where it can't be read or written. */
  static async open(folder: string, fingerprint: string, dim: number): Promise<TermCache> {
    const cache = new TermCache(path.join(folder, `terms-${fingerprint}.cache`), dim);
    await failingAs(cache.file, async () => {
      await mkdir(folder, { recursive: true });
      const bytes = await readIfThere(cache.file);
      const header = headerOf(fingerprint, dim);
      const isOurs = bytes !== undefined && bytes.subarray(0, HEADER_BYTES).equals(header);
      const end = isOurs ? cache.load(bytes) : 0;
      if (bytes?.length !== end || !isOurs) await rewrite(cache.file, isOurs ? bytes.subarray(0, end) : header);
    });
    return cache;
  }

  get size(): number {
    return this.rows.size;
  }

  get(term: string): Float32Array | undefined {
    return this.rows.get(term);
  }

  /** Keeps the rows of terms. STORAGE_FAILED where they can't be written; they are remembered nevertheless. */
  async add(rows: ReadonlyMap<string, Float32Array>): Promise<void> {
    for (const [term, row] of rows) this.rows.set(term, row);
    await failingAs(this.file, async () => {
      const file = await open(this.file, 'a');
      try {
        await file.write(Buffer.concat(Array.from(rows, ([term, row]) => record(term, row))));
      } finally {
        await file.close();
      }
    });
  }

  /** Takes in records up to the first that is damaged; answers where that one starts. */
  private load(bytes: Buffer): number {
    // Records lie at multiples of four, which a pooled buffer need not: checksums are taken over a copy that does.
    const aligned = new Uint8Array(bytes);
    const view = new DataView(aligned.buffer);
    let at = HEADER_BYTES;
    while (at + RECORD_HEAD <= aligned.length) {
      const termBytes = view.getUint32(at + 4, true);
      const rowAt = at + RECORD_HEAD + padded(termBytes);
      const end = rowAt + 4 * this.dim;
      if (end > aligned.length) break;
      if (fnv1aWords(new Uint32Array(aligned.buffer, at + 4, (end - at - 4) / 4)) !== view.getUint32(at, true)) break;
      const term = new TextDecoder().decode(aligned.subarray(at + RECORD_HEAD, at + RECORD_HEAD + termBytes));
      this.rows.set(term, new Float32Array(aligned.buffer, rowAt, this.dim));
      at = end;
    }
    return at;
  }
}

function headerOf(fingerprint: string, dim: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(VERSION, 4);
  header.writeUInt32LE(dim, 8);
  header.write(fingerprint, 16, 16, 'ascii');
  return header;
}

function record(term: string, row: Float32Array): Uint8Array {
  const name = new TextEncoder().encode(term);
  const rowAt = RECORD_HEAD + padded(name.length);
  const bytes = new Uint8Array(rowAt + 4 * row.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, name.length, true);
  bytes.set(name, RECORD_HEAD);
  new Float32Array(bytes.buffer, rowAt).set(row);
  view.setUint32(0, fnv1aWords(new Uint32Array(bytes.buffer, 4)), true);
  return bytes;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function rewrite(file: string, content: Uint8Array): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, content);
  await rename(fresh, file);
}

async function failingAs(file: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new WordmoverError('STORAGE_FAILED', `the cache of vectors ${file} cannot be used: ${reason}. Give another cacheDir`, {
      cause,
    });
  }
}
