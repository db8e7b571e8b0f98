import { VocabularyTree, type TreeOptions } from '../embeddings/vocabulary-tree';
import type { PointTable } from '../vectors/point-table';
import type { QueryWords } from './query-words';

/** Clusters the words of an index by their vectors, once; seconds for 50,000 words of 300 dimensions. */
export function treeOfPoints(points: PointTable, options: TreeOptions = {}): VocabularyTree {
  const { dim, size } = points;
  const rows = new Float32Array(size * dim);
  const known = new Uint8Array(size);
  for (let word = 0; word < size; word++) {
    known[word] = points.row(word, rows.subarray(word * dim, (word + 1) * dim)) ? 1 : 0;
  }
  return new VocabularyTree({ dim, rows, known }, options);
}

/** Node of each query word; a word outside the vocabulary goes where its vector falls, or to the top without one. */
export function queryNodes(tree: VocabularyTree, { ids, rows, known }: QueryWords): Int32Array {
  const vocabulary = tree.leaf.length;
  const dim = rows.length / ids.length;
  return Int32Array.from(ids, (word, i) => {
    if (word < vocabulary) return tree.leaf[word];
    return known[i] ? tree.locate(rows.subarray(i * dim, (i + 1) * dim)) : 0;
  });
}
