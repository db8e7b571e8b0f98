import { flowtree } from '../../src/distances/flowtree';
import { treeL1 } from '../../src/distances/tree-l1';
import { TreeMatching } from '../../src/distances/tree-matching';
import { wcd } from '../../src/distances/wcd';
import { wmd } from '../../src/distances/wmd';
import { l1 } from '../../src/embeddings/l1';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { treeEmbedding } from '../../src/embeddings/tree-embedding';
import { treeSpace, type TreeSpace } from './tree-space';

const seed = Number(process.env.TEST_SEED ?? 20240903);
const ROUNDS = 60;
/** Vectors, masses and centroids are single precision. */
const SLACK = 1e-6;

/** Document `doc` as a query. */
function asQuery({ space, points }: TreeSpace, doc: number) {
  const { corpus } = space.masses;
  const ids = corpus.words.slice(corpus.offsets[doc], corpus.offsets[doc + 1]);
  const masses = new Float64Array(ids.length);
  space.masses.load(doc, masses);
  const words = {
    ids,
    counts: new Float32Array(ids.length).fill(1),
    rows: new Float32Array(ids.length * points.dim),
    known: new Uint8Array(ids.length),
  };
  return { words, masses, total: masses.reduce((sum, mass) => sum + mass, 0) };
}

describe(`distances over a tree, seed ${seed}`, () => {
  test.each([
    ['balanced', Infinity],
    ['balanced', 1.2],
    ['balanced', 0.6],
    ['partial', 1.2],
    ['partial', Infinity],
  ] as const)('flowtree is an upper bound and no more than the threshold: %s, threshold %d', (masses, threshold) => {
    for (let round = 0; round < ROUNDS; round++) {
      const made = treeSpace(seed + round, threshold, masses);
      const exact = wmd(made.space).query(made.query);
      const upper = flowtree(made.tree)(made.space).query(made.query);
      for (let doc = 0; doc < made.docs; doc++) {
        expect(upper(doc)).toBeGreaterThanOrEqual(exact(doc) - SLACK);
        expect(upper(doc)).toBeLessThanOrEqual(made.space.threshold + SLACK);
      }
    }
  });

  test('both are zero between a document and itself', () => {
    const made = treeSpace(seed, 1.1);
    for (let doc = 0; doc < made.docs; doc++) {
      const query = asQuery(made, doc);
      expect(flowtree(made.tree)(made.space).query(query)(doc)).toBeCloseTo(0, 7);
      expect(treeL1(made.tree)(made.space).query(query)(doc)).toBeCloseTo(0, 7);
    }
  });

  test.each([Infinity, 1.2, 0.5])('tree-l1 is the L1 distance of the tree embeddings, threshold %d', (threshold) => {
    for (let round = 0; round < ROUNDS; round++) {
      const made = treeSpace(seed + round, threshold);
      const [a, b] = [asQuery(made, 0), asQuery(made, 1)];
      const embed = ({ words, masses }: typeof a) => treeEmbedding(made.tree, words.ids, masses, made.space.threshold);
      expect(treeL1(made.tree)(made.space).query(a)(1)).toBeCloseTo(l1(embed(a), embed(b)), 6);
    }
  });

  test('the greedy matching moves all mass and is optimal in the tree: it costs the L1 distance of the tree embeddings', () => {
    for (let round = 0; round < 4 * ROUNDS; round++) {
      const { tree } = treeSpace(seed + round, Infinity);
      const random = seededRandom(seed + round);
      const vocabulary = [...tree.leaf.keys()];
      const cut = Math.floor(random() * (vocabulary.length - 1)) + 1;
      const [rows, columns] = [vocabulary.slice(0, cut), vocabulary.slice(cut)];
      const masses = (side: number[]): number[] => {
        const raw = side.map(() => 1 + Math.floor(random() * 4));
        return raw.map((mass) => mass / raw.reduce((sum, x) => sum + x, 0));
      };
      const [supply, demand] = [masses(rows), masses(columns)];
      let [cost, moved] = [0, 0];
      const matching = new TreeMatching(tree, (i, j, mass) => {
        cost += 2 * mass * tree.height[tree.commonAncestor(tree.leaf[rows[i]], tree.leaf[columns[j]])];
        moved += mass;
      });
      matching.clear(vocabulary.length);
      for (const word of [...vocabulary].sort((a, b) => tree.leaf[a] - tree.leaf[b])) {
        if (word < cut) matching.addRow(word, tree.leaf[word], supply[word]);
        else matching.addColumn(word - cut, tree.leaf[word], demand[word - cut]);
      }
      matching.finish();
      expect(moved).toBeCloseTo(1, 12);
      expect(cost).toBeCloseTo(l1(treeEmbedding(tree, rows, supply), treeEmbedding(tree, columns, demand)), 12);
    }
  });
});

describe(`wcd, seed ${seed}`, () => {
  test('is a lower bound without a threshold, words without vectors included', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const made = treeSpace(seed + round, Infinity);
      const exact = wmd(made.space).query(made.query);
      const lower = wcd(made.points)(made.space).query(made.query);
      for (let doc = 0; doc < made.docs; doc++) {
        expect(lower(doc)).toBeLessThanOrEqual(exact(doc) + SLACK);
        expect(lower(doc)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('is exact between two single words', () => {
    const made = treeSpace(seed + 3, Infinity);
    const { space } = made;
    const doc = [...Array(made.docs).keys()].find(
      (d) => space.masses.corpus.offsets[d + 1] - space.masses.corpus.offsets[d] === 1,
    );
    if (doc === undefined) return;
    const [word] = asQuery(made, doc).words.ids;
    for (let other = 0; other < made.points.size; other++) {
      const query = { ...asQuery(made, doc), words: { ...asQuery(made, doc).words, ids: Uint32Array.of(other) } };
      expect(wcd(made.points)(space).query(query)(doc)).toBeCloseTo(space.ground.between(other, word), 5);
    }
  });

  test('refuses a threshold: two pairs of words, far apart as wholes, near as centroids', () => {
    const made = treeSpace(seed, 1.2);
    expect(() => wcd(made.points)(made.space)).toThrow(expect.objectContaining({ code: 'UNSOUND_BOUND' }));
  });
});
