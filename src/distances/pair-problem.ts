import type { DocumentMasses } from './document-masses';
import { type QueryArcs, SORTED } from './query-arcs';

/**
 * One query against one document at a time, in terms of savings: mass that moves over an arc of distance c saves T - c.
 * Words in both are matched first, min of the two masses at cost 0 (exact for a metric: by the triangle inequality no
 * rerouting is cheaper), so `rowRest` and `columnRest` hold what is left to move and `matched` what was.
 */
export class PairProblem {
  /** Masses of the query's words (n). */
  rows: Float64Array = new Float64Array(0);
  rowRest = new Float64Array(0);
  total = 0;
  /** Words of the document (m) begin at `firstPosting` in the corpus. */
  m = 0;
  firstPosting = 0;
  columns = new Float64Array(256);
  columnRest = new Float64Array(256);
  /** Mass of the words in both. */
  matched = 0;

  private readonly position: Int32Array;
  private words: Uint32Array = new Uint32Array(0);
  private best = new Float64Array(0);
  private second = new Float64Array(0);
  private bestMass = new Float64Array(0);

  constructor(
    readonly arcs: QueryArcs,
    readonly masses: DocumentMasses,
    /** What a unit of mass pays that meets nothing near. */
    readonly threshold: number,
    /** False for a ground distance that breaks the triangle inequality: then common mass may not be taken out. */
    private readonly isMetric: boolean,
  ) {
    this.position = new Int32Array(arcs.vocabularySize).fill(-1);
  }

  get n(): number {
    return this.rows.length;
  }

  /** A new query: word ids (n; those outside the vocabulary match nothing by identity) and their masses (n). */
  begin(words: Uint32Array, rows: Float64Array): void {
    const { position } = this;
    for (const w of this.words) if (w < position.length) position[w] = -1;
    for (let i = 0; i < words.length; i++) if (words[i] < position.length) position[words[i]] = i;
    this.words = words;
    this.rows = rows;
    this.total = rows.reduce((sum, x) => sum + x, 0);
    if (this.rowRest.length !== rows.length) {
      this.rowRest = new Float64Array(rows.length);
      this.best = new Float64Array(rows.length);
      this.second = new Float64Array(rows.length);
      this.bestMass = new Float64Array(rows.length);
    }
  }

  /** Puts document `doc` opposite the query and takes out the common mass. */
  load(doc: number): void {
    const { offsets, words } = this.masses.corpus;
    const start = (this.firstPosting = offsets[doc]);
    const m = (this.m = offsets[doc + 1] - start);
    if (m > this.columns.length) {
      this.columns = new Float64Array(2 * m);
      this.columnRest = new Float64Array(2 * m);
    }
    const { columns, columnRest, rowRest, position } = this;
    this.masses.load(doc, columns);
    rowRest.set(this.rows);
    let matched = 0;
    for (let j = 0; j < m; j++) {
      const mass = columns[j];
      const i = position[words[start + j]];
      const common = i >= 0 && this.isMetric ? Math.min(mass, rowRest[i]) : 0;
      columnRest[j] = mass - common;
      if (common > 0) {
        rowRest[i] -= common;
        matched += common;
      }
    }
    this.matched = matched;
  }

  /** Distance of documents that save `savings` in all, matched mass included. */
  distanceOf(savings: number): number {
    return Math.max(0, this.threshold - savings / this.total);
  }

  /**
   * Upper bound of the savings of the loaded document: the smaller of two relaxations of what is left after the match.
   * Columns: each word sends its mass to the query words nearest it, at most the mass of each (ICT; Atasu, Mittelholzer
   * 2019). Rows: each query word takes from its nearest document word at most that word's mass, the rest from the second
   * (ACT-1). Each drops one side's constraint across words, so it can only save more than a true flow.
   */
  relaxedSavings(): number {
    const { arcs, columnRest, rowRest, best, second, bestMass, threshold, firstPosting } = this;
    const { words } = this.masses.corpus;
    best.fill(0);
    second.fill(0);
    let byColumns = 0;
    for (let j = 0; j < this.m; j++) {
      const mass = columnRest[j];
      if (mass <= 0) continue;
      const word = words[firstPosting + j];
      if (arcs.nearest[word] >= threshold) continue;
      arcs.prepare(word);
      const start = arcs.first[word];
      const end = start + arcs.count[word];
      const lastSorted = start + SORTED - 1;
      let left = mass;
      for (let k = start; k < end; k++) {
        const i = arcs.row[k];
        const open = rowRest[i];
        if (open <= 0) continue;
        const gain = threshold - arcs.distance[k];
        if (left > 0) {
          // From the last sorted arc on the rest goes at its gain, for none behind it is nearer.
          const moved = k >= lastSorted ? left : Math.min(left, open);
          byColumns += moved * gain;
          left -= moved;
        }
        if (gain > second[i]) {
          if (gain > best[i]) {
            second[i] = best[i];
            best[i] = gain;
            bestMass[i] = mass;
          } else second[i] = gain;
        }
      }
    }
    return this.matched * threshold + Math.min(byColumns, this.rowSavings());
  }

  private rowSavings(): number {
    const { rowRest, best, second, bestMass } = this;
    let sum = 0;
    for (let i = 0; i < rowRest.length; i++) {
      const near = Math.min(rowRest[i], bestMass[i]);
      if (best[i] > 0) sum += near * best[i] + (rowRest[i] - near) * second[i];
    }
    return sum;
  }
}
