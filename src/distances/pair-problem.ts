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

  /** True once someone bounds by prices: solvers need not tell them before. */
  learnsPrices = false;
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
   * Upper bound of the savings of the loaded document: the smaller of two relaxations of what is left after the match, each of
   * which drops one side's constraint across words and so can only save more than a true flow. Stops at the first when that
   * is under `needed`.
   */
  relaxedSavings(needed: number): number {
    const base = this.matched * this.threshold;
    const byColumns = base + this.columnSavings();
    return byColumns < needed ? byColumns : Math.min(byColumns, base + this.rowSavings());
  }

  /** Each word of the document sends its mass to the query words nearest it, at most the mass of each (ACT; Atasu, Mittelholzer 2019). */
  private columnSavings(): number {
    const { arcs: near, columnRest, rowRest, threshold, firstPosting, m } = this;
    const { words } = this.masses.corpus;
    // In a loop every look-up of an imported name costs as much as the arithmetic.
    const sorted = SORTED;
    let savings = 0;
    for (let j = 0; j < m; j++) {
      const word = words[firstPosting + j];
      const count = near.count(word);
      let left = columnRest[j];
      if (count === 0 || left <= 0) continue;
      const { arcs, arcsAsFloat } = near;
      const start = 2 * near.first(word);
      const last = start + 2 * Math.min(count, sorted) - 2;
      for (let k = start; k <= last && left > 0; k += 2) {
        // The rest goes at the gain of the last one in order, for none behind it is nearer.
        const moved = k === last && count > sorted ? left : Math.min(left, rowRest[arcs[k]]);
        savings += moved * (threshold - arcsAsFloat[k + 1]);
        left -= moved;
      }
    }
    return savings;
  }

  /** Each query word takes from its nearest document word at most that word's mass, the rest from the second nearest (ACT-1). */
  private rowSavings(): number {
    const { arcs: near, columnRest, rowRest, nearest, threshold, firstPosting, m } = this;
    const { words } = this.masses.corpus;
    nearest.fill(0);
    for (let j = 0; j < m; j++) {
      const word = words[firstPosting + j];
      const count = near.count(word);
      const mass = columnRest[j];
      if (count === 0 || mass <= 0) continue;
      const { arcs, arcsAsFloat } = near;
      const start = 2 * near.firstOfAll(word);
      const end = start + 2 * count;
      for (let k = start; k < end; k += 2) {
        const gain = threshold - arcsAsFloat[k + 1];
        const at = 3 * arcs[k];
        if (gain <= nearest[at + 2]) continue;
        if (gain > nearest[at]) {
          nearest[at + 2] = nearest[at];
          nearest[at] = gain;
          nearest[at + 1] = mass;
        } else nearest[at + 2] = gain;
      }
    }
    let savings = 0;
    for (let i = 0; i < rowRest.length; i++) {
      const gain = nearest[3 * i];
      if (gain === 0) continue;
      const first = Math.min(rowRest[i], nearest[3 * i + 1]);
      savings += first * gain + (rowRest[i] - first) * nearest[3 * i + 2];
    }
    return savings;
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
      const end = 2 * (near.count(word) + near.firstOfAll(word));
      const { arcs, arcsAsFloat } = near;
      for (let k = 2 * near.firstOfAll(word); k < end; k += 2) {
        const under = threshold - arcsAsFloat[k + 1] - price;
        if (under > nearest[arcs[k]]) nearest[arcs[k]] = under;
      }
    }
    for (let i = 0; i < rowRest.length; i++) sum += rowRest[i] * nearest[i];
    return this.matched * threshold + sum;
  }

  private leastColumnPrice(word: number): number {
    const { arcs: near, rowRest, prices, threshold } = this;
    const end = 2 * (near.count(word) + near.firstOfAll(word));
    const { arcs, arcsAsFloat } = near;
    let price = 0;
    for (let k = 2 * near.firstOfAll(word); k < end; k += 2) {
      const over = threshold - arcsAsFloat[k + 1] - prices[arcs[k]];
      if (over > price && rowRest[arcs[k]] > 0) price = over;
    }
    return price;
  }
}
