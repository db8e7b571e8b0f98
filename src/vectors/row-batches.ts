import { BATCH_ROWS } from './point-scan';

/** Query words, by position, whose rows cover the same first words of the vocabulary: one pass completes them all. */
export interface RowBatch {
  readonly covered: number;
  readonly positions: readonly number[];
}

/** Batches of the rows that do not cover all `size` words yet; covered[i] says how many row i does. */
export function incompleteRows(covered: readonly number[], size: number): RowBatch[] {
  const groups = new Map<number, number[]>();
  covered.forEach((words, position) => {
    if (words === size) return;
    const positions = groups.get(words);
    if (positions) positions.push(position);
    else groups.set(words, [position]);
  });
  const batches: RowBatch[] = [];
  for (const [words, positions] of groups) {
    for (let start = 0; start < positions.length; start += BATCH_ROWS) {
      batches.push({ covered: words, positions: positions.slice(start, start + BATCH_ROWS) });
    }
  }
  return batches;
}
