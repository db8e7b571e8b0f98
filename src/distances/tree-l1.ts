import type { VocabularyTree } from '../embeddings/vocabulary-tree';
import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import { queryNodes } from './words-in-tree';

/**
 * L1 distance of the tree embeddings of query and document (Indyk, Thaper 2003, over clusters of the vocabulary): the exact
 * earth mover's distance of the tree's metric, capped like the ground distance. No bound. For balanced masses.
 */
export const treeL1 =
  (tree: VocabularyTree) =>
  (space: DocumentSpace): DocumentDistance<'none'> => {
    const difference = new TreeDifference(tree, space.threshold);
    const { pair, masses } = space;
    const { words } = masses.corpus;
    return {
      name: 'tree-l1',
      bound: 'none',
      ground: space.ground,
      query(query) {
        space.enter(query);
        const nodes = queryNodes(tree, query.words);
        return (doc) => {
          // What both hold of a word cancels at every coordinate, so only the rests are looked at.
          pair.load(doc);
          difference.clear();
          for (let i = 0; i < pair.n; i++) if (pair.rowRest[i] > 0) difference.add(nodes[i], pair.rowRest[i], 1);
          for (let j = 0; j < pair.m; j++) {
            if (pair.columnRest[j] > 0) difference.add(tree.leaf[words[pair.firstPosting + j]], pair.columnRest[j], -1);
          }
          return difference.norm() / pair.total;
        };
      },
    };
  };

/** Difference of two bags of distinct words under every node, kept only where something was added. */
class TreeDifference {
  readonly #parent: Int32Array;
  readonly #lengths: Float64Array;
  /** Heights under the cap; of a leaf: the length of the edge from a word to it. */
  readonly #heights: Float64Array;
  readonly #masses: Float64Array;
  readonly #seen: Uint8Array;
  readonly #touched: Int32Array;
  #count = 0;
  #ofWords = 0;

  constructor(tree: VocabularyTree, threshold: number) {
    this.#parent = tree.parent;
    this.#lengths = tree.edgeLengths(threshold);
    this.#heights = tree.height.map((height) => Math.min(height, threshold / 2));
    this.#masses = new Float64Array(tree.nodes);
    this.#seen = new Uint8Array(tree.nodes);
    this.#touched = new Int32Array(tree.nodes);
  }

  clear(): void {
    for (let k = 0; k < this.#count; k++) {
      this.#masses[this.#touched[k]] = 0;
      this.#seen[this.#touched[k]] = 0;
    }
    this.#count = 0;
    this.#ofWords = 0;
  }

  /** Mass of one word, on the side of `sign`. */
  add(leaf: number, mass: number, sign: 1 | -1): void {
    this.#ofWords += mass * this.#heights[leaf];
    // From the cap upwards every edge is empty.
    for (let node = leaf; this.#heights[node] < this.#heights[0]; node = this.#parent[node]) {
      if (!this.#seen[node]) {
        this.#seen[node] = 1;
        this.#touched[this.#count++] = node;
      }
      this.#masses[node] += sign * mass;
    }
  }

  norm(): number {
    let sum = this.#ofWords;
    for (let k = 0; k < this.#count; k++) sum += Math.abs(this.#masses[this.#touched[k]]) * this.#lengths[this.#touched[k]];
    return sum;
  }
}
