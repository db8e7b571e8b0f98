import { PointTable } from '../vectors/point-table';

/** Points as they are saved: the rows in single precision, then a byte a word that says whether it has one. */
export function packPoints(points: PointTable): Uint8Array {
  const { size, dim } = points;
  const rows = new Float32Array(size * dim);
  const known = new Uint8Array(size);
  for (let id = 0; id < size; id++) known[id] = points.row(id, rows.subarray(id * dim, (id + 1) * dim)) ? 1 : 0;
  return Buffer.concat([new Uint8Array(rows.buffer), known]);
}

/** Throws RangeError where the bytes are not those of `size` words. */
export function unpackPoints(bytes: Uint8Array, dim: number, size: number): PointTable {
  const rowBytes = 4 * dim * size;
  if (bytes.byteLength !== rowBytes + size) throw new RangeError(`${bytes.byteLength} bytes are not ${size} points of ${dim}`);
  const rows = new Float32Array(bytes.slice(0, rowBytes).buffer);
  const points = new PointTable(dim);
  for (let id = 0; id < size; id++) points.append(bytes[rowBytes + id] ? rows.subarray(id * dim, (id + 1) * dim) : null);
  return points;
}
