import { WordmoverError } from '../errors';
import { numberedSpace, type Embedding } from './embedding';
import type { VocabularyTree } from './vocabulary-tree';

/**
 * L1 embedding of a bag of words over a tree of the vocabulary (Indyk, Thaper 2003, with clusters for cells): coordinate =
 * mass under a node x length of the edge to its parent. Words are the first coordinates, nodes follow. The L1 distance of
 * two is the exact earth mover's distance of the tree's metric; to that of the vectors it is no bound.
 * words: ids below the tree's vocabulary, each once; weights: finite, not negative. Throws INVALID_HISTOGRAM.
 */
export function treeEmbedding(
  tree: VocabularyTree,
  words: ArrayLike<number>,
  weights: ArrayLike<number>,
  threshold = Math.SQRT2,
): Embedding {
  const vocabulary = tree.leaf.length;
  const lengths = tree.edgeLengths(threshold);
  const masses = new Map<number, number>();
  const add = (coordinate: number, value: number): void => {
    if (value > 0) masses.set(coordinate, (masses.get(coordinate) ?? 0) + value);
  };
  for (let k = 0; k < words.length; k++) {
    const word = words[k];
    if (!(word >= 0 && word < vocabulary && weights[k] >= 0 && Number.isFinite(weights[k]))) {
      throw new WordmoverError(
        'INVALID_HISTOGRAM',
        `Word ${word} weighs ${weights[k]}; ids must be under ${vocabulary}, weights finite and not negative.`,
      );
    }
    add(word, weights[k] * Math.min(tree.height[tree.leaf[word]], threshold / 2));
    for (let node = tree.leaf[word]; node > 0; node = tree.parent[node]) add(vocabulary + node, weights[k] * lengths[node]);
  }
  const ids = Uint32Array.from(masses.keys()).sort();
  const space = numberedSpace(`${tree.key}:${threshold}`, [vocabulary, tree.nodes]);
  return { space, ids, values: Float64Array.from(ids, (id) => masses.get(id) ?? 0) };
}
