import type { VocabularyTree } from '../embeddings/vocabulary-tree';
import type { PointTable } from '../vectors/point-table';
import type { DocumentDistance } from './document-distance';
import { linearEmd } from './document-linear-emd';
import type { DocumentSpace } from './document-space';
import { flowtree } from './flowtree';
import { lcOmr } from './lc-omr';
import { lcRwmd } from './lc-rwmd';
import { neighbourDual } from './neighbour-dual';
import { act, ict, lcAct, omr, rwmd } from './relaxed-distances';
import { treeL1 } from './tree-l1';
import { twoSided } from './two-sided';
import { wcd } from './wcd';
import { wmd } from './wmd';

/** What a distance between documents may be built from. */
export interface DistanceParts {
  readonly space: DocumentSpace;
  readonly points: PointTable;
  /** Made when a distance over a tree of the vocabulary is asked for. */
  tree(): VocabularyTree;
}

/** Every distance between documents, by the name that command line, evaluation and service know it by. */
export const documentDistances = {
  wmd: ({ space }) => wmd(space),
  wcd: ({ space, points }) => wcd(points)(space),
  rwmd: ({ space }) => rwmd(space),
  omr: ({ space }) => omr(space),
  'act-1': ({ space }) => act(1)(space),
  'act-3': ({ space }) => act(3)(space),
  ict: ({ space }) => ict(space),
  'lc-rwmd': ({ space }) => lcRwmd(space),
  'lc-omr': ({ space }) => lcOmr(space),
  'lc-act-1': ({ space }) => lcAct(1)(space),
  'two-sided': ({ space }) => twoSided(space),
  'neighbour-dual': ({ space }) => neighbourDual(space),
  'linear-emd': ({ space }) => linearEmd(space),
  flowtree: ({ space, tree }) => flowtree(tree())(space),
  'tree-l1': ({ space, tree }) => treeL1(tree())(space),
} satisfies Record<string, (parts: DistanceParts) => DocumentDistance>;

export type DistanceName = keyof typeof documentDistances;
