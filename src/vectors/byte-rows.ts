import { crc32 } from 'node:zlib';
import type { TermRows } from './word-vectors';

/**
 * Unit vectors in a byte a coordinate. Little-endian:
 *
 *     header   u32 checksum (CRC-32) of the rest, u32 rows, u32 dim
 *     scales   f32 per row; 0 for one that is not known
 *     levels   i8, rows x dim
 *
 * A coordinate is its level times its row's scale; the scale makes the row's length one, the largest level is 127.
 */
const HEADER_BYTES = 12;
const LARGEST_LEVEL = 127;

/** Each coordinate is rounded to a 127th of the largest of its row. */
export function packRows({ rows, known }: TermRows, dim: number): Uint8Array {
  const count = known.length;
  const bytes = new Uint8Array(HEADER_BYTES + count * (4 + dim));
  const scales = new Float32Array(bytes.buffer, HEADER_BYTES, count);
  const levels = new Int8Array(bytes.buffer, HEADER_BYTES + 4 * count);
  for (let i = 0; i < count; i++) {
    if (known[i]) scales[i] = roundRow(rows.subarray(i * dim, (i + 1) * dim), levels.subarray(i * dim, (i + 1) * dim));
  }
  const header = new Uint32Array(bytes.buffer, 0, 3);
  header.set([0, count, dim]);
  header[0] = crc32(bytes.subarray(4));
  return bytes;
}

/** Undefined for bytes that are damaged, or that hold another number of rows. */
export function unpackRows(bytes: Uint8Array, count: number, dim: number): TermRows | undefined {
  const whole = readWhole(bytes, count, dim);
  if (!whole) return undefined;
  const { scales, levels } = whole;
  const rows = new Float32Array(count * dim);
  const known = new Uint8Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    known[i] = scales[i] > 0 ? 1 : 0;
    for (const end = at + dim; at < end; at++) rows[at] = levels[at] * scales[i];
  }
  return { rows, known };
}

/** One row as it is kept: its levels and their scale, 0 where it is not known. Undefined for damaged bytes. */
export function unpackLevels(bytes: Uint8Array, dim: number): { levels: Int8Array; scale: number } | undefined {
  const whole = readWhole(bytes, 1, dim);
  return whole && { levels: whole.levels, scale: whole.scales[0] };
}

function readWhole(bytes: Uint8Array, count: number, dim: number): { scales: Float32Array; levels: Int8Array } | undefined {
  if (bytes.length !== HEADER_BYTES + count * (4 + dim)) return undefined;
  const { buffer, byteOffset } = bytes;
  const header = new DataView(buffer, byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== crc32(bytes.subarray(4))) return undefined;
  if (header.getUint32(4, true) !== count || header.getUint32(8, true) !== dim) return undefined;
  const levelsAt = byteOffset + HEADER_BYTES + 4 * count;
  // Copied, because bytes from a store need not lie at a multiple of four.
  const scales = new Float32Array(buffer.slice(byteOffset + HEADER_BYTES, levelsAt));
  return { scales, levels: new Int8Array(buffer, levelsAt, count * dim) };
}

/** Answers the scale. */
function roundRow(row: Float32Array, levels: Int8Array): number {
  let largest = 0;
  for (let k = 0; k < row.length; k++) largest = Math.max(largest, Math.abs(row[k]));
  const step = LARGEST_LEVEL / largest;
  let square = 0;
  for (let k = 0; k < row.length; k++) {
    levels[k] = Math.round(row[k] * step);
    square += levels[k] * levels[k];
  }
  return 1 / Math.sqrt(square);
}
