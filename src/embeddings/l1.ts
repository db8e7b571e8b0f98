import { assertSameSpace, type Embedding } from './embedding';

/**
 * L1 distance of two embeddings, one merge over their sorted coordinates.
 * Over `gridEmbedding` with side weights it is within O(log levels) of the earth mover's distance in expectation
 * (Indyk, Thaper 2003), neither a lower nor an upper bound. Throws INVALID_HISTOGRAM for embeddings of different spaces.
 */
export function l1(a: Embedding, b: Embedding): number {
  assertSameSpace(a.space, b.space);
  return a.space.stride === 1 ? numberedL1(a, b) : wideL1(a, b);
}

function numberedL1(a: Embedding, b: Embedding): number {
  const { ids: aIds, values: aValues } = a;
  const { ids: bIds, values: bValues } = b;
  const n = aIds.length;
  const m = bIds.length;
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const left = aIds[i];
    const right = bIds[j];
    if (left === right) sum += Math.abs(aValues[i++] - bValues[j++]);
    else if (left < right) sum += Math.abs(aValues[i++]);
    else sum += Math.abs(bValues[j++]);
  }
  while (i < n) sum += Math.abs(aValues[i++]);
  while (j < m) sum += Math.abs(bValues[j++]);
  return sum;
}

function wideL1(a: Embedding, b: Embedding): number {
  const stride = a.space.stride;
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < a.values.length && j < b.values.length) {
    const order = compareIds(a.ids, i * stride, b.ids, j * stride, stride);
    if (order === 0) sum += Math.abs(a.values[i++] - b.values[j++]);
    else if (order < 0) sum += Math.abs(a.values[i++]);
    else sum += Math.abs(b.values[j++]);
  }
  while (i < a.values.length) sum += Math.abs(a.values[i++]);
  while (j < b.values.length) sum += Math.abs(b.values[j++]);
  return sum;
}

function compareIds(a: Uint32Array, aStart: number, b: Uint32Array, bStart: number, stride: number): number {
  for (let k = 0; k < stride; k++) {
    const difference = a[aStart + k] - b[bStart + k];
    if (difference !== 0) return difference;
  }
  return 0;
}
