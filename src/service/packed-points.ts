import { PointTable } from '../vectors/point-table';

/** Points as they are saved: the rows of the words that have one, in single precision, then a byte a word that says which. */
export function packPoints(points: PointTable): Uint8Array {
  const { size, dim } = points;
  const known = Uint8Array.from({ length: size }, (_, id) => (points.has(id) ? 1 : 0));
  const rows = new Float32Array(countOf(known) * dim);
  let at = 0;
  for (let id = 0; id < size; id++) {
    if (!known[id]) continue;
    points.row(id, rows.subarray(at, at + dim));
    at += dim;
  }
  return Buffer.concat([new Uint8Array(rows.buffer), known]);
}

/** Throws RangeError where the bytes are not those of `size` words. */
export function unpackPoints(bytes: Uint8Array, dim: number, size: number): PointTable {
  const known = bytes.subarray(bytes.byteLength - size);
  const rowBytes = 4 * dim * countOf(known);
  if (bytes.byteLength !== rowBytes + size) throw new RangeError(`${bytes.byteLength} bytes are not ${size} points of ${dim}`);
  const rows = new Float32Array(bytes.slice(0, rowBytes).buffer);
  const points = new PointTable(dim);
  let at = 0;
  for (let id = 0; id < size; id++) {
    points.append(known[id] ? rows.subarray(at, at + dim) : null);
    if (known[id]) at += dim;
  }
  return points;
}

const countOf = (known: Uint8Array): number => known.reduce((sum, one) => sum + one, 0);
