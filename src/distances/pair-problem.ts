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
  columnRest = new Float64Array(256);
  /** Mass of the words in both. */
  matched = 0;

  /** Mean of what a unit of each query word saved in the documents solved so far, and in how many. */
  private prices = new Float64Array(0);
  private priced = new Float64Array(0);
  private columnPrices = new Float64Array(256);

  /** Per query word: gain and mass of its nearest document word, gain of the second nearest. */
  private nearest = new Float64Array(0);

  constructor(
    readonly arcs: QueryArcs,
    readonly masses: DocumentMasses,
    /** What a unit of mass pays that meets nothing near. */
    readonly threshold: number,
    /** False for a ground distance that breaks the triangle inequality: then common mass may not be taken out. */
    private readonly isMetric: boolean,
  ) {}

  get n(): number {
    return this.rows.length;
  }

  /** A new query, whose arcs are loaded: the masses of its words (n). */
  begin(rows: Float64Array): void {
    this.rows = rows;
    this.total = rows.reduce((sum, x) => sum + x, 0);
    this.prices = new Float64Array(rows.length);
    this.priced = new Float64Array(rows.length);
    if (this.rowRest.length === rows.length) return;
    this.rowRest = new Float64Array(rows.length);
    this.nearest = new Float64Array(3 * rows.length);
  }

  /** Puts document `doc` opposite the query and takes out the common mass. */
  load(doc: number): void {
    const { offsets, words } = this.masses.corpus;
    const start = (this.firstPosting = offsets[doc]);
    const m = (this.m = offsets[doc + 1] - start);
    if (m > this.columnRest.length) this.columnRest = new Float64Array(2 * m);
    const { arcs, columnRest, rowRest } = this;
    this.masses.load(doc, columnRest);
    rowRest.set(this.rows);
    let matched = 0;
    if (this.isMetric) {
      for (let j = 0; j < m; j++) {
        const i = arcs.position(words[start + j]);
        if (i < 0) continue;
        const common = Math.min(columnRest[j], rowRest[i]);
        columnRest[j] -= common;
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
    const { arcs: near, columnRest, rowRest, nearest, threshold, firstPosting, m } = this;
    const { words } = this.masses.corpus;
    nearest.fill(0);
    let byColumns = 0;
    for (let j = 0; j < m; j++) {
      const mass = columnRest[j];
      const word = words[firstPosting + j];
      const count = near.count(word);
      if (count === 0 || mass <= 0) continue;
      const { arcs, arcsAsFloat } = near;
      const start = 2 * near.first(word);
      const end = start + 2 * count;
      const lastSorted = start + 2 * (SORTED - 1);
      let left = mass;
      for (let k = start; k < end; k += 2) {
        const i = arcs[k];
        const open = rowRest[i];
        if (open <= 0) continue;
        const gain = threshold - arcsAsFloat[k + 1];
        if (left > 0) {
          // From the last sorted arc on the rest goes at its gain, for none behind it is nearer.
          const moved = k >= lastSorted ? left : Math.min(left, open);
          byColumns += moved * gain;
          left -= moved;
        }
        if (gain > nearest[3 * i + 2]) {
          if (gain > nearest[3 * i]) {
            nearest[3 * i + 2] = nearest[3 * i];
            nearest[3 * i] = gain;
            nearest[3 * i + 1] = mass;
          } else nearest[3 * i + 2] = gain;
        }
      }
    }
    return this.matched * threshold + Math.min(byColumns, this.rowSavings());
  }

  /** A dual solution of a document of this query: what a unit of query word `row` saves, >= 0. */
  teachPrice(row: number, price: number): void {
    this.prices[row] += (price - this.prices[row]) / ++this.priced[row];
  }

  /**
   * Upper bound of the savings of the loaded document by weak duality: any prices u >= 0 of the query's words and v >= 0 of the
   * document's with u + v >= gain on all arcs. Starts from the prices learned, which near documents share; then the least v
   * that are feasible with them; then the least u that are feasible with those.
   */
  dualSavings(): number {
    const { arcs: near, columnRest, rowRest, threshold, firstPosting, m, nearest } = this;
    const { words } = this.masses.corpus;
    if (m > this.columnPrices.length) this.columnPrices = new Float64Array(2 * m);
    const { columnPrices } = this;
    let sum = 0;
    for (let j = 0; j < m; j++) {
      if (columnRest[j] <= 0) continue;
      columnPrices[j] = this.leastColumnPrice(words[firstPosting + j]);
      sum += columnRest[j] * columnPrices[j];
    }
    nearest.fill(0, 0, rowRest.length);
    for (let j = 0; j < m; j++) {
      if (columnRest[j] <= 0) continue;
      const price = columnPrices[j];
      const word = words[firstPosting + j];
      const end = 2 * (near.count(word) + near.first(word));
      const { arcs, arcsAsFloat } = near;
      for (let k = 2 * near.first(word); k < end; k += 2) {
        const under = threshold - arcsAsFloat[k + 1] - price;
        if (under > nearest[arcs[k]]) nearest[arcs[k]] = under;
      }
    }
    for (let i = 0; i < rowRest.length; i++) sum += rowRest[i] * nearest[i];
    return this.matched * threshold + sum;
  }

  private leastColumnPrice(word: number): number {
    const { arcs: near, rowRest, prices, threshold } = this;
    const end = 2 * (near.count(word) + near.first(word));
    const { arcs, arcsAsFloat } = near;
    let price = 0;
    for (let k = 2 * near.first(word); k < end; k += 2) {
      const over = threshold - arcsAsFloat[k + 1] - prices[arcs[k]];
      if (over > price && rowRest[arcs[k]] > 0) price = over;
    }
    return price;
  }

  private rowSavings(): number {
    const { rowRest, nearest } = this;
    let sum = 0;
    for (let i = 0; i < rowRest.length; i++) {
      const gain = nearest[3 * i];
      if (gain === 0) continue;
      const first = Math.min(rowRest[i], nearest[3 * i + 1]);
      sum += first * gain + (rowRest[i] - first) * nearest[3 * i + 2];
    }
    return sum;
  }
}
