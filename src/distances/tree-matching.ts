import type { VocabularyTree } from '../embeddings/vocabulary-tree';

/** Mass that moves from row i to column j. */
export type MatchVisitor = (row: number, column: number, mass: number) => void;

/**
 * Greedy bottom-up matching in a tree: rows and columns under one node are matched there, as far as both have mass, before
 * any of it goes higher. For balanced masses it is optimal for the tree's metric. One per thread; nothing allocates once it
 * has grown.
 *
 * Words come in preorder of their nodes. What waits to be matched lies on a stack of segments, each of one kind (rows or
 * columns) and under one node; two neighbours are joined once no later word can lie below their common ancestor.
 */
export class TreeMatching {
  readonly #tree: VocabularyTree;
  readonly #visit: MatchVisitor;
  /** Waiting rows (i) and columns (-1 - j) with their mass. */
  #waiting = new Int32Array(256);
  #mass = new Float64Array(256);
  #size = 0;
  /** Per segment: where it starts, its node, and the common ancestor of it and the one before. */
  #starts = new Int32Array(256);
  #nodes = new Int32Array(256);
  #joins = new Int32Array(256);
  #segments = 0;

  constructor(tree: VocabularyTree, visit: MatchVisitor) {
    this.#tree = tree;
    this.#visit = visit;
  }

  /** Room for so many words of both sides, none waiting. */
  clear(words: number): void {
    this.#size = 0;
    this.#segments = 0;
    if (words <= this.#waiting.length) return;
    this.#waiting = new Int32Array(2 * words);
    this.#mass = new Float64Array(2 * words);
    this.#starts = new Int32Array(2 * words);
    this.#nodes = new Int32Array(2 * words);
    this.#joins = new Int32Array(2 * words);
  }

  addRow(row: number, node: number, mass: number): void {
    this.#push(row, node, mass);
  }

  addColumn(column: number, node: number, mass: number): void {
    this.#push(-1 - column, node, mass);
  }

  /** Matches all that still waits. */
  finish(): void {
    while (this.#segments > 1) this.#join();
  }

  #push(word: number, node: number, mass: number): void {
    if (this.#size === 0) this.#segments = 0;
    let join = -1;
    if (this.#segments > 0) {
      join = this.#tree.commonAncestor(this.#nodes[this.#segments - 1], node);
      while (this.#segments > 1 && this.#joins[this.#segments - 1] >= join) this.#join();
    }
    this.#starts[this.#segments] = this.#size;
    this.#nodes[this.#segments] = node;
    this.#joins[this.#segments++] = join;
    this.#waiting[this.#size] = word;
    this.#mass[this.#size++] = mass;
  }

  /** The last two segments become one, under the node where they meet. */
  #join(): void {
    const top = --this.#segments;
    const start = this.#starts[top - 1];
    const middle = this.#starts[top];
    if (start < middle && middle < this.#size && this.#waiting[start] < 0 !== this.#waiting[middle] < 0)
      this.#match(start, middle);
    this.#nodes[top - 1] = this.#joins[top];
  }

  /** Moves mass between [start, middle) and [middle, size), one rows and the other columns; the rest ends at `start`. */
  #match(start: number, middle: number): void {
    let left = middle;
    let right = this.#size;
    while (left > start && right > middle) {
      const a = left - 1;
      const b = right - 1;
      const moved = Math.min(this.#mass[a], this.#mass[b]);
      if (this.#waiting[a] >= 0) this.#visit(this.#waiting[a], -1 - this.#waiting[b], moved);
      else this.#visit(this.#waiting[b], -1 - this.#waiting[a], moved);
      this.#mass[a] -= moved;
      this.#mass[b] -= moved;
      if (this.#mass[a] <= 0) left--;
      if (this.#mass[b] <= 0) right--;
    }
    const rest = right - middle;
    this.#waiting.copyWithin(left, middle, right);
    this.#mass.copyWithin(left, middle, right);
    this.#size = left + rest;
  }
}
