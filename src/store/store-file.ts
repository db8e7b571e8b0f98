import fs from 'node:fs';
import path from 'node:path';
import { WordmoverError } from '../errors';

export const STORE_FILE = 'data.mdb';

/** Layout of LMDB's two meta pages (struct MDB_meta, 64 bits, little-endian), in bytes from the page's start. */
const META = { magic: 0x18, version: 0x1c, pageSize: 0x30, root: 0x88, end: 0xa0 } as const;
const MAGIC = 0xbeefc0de;
/** Root of an empty tree. */
const NO_PAGE = 0xffffffffffffffffn;

/**
 * Looks at an LMDB file before it is mapped: reading a page beyond the end of a file that was cut off would end the process
 * with a bus error. `leastBytes`: its size at an earlier time; it never shrinks. Returns its size now. Throws CORRUPT_INDEX.
 */
export function checkStoreFile(folder: string, leastBytes: number): number {
  const file = path.join(folder, STORE_FILE);
  const bytes = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) throw corrupt(file, 'it is missing or empty');
  if (bytes < leastBytes) throw corrupt(file, `it has ${bytes} bytes, and had ${leastBytes}`);
  const descriptor = fs.openSync(file, 'r');
  try {
    const pageSize = checkMeta(readMeta(descriptor, 0), file, bytes);
    checkMeta(readMeta(descriptor, pageSize), file, bytes);
    return bytes;
  } finally {
    fs.closeSync(descriptor);
  }
}

function readMeta(descriptor: number, at: number): Buffer {
  const meta = Buffer.alloc(META.end);
  fs.readSync(descriptor, meta, 0, META.end, at);
  return meta;
}

function checkMeta(meta: Buffer, file: string, bytes: number): number {
  const pageSize = meta.readUInt32LE(META.pageSize);
  const root = meta.readBigUInt64LE(META.root);
  if (meta.readUInt32LE(META.magic) !== MAGIC || pageSize < 512 || pageSize > 65536)
    throw corrupt(file, 'its first pages are damaged');
  if (root !== NO_PAGE && (Number(root) + 1) * pageSize > bytes) throw corrupt(file, 'it was cut off');
  return pageSize;
}

function corrupt(file: string, fault: string): WordmoverError {
  return new WordmoverError('CORRUPT_INDEX', `the document store ${file} is damaged: ${fault}. Restore it from a backup`);
}
