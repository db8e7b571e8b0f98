import type { VocabularyTree } from '../embeddings/vocabulary-tree';
import type { Corpus } from '../text/corpus';
import type { DocumentDistance } from './document-distance';
import type { DocumentSpace } from './document-space';
import { TreeMatching } from './tree-matching';
import { queryNodes } from './words-in-tree';

/**
 * Flowtree (Backurs et al. 2020): the optimal flow of a tree over the vocabulary, paid at the true ground distance. The flow
 * is feasible, whatever the tree, so the cost is an upper bound of the exact distance; what finds no partner pays the
 * threshold.
 */
export const flowtree =
  (tree: VocabularyTree) =>
  (space: DocumentSpace): DocumentDistance<'upper'> => {
    const { pair, masses, threshold } = space;
    const { words } = masses.corpus;
    const order = preorderOfPostings(masses.corpus, tree);
    let saved = 0;
    const matching = new TreeMatching(tree, (row, column, mass) => {
      saved += mass * (threshold - distanceOfWords(space, row, words[pair.firstPosting + column]));
    });
    return {
      name: 'flowtree',
      bound: 'upper',
      ground: space.ground,
      query(query) {
        space.enter(query);
        const nodes = queryNodes(tree, query.words);
        const rows = Uint32Array.from(nodes.keys()).sort((a, b) => nodes[a] - nodes[b]);
        return (doc) => {
          pair.load(doc);
          saved = pair.matched * threshold;
          matching.clear(pair.n + pair.m);
          let i = 0;
          for (let k = 0; k < pair.m; k++) {
            const column = order[pair.firstPosting + k];
            const node = tree.leaf[words[pair.firstPosting + column]];
            for (; i < rows.length && nodes[rows[i]] <= node; i++) addRow(rows[i]);
            if (pair.columnRest[column] > 0) matching.addColumn(column, node, pair.columnRest[column]);
          }
          for (; i < rows.length; i++) addRow(rows[i]);
          matching.finish();
          return pair.distanceOf(saved);
        };

        function addRow(row: number): void {
          if (pair.rowRest[row] > 0) matching.addRow(row, nodes[row], pair.rowRest[row]);
        }
      },
    };
  };

/** Ground distance of a query word, by its position, to a vocabulary word, out of the query's near arcs. */
function distanceOfWords({ arcs, threshold }: DocumentSpace, row: number, word: number): number {
  const count = arcs.count(word);
  const first = arcs.firstOfAll(word);
  for (let k = first; k < first + count; k++) if (arcs.arcs[2 * k] === row) return arcs.arcsAsFloat[2 * k + 1];
  return threshold;
}

/** Per document, the positions of its words in the order of their nodes. */
function preorderOfPostings({ offsets, words, size }: Corpus, tree: VocabularyTree): Uint32Array {
  const order = new Uint32Array(offsets[size]);
  for (let doc = 0; doc < size; doc++) {
    const start = offsets[doc];
    const part = order.subarray(start, offsets[doc + 1]);
    for (let k = 0; k < part.length; k++) part[k] = k;
    part.sort((a, b) => tree.leaf[words[start + a]] - tree.leaf[words[start + b]] || a - b);
  }
  return order;
}
