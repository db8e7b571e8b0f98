/**
 * ICT (Atasu, Mittelholzer 2019) over gains: the most that one column can save when every row offers it all of its mass, whatever
 * other columns take. Summed over columns, an upper bound of the savings of a partial transport. Arcs [start, end) of the
 * column by falling gain. With k, only the first k moves are capped by the row's mass (ACT-k; 0 gives RWMD's bound).
 */
export function columnSavings(
  colMass: number,
  start: number,
  end: number,
  arcRow: Int32Array,
  arcGain: Float64Array,
  rowMass: Float64Array,
  k = Infinity,
): number {
  let left = colMass;
  let savings = 0;
  for (let e = start; e < end && left > 0; e++) {
    const moved = e - start < k ? Math.min(left, rowMass[arcRow[e]]) : left;
    savings += moved * arcGain[e];
    left -= moved;
  }
  return savings;
}
