import { l1 } from '../../src/embeddings/l1';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { treeEmbedding } from '../../src/embeddings/tree-embedding';
import type { VectorTable } from '../../src/embeddings/vector-table';
import { VocabularyTree } from '../../src/embeddings/vocabulary-tree';

const seed = Number(process.env.TEST_SEED ?? 20240904);

/** Unit vectors around a few directions, some words without one. */
function clusteredTable(size: number, dim: number, random: () => number): VectorTable & { cluster: number[] } {
  const noise = (): number => random() + random() + random() - 1.5;
  const centres = Array.from({ length: 4 }, () => Array.from({ length: dim }, noise));
  const rows = new Float32Array(size * dim);
  const known = Uint8Array.from({ length: size }, () => Number(random() > 0.1));
  const cluster = Array.from({ length: size }, () => Math.floor(random() * 4));
  cluster.forEach((centre, word) => {
    const raw = centres[centre].map((x) => x + 0.2 * noise());
    const length = Math.hypot(...raw);
    if (known[word]) raw.forEach((x, k) => (rows[word * dim + k] = x / length));
  });
  return { dim, rows, known, cluster };
}

function pathToTop(tree: VocabularyTree, node: number): number[] {
  return node === 0 ? [0] : [node, ...pathToTop(tree, tree.parent[node])];
}

describe(`vocabulary tree, seed ${seed}`, () => {
  const table = clusteredTable(300, 20, seededRandom(seed));
  const tree = new VocabularyTree(table, { seed });

  test('parents come before children and are no lower; a word without a vector hangs from the top', () => {
    for (let node = 1; node < tree.nodes; node++) {
      expect(tree.parent[node]).toBeLessThan(node);
      expect(tree.height[node]).toBeLessThanOrEqual(tree.height[tree.parent[node]]);
      expect(tree.height[node]).toBeGreaterThanOrEqual(0);
    }
    table.known.forEach((known, word) => expect(tree.leaf[word] > 0).toBe(known === 1));
  });

  test('leaves hold leafSize words or fewer', () => {
    const sizes = new Map<number, number>();
    for (const leaf of tree.leaf) if (leaf > 0) sizes.set(leaf, (sizes.get(leaf) ?? 0) + 1);
    sizes.forEach((size) => expect(size).toBeLessThanOrEqual(4));
  });

  test('words of one cluster meet below words of two', () => {
    const known = [...table.known.keys()].filter((word) => table.known[word]);
    const meetingHeight = (a: number, b: number): number => tree.height[tree.commonAncestor(tree.leaf[a], tree.leaf[b])];
    const sums = { same: [0, 0], other: [0, 0] };
    for (const a of known) {
      for (const b of known) {
        const sum = table.cluster[a] === table.cluster[b] ? sums.same : sums.other;
        sum[0] += meetingHeight(a, b);
        sum[1]++;
      }
    }
    expect(sums.same[0] / sums.same[1]).toBeLessThan((0.7 * sums.other[0]) / sums.other[1]);
  });

  test('the common ancestor is the first node that both paths to the top share', () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 300; round++) {
      const [a, b] = [Math.floor(random() * tree.nodes), Math.floor(random() * tree.nodes)];
      const above = new Set(pathToTop(tree, a));
      expect(tree.commonAncestor(a, b)).toBe(pathToTop(tree, b).find((node) => above.has(node)));
    }
  });

  test('a vector of the vocabulary is found in its leaf', () => {
    table.known.forEach((known, word) => {
      if (known) expect(tree.locate(table.rows.subarray(word * 20, (word + 1) * 20))).toBe(tree.leaf[word]);
    });
  });

  test('edges add up to half the threshold at most, from any word to the top', () => {
    for (const threshold of [0.3, 1.2, Infinity]) {
      const lengths = tree.edgeLengths(threshold);
      expect(lengths.every((length) => length >= 0)).toBe(true);
      for (const leaf of tree.leaf) {
        const path = pathToTop(tree, leaf).reduce((sum, node) => sum + lengths[node], 0);
        expect(path + Math.min(tree.height[leaf], threshold / 2)).toBeCloseTo(Math.min(threshold / 2, Math.SQRT1_2), 12);
      }
    }
  });

  test('the same seed gives the same tree', () => {
    const again = new VocabularyTree(table, { seed });
    expect([...again.leaf]).toEqual([...tree.leaf]);
    expect([...again.height]).toEqual([...tree.height]);
  });

  test('one point many times over, no vectors, and no words at all', () => {
    const same = { dim: 2, rows: Float32Array.from({ length: 200 }, (_, i) => i % 2), known: new Uint8Array(100).fill(1) };
    const flat = new VocabularyTree(same);
    expect(flat.height.subarray(1).every((height) => height === 0)).toBe(true);
    const none = new VocabularyTree({ dim: 2, rows: new Float32Array(6), known: new Uint8Array(3) });
    expect([...none.leaf]).toEqual([0, 0, 0]);
    expect(none.locate(Float32Array.of(1, 0))).toBe(0);
    expect(new VocabularyTree({ dim: 2, rows: new Float32Array(0), known: new Uint8Array(0) }).nodes).toBe(1);
  });

  test('two words are as far apart as where they meet', () => {
    const [a, b] = [0, 1].map((word) => treeEmbedding(tree, [word], [1]));
    expect(l1(a, b)).toBeCloseTo(2 * tree.height[tree.commonAncestor(tree.leaf[0], tree.leaf[1])], 12);
    expect(l1(treeEmbedding(tree, [5], [1]), treeEmbedding(tree, [5], [1]))).toBe(0);
  });

  test('refuses bad words, weights and leaf sizes', () => {
    const invalid = expect.objectContaining({ code: 'INVALID_HISTOGRAM' });
    expect(() => treeEmbedding(tree, [300], [1])).toThrow(invalid);
    expect(() => treeEmbedding(tree, [0], [NaN])).toThrow(invalid);
    expect(() => new VocabularyTree(table, { leafSize: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
