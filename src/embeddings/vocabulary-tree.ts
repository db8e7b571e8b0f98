import type { VectorTable } from './vector-table';
import { WordmoverError } from '../errors';
import { seededRandom } from './seeded-random';
import { centreOf, dot, splitCluster } from './vector-split';

export interface TreeOptions {
  readonly seed?: number;
  /** Clusters of so many words or fewer are not split further; default 4. */
  readonly leafSize?: number;
}

/** The node above all clusters, where words without a vector hang: at a right angle to everything. */
const TOP = 0;
const RIGHT_ANGLE_HEIGHT = Math.SQRT1_2;

/**
 * Words clustered top-down by 2-means, in place of a grid: in 300 dimensions the cells of a grid would hold one word each.
 * Nodes are numbered in preorder, so a parent's number is smaller than its children's and the left child follows its parent:
 *
 *     0 top ── 1 all words ─┬─ 2 ─┬─ 3  leaf: 4 words or fewer
 *                           └─ 9  └─ 4 ...
 *
 * A node's height is half the root mean square distance of two of its words, never more than its parent's, so that two words
 * that part at a node are about 2 x height apart: an ultrametric stand-in for the distance of their vectors.
 */
export class VocabularyTree {
  /** Differs for trees that differ. */
  readonly key: string;
  /** Parent of each node; the top is its own. */
  readonly parent: Int32Array;
  readonly height: Float64Array;
  /** Node of each word. */
  readonly leaf: Int32Array;
  /** Right child of each node that was split, 0 of a leaf. */
  readonly #right: Int32Array;
  readonly #directions: readonly (Float32Array | undefined)[];
  readonly #offsets: Float64Array;

  constructor(table: VectorTable, { seed = 0, leafSize = 4 }: TreeOptions = {}) {
    if (!Number.isInteger(leafSize) || leafSize < 1) {
      throw new WordmoverError('INVALID_OPTION', `leafSize is ${leafSize}; it must be a positive integer.`);
    }
    const growth = grow(table, leafSize, seededRandom(seed));
    this.leaf = growth.leaf;
    this.parent = Int32Array.from(growth.nodes, ({ parent }) => parent);
    this.height = Float64Array.from(growth.nodes, ({ height }) => height);
    const heights = this.height.reduce((sum, height) => sum + height, 0);
    this.key = `tree:${this.leaf.length}:${this.parent.length}:${seed}:${leafSize}:${heights}`;
    this.#right = Int32Array.from(growth.nodes, ({ right }) => right);
    this.#directions = growth.nodes.map(({ direction }) => direction);
    this.#offsets = Float64Array.from(growth.nodes, ({ offset }) => offset);
  }

  get nodes(): number {
    return this.parent.length;
  }

  /** Leaf whose cluster a unit vector falls into: where a word outside the vocabulary belongs. */
  locate(vector: Float32Array): number {
    if (this.nodes === 1) return TOP;
    let node = TOP + 1;
    for (let direction = this.#directions[node]; direction; direction = this.#directions[node]) {
      node = dot(vector, 0, direction) > this.#offsets[node] ? this.#right[node] : node + 1;
    }
    return node;
  }

  /** Lowest node above both. */
  commonAncestor(a: number, b: number): number {
    const { parent } = this;
    while (a !== b) {
      if (a > b) a = parent[a];
      else b = parent[b];
    }
    return a;
  }

  /**
   * Length of the edge from each node to its parent when heights are capped at half the threshold of the ground distance, so
   * that two words are at most `threshold` apart. 0 for the top.
   */
  edgeLengths(threshold: number): Float64Array {
    const capped = this.height.map((height) => Math.min(height, threshold / 2));
    return capped.map((height, node) => capped[this.parent[node]] - height);
  }
}

interface Node {
  readonly parent: number;
  readonly height: number;
  right: number;
  direction: Float32Array | undefined;
  offset: number;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly parent: number;
  readonly isRight: boolean;
}

function grow(table: VectorTable, leafSize: number, random: () => number): { nodes: Node[]; leaf: Int32Array } {
  const leaf = new Int32Array(table.known.length).fill(TOP);
  const nodes: Node[] = [{ parent: TOP, height: RIGHT_ANGLE_HEIGHT, right: 0, direction: undefined, offset: 0 }];
  const members = Uint32Array.from(table.known.keys()).filter((word) => table.known[word] !== 0);
  const open: Range[] = members.length > 0 ? [{ start: 0, end: members.length, parent: TOP, isRight: false }] : [];
  for (let range = open.pop(); range; range = open.pop()) {
    const { start, end, parent, isRight } = range;
    const id = nodes.length;
    if (isRight) nodes[parent].right = id;
    const height = Math.min(nodes[parent].height, spread(table, members, start, end) / 2);
    const node: Node = { parent, height, right: 0, direction: undefined, offset: 0 };
    nodes.push(node);
    if (end - start <= leafSize) {
      for (let k = start; k < end; k++) leaf[members[k]] = id;
      continue;
    }
    const { direction, offset, middle } = splitCluster(table, members, start, end, random);
    Object.assign(node, { direction, offset });
    open.push({ start: middle, end, parent: id, isRight: true }, { start, end: middle, parent: id, isRight: false });
  }
  return { nodes, leaf };
}

/** Root mean square distance of two members drawn apart from each other; unit vectors, so their mean tells it. */
function spread(table: VectorTable, members: Uint32Array, start: number, end: number): number {
  const size = end - start;
  if (size === 1) return 0;
  const squared = centreOf(table, members, start, end).reduce((sum, x) => sum + x * x, 0);
  return Math.sqrt((Math.max(0, 2 - 2 * squared) * size) / (size - 1));
}
