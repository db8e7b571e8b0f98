import type { VectorTable } from './vector-table';

/** So many members train a split; the rest are only assigned. */
const TRAINING_SIZE = 256;
const ROUNDS = 4;

/** Halves of a cluster: vectors with dot(direction) > offset go right. */
export interface Split {
  readonly direction: Float32Array;
  readonly offset: number;
  /** Members before this position of the range are left. */
  readonly middle: number;
}

/**
 * Parts members[start..end) in two by 2-means (Lloyd 1982) on a sample of them, reordering them in place. Where all are the
 * same point, the halves are arbitrary.
 */
export function splitCluster(table: VectorTable, members: Uint32Array, start: number, end: number, random: () => number): Split {
  const training = trainingSample(members, start, end, random);
  const centres = farApart(table, training, random);
  for (let round = 0; round < ROUNDS; round++) improve(table, training, centres);
  const { direction, offset } = bisector(centres);
  const middle = partition(table, members, start, end, direction, offset);
  const isOneSided = middle === start || middle === end;
  return { direction, offset, middle: isOneSided ? (start + end) >> 1 : middle };
}

/** Mean of members[start..end). */
export function centreOf({ dim, rows }: VectorTable, members: Uint32Array, start: number, end: number): Float64Array {
  const centre = new Float64Array(dim);
  for (let k = start; k < end; k++) {
    const row = members[k] * dim;
    for (let x = 0; x < dim; x++) centre[x] += rows[row + x];
  }
  for (let x = 0; x < dim; x++) centre[x] /= end - start;
  return centre;
}

export function dot(rows: Float32Array, row: number, direction: Float32Array): number {
  let sum0 = 0;
  let sum1 = 0;
  const even = direction.length & ~1;
  for (let x = 0; x < even; x += 2) {
    sum0 += rows[row + x] * direction[x];
    sum1 += rows[row + x + 1] * direction[x + 1];
  }
  if (even < direction.length) sum0 += rows[row + even] * direction[even];
  return sum0 + sum1;
}

type Centres = readonly [Float64Array, Float64Array];

function trainingSample(members: Uint32Array, start: number, end: number, random: () => number): Uint32Array {
  if (end - start <= TRAINING_SIZE) return members.slice(start, end);
  return Uint32Array.from({ length: TRAINING_SIZE }, () => members[start + Math.floor(random() * (end - start))]);
}

/** A member at random and the one farthest from it. */
function farApart(table: VectorTable, training: Uint32Array, random: () => number): Centres {
  const { dim, rows } = table;
  const vector = (member: number) => Float64Array.from(rows.subarray(member * dim, (member + 1) * dim));
  const first = vector(training[Math.floor(random() * training.length)]);
  let farthest = training[0];
  let greatest = -1;
  for (const member of training) {
    let squared = 0;
    for (let x = 0; x < dim; x++) squared += (rows[member * dim + x] - first[x]) ** 2;
    if (squared > greatest) {
      greatest = squared;
      farthest = member;
    }
  }
  return [first, vector(farthest)];
}

/** One round of Lloyd's algorithm; a centre without members stays. */
function improve({ dim, rows }: VectorTable, training: Uint32Array, centres: Centres): void {
  const { direction, offset } = bisector(centres);
  const sums = [new Float64Array(dim), new Float64Array(dim)];
  const counts = [0, 0];
  for (const member of training) {
    const row = member * dim;
    const side = dot(rows, row, direction) > offset ? 1 : 0;
    counts[side]++;
    for (let x = 0; x < dim; x++) sums[side][x] += rows[row + x];
  }
  centres.forEach((centre, side) => {
    if (counts[side] > 0) for (let x = 0; x < dim; x++) centre[x] = sums[side][x] / counts[side];
  });
}

/** The hyperplane of the points that are as far from one centre as from the other. */
function bisector([left, right]: Centres): { direction: Float32Array; offset: number } {
  const direction = Float32Array.from(left, (value, x) => right[x] - value);
  let offset = 0;
  for (let x = 0; x < left.length; x++) offset += (direction[x] * (left[x] + right[x])) / 2;
  return { direction, offset };
}

function partition(
  { dim, rows }: VectorTable,
  members: Uint32Array,
  start: number,
  end: number,
  direction: Float32Array,
  offset: number,
): number {
  let middle = start;
  for (let k = start; k < end; k++) {
    const member = members[k];
    if (dot(rows, member * dim, direction) > offset) continue;
    members[k] = members[middle];
    members[middle++] = member;
  }
  return middle;
}
