import { WordmoverError } from '../errors';

/** Squared lengths this close to one count as one: such rows are kept bit for bit. */
const UNIT_TOLERANCE = 1e-6;

/** Copies a vector to `out` at unit length. INVALID_VECTORS for the zero vector, NaN, Infinity or too few coordinates. */
export function unitRow(row: Float32Array, out: Float32Array, what: string, start = 0): void {
  let squared = 0;
  for (let k = 0; k < out.length; k++) squared += row[start + k] * row[start + k];
  if (!(squared > 0 && squared < Infinity)) {
    const reason = squared === 0 ? 'is zero' : `does not have ${out.length} finite coordinates`;
    throw new WordmoverError('INVALID_VECTORS', `${what} ${reason}: give a direction, or no vector at all`);
  }
  const scale = Math.abs(squared - 1) <= UNIT_TOLERANCE ? 1 : 1 / Math.sqrt(squared);
  for (let k = 0; k < out.length; k++) out[k] = row[start + k] * scale;
}
