/** A sparse matrix by rows: row r has `columns` and `values` in [starts[r], starts[r + 1]), columns ascending. */
export interface SparseRows {
  readonly columnCount: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** Rows appended one after the other, in shared memory that doubles when full. */
export class SparseRowsBuilder {
  private starts: number[] = [0];
  private columns = new Uint32Array(new SharedArrayBuffer(4 << 16));
  private values = new Float32Array(new SharedArrayBuffer(4 << 16));
  private used = 0;

  /** Adds one row from the first `count` entries; columns must ascend. */
  append(columns: ArrayLike<number>, values: ArrayLike<number>, count: number): void {
    this.reserve(count);
    for (let i = 0; i < count; i++) {
      this.columns[this.used + i] = columns[i];
      this.values[this.used + i] = values[i];
    }
    this.used += count;
    this.starts.push(this.used);
  }

  /** Forgets all rows and keeps the memory. What was built before is overwritten. */
  clear(): void {
    this.starts = [0];
    this.used = 0;
  }

  appendMap(row: ReadonlyMap<number, number>): void {
    this.appendFrom(Uint32Array.from(row.keys()).sort(), (column) => row.get(column)!);
  }

  /** Adds the row of the sums in `columns`, which ascend. */
  appendSums(columns: Uint32Array, sums: Float64Array): void {
    this.appendFrom(columns, (column) => sums[column]);
  }

  private appendFrom(columns: Uint32Array, valueOf: (column: number) => number): void {
    this.reserve(columns.length);
    this.columns.set(columns, this.used);
    for (const column of columns) this.values[this.used++] = valueOf(column);
    this.starts.push(this.used);
  }

  build(columnCount: number): SparseRows {
    return {
      columnCount,
      starts: shared(Uint32Array.from(this.starts)),
      columns: this.columns.subarray(0, this.used),
      values: this.values.subarray(0, this.used),
    };
  }

  private reserve(count: number): void {
    if (this.used + count <= this.columns.length) return;
    const capacity = Math.max(2 * this.columns.length, this.used + count);
    const columns = new Uint32Array(new SharedArrayBuffer(4 * capacity));
    const values = new Float32Array(new SharedArrayBuffer(4 * capacity));
    columns.set(this.columns);
    values.set(this.values);
    this.columns = columns;
    this.values = values;
  }
}

function shared(array: Uint32Array): Uint32Array {
  const copy = new Uint32Array(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

/** Counting sort by column: exact, and rows of the result ascend because rows are visited in order. */
export function transpose(matrix: SparseRows): SparseRows {
  const rowCount = matrix.starts.length - 1;
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (matrix.columnCount + 1)));
  for (const column of matrix.columns) starts[column + 1]++;
  for (let c = 0; c < matrix.columnCount; c++) starts[c + 1] += starts[c];
  const next = starts.slice(0, -1);
  const columns = new Uint32Array(new SharedArrayBuffer(4 * matrix.columns.length));
  const values = new Float32Array(new SharedArrayBuffer(4 * matrix.columns.length));
  for (let r = 0; r < rowCount; r++) {
    for (let e = matrix.starts[r]; e < matrix.starts[r + 1]; e++) {
      const to = next[matrix.columns[e]]++;
      columns[to] = r;
      values[to] = matrix.values[e];
    }
  }
  return { columnCount: rowCount, starts, columns, values };
}

/** The rows of all parts, one part after the other. */
export function concatenateRows(parts: readonly SparseRows[]): SparseRows {
  const rowCount = parts.reduce((sum, part) => sum + part.starts.length - 1, 0);
  const entryCount = parts.reduce((sum, part) => sum + part.columns.length, 0);
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (rowCount + 1)));
  const columns = new Uint32Array(new SharedArrayBuffer(4 * entryCount));
  const values = new Float32Array(new SharedArrayBuffer(4 * entryCount));
  let row = 0;
  let entry = 0;
  for (const part of parts) {
    columns.set(part.columns, entry);
    values.set(part.values, entry);
    for (let r = 1; r < part.starts.length; r++) starts[++row] = entry + part.starts[r];
    entry += part.columns.length;
  }
  return { columnCount: parts[0].columnCount, starts, columns, values };
}

/** Divides every row by its sum, in place; an empty row stays empty. */
export function rowsToUnitSum(matrix: SparseRows): SparseRows {
  for (let r = 0; r + 1 < matrix.starts.length; r++) {
    let sum = 0;
    for (let e = matrix.starts[r]; e < matrix.starts[r + 1]; e++) sum += matrix.values[e];
    for (let e = matrix.starts[r]; e < matrix.starts[r + 1]; e++) matrix.values[e] /= sum;
  }
  return matrix;
}

/** A row that is being added up (the sparse accumulator of Gilbert, Moler, Schreiber 1992): sums by column, and which are not 0. */
export class RowSums {
  readonly sums: Float64Array;
  private readonly columns: Uint32Array;
  private count = 0;

  constructor(columnCount: number) {
    this.sums = new Float64Array(columnCount);
    this.columns = new Uint32Array(columnCount);
  }

  /** Adds a value > 0. */
  add(column: number, value: number): void {
    if (this.sums[column] === 0) this.columns[this.count++] = column;
    this.sums[column] += value;
  }

  /** Columns added to since the last `clear`, ascending; valid until then. */
  met(): Uint32Array {
    return this.columns.subarray(0, this.count).sort();
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.sums[this.columns[i]] = 0;
    this.count = 0;
  }
}

/** Weighted sum of matrices of one shape, weights > 0, the `keep` largest entries of each row, rows divided by their sum. */
export function mixRows(parts: readonly { matrix: SparseRows; weight: number }[], keep: number): SparseRows {
  const { columnCount, starts } = parts[0].matrix;
  const mixed = new SparseRowsBuilder();
  const row = new RowSums(columnCount);
  for (let r = 0; r + 1 < starts.length; r++) {
    for (const { matrix, weight } of parts) {
      for (let e = matrix.starts[r]; e < matrix.starts[r + 1]; e++) row.add(matrix.columns[e], weight * matrix.values[e]);
    }
    const met = row.met();
    mixed.appendSums(met.length <= keep ? met : heaviest(met, row.sums, keep), row.sums);
    row.clear();
  }
  return rowsToUnitSum(mixed.build(columnCount));
}

/** Of ascending columns the `keep` with the largest sums, ascending; of equal ones the first. */
function heaviest(columns: Uint32Array, sums: Float64Array, keep: number): Uint32Array {
  const descending = Float64Array.from(columns, (column) => -sums[column]).sort();
  const least = -descending[keep - 1];
  let ties = keep - descending.findIndex((sum) => -sum === least);
  return columns.filter((column) => sums[column] > least || (sums[column] === least && ties-- > 0));
}
