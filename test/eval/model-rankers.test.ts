/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evalKnownItem } from '../../src/eval/known-item';
import { knownItemTable } from '../../src/eval/known-item-report';
import { MODEL_METHODS, ModelRankers, type ModelMethod } from '../../src/eval/model-rankers';
import { type Neighbours, Rankers } from '../../src/eval/rankers';
import { TextSpace } from '../../src/eval/text-space';
import { KeptVectors } from '../../src/service/kept-vectors';
import { MemoryEmbeddings } from '../../src/store/memory-embeddings';
import { createPipeline } from '../../src/text/pipeline';
import { contextVectors } from '../../src/vectors/transformer/context-vectors';
import { InlineSolver } from '../../src/workers/solver';
import { describeWithTransformers } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';
import { angleVectors } from './angle-vectors';

const BODIES = ['loan money', 'boat water river', 'bank of the river', 'talk', 'water walk', 'bank loan bank'];
const QUERY = 'river bank';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'model-rankers-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function setUp() {
  const model = await contextVectors({ modelDir: writeTinyModel(folder) });
  const pipeline = createPipeline();
  const space = await TextSpace.create(BODIES, pipeline, angleVectors({ bank: 0, loan: 0.4, money: 0.5, river: 1.6, boat: 1.8 }));
  const words = new Rankers(space, { threshold: 0.5, solver: new InlineSolver() });
  const vectors = new KeptVectors(model, pipeline, new MemoryEmbeddings(1e6));
  const rankers = new ModelRankers({
    space,
    texts: BODIES,
    vectors,
    wordThreshold: 0.5,
    threshold: 1,
    ranker: (method) => words.ranker(method),
  });
  await rankers.embed(MODEL_METHODS);
  const asked = await space.query(QUERY);
  const ask = (method: ModelMethod): Promise<Neighbours> => rankers.ranker(method)(QUERY, asked, BODIES.length);
  return { model, words, asked, ask };
}

/** 1 / (60 + rank) from each ranking, by document. */
function fused(...rankings: readonly ArrayLike<number>[]): number[] {
  return BODIES.map((_, doc) =>
    rankings.reduce((sum, docs) => {
      const place = Array.from(docs).indexOf(doc);
      return place < 0 ? sum : sum + 1 / (61 + place);
    }, 0),
  );
}

const fallsBy = (docs: ArrayLike<number>, scores: readonly number[]): void => {
  const found = Array.from(docs, (doc) => scores[doc]);
  expect(found).toEqual([...found].sort((a, b) => b - a));
};

describeWithTransformers('methods of a sentence model', () => {
  test('sentence: by the cosine of the vectors that the model gives', async () => {
    const { model, ask } = await setUp();
    const [query, ...rows] = await Promise.all([QUERY, ...BODIES].map(async (text) => (await model.embed(text, [])).sentence!));
    const cosines = rows.map((row) => row.reduce((sum, value, k) => sum + value * query[k], 0));
    const { docs, distances } = await ask('sentence');
    expect(docs).toHaveLength(BODIES.length);
    docs.forEach((doc, i) => expect(1 - distances[i]).toBeCloseTo(cosines[doc], 1));
  });

  test('rrf: ranks of BM25 and of the cosine', async () => {
    const { words, asked, ask } = await setUp();
    const bm25 = await words.ranker('bm25')(asked, 100);
    const { docs } = await ask('sentence');
    fallsBy((await ask('rrf')).docs, fused(bm25.docs, docs));
  });

  test('context ranks again what partial transport found; fused takes the mean of the scores of all three', async () => {
    const { words, asked, ask } = await setUp();
    const partial = await words.ranker('partial')(asked, 100);
    const context = await ask('context');
    expect([...context.docs].sort()).toEqual([...partial.docs].sort());
    const sentence = await ask('sentence');
    const all = await ask('fused');
    expect([...all.docs].sort()).toEqual(BODIES.map((_, doc) => doc));
    expect(all.docs[0]).toBe(2);
    const scoreOf = ({ docs, distances }: Neighbours, doc: number, map: (distance: number) => number): number => {
      const place = docs.indexOf(doc);
      return place < 0 ? 0 : map(distances[place]);
    };
    const byWords = (distance: number): number => 1 - 10 ** (-(1.2 + 1) * (1 - distance / 0.5));
    all.docs.forEach((doc, i) => {
      const parts = [
        scoreOf(partial, doc, byWords),
        scoreOf(sentence, doc, (d) => Math.max(0, 1 - d)),
        scoreOf(context, doc, (d) => 1 - d),
      ];
      const isFirst = context.docs.includes(doc);
      const mean = parts.reduce((sum, part) => sum + part, 0) / 3;
      if (isFirst) expect(1 - all.distances[i]).toBeCloseTo(mean, 9);
      else expect(1 - all.distances[i]).toBeGreaterThanOrEqual(mean - 1e-9);
    });
  });

  test('known-item search runs the messages through the model once for a folder, and compares with what else there is', async () => {
    const lines = BODIES.map((body, at) =>
      JSON.stringify({ id: `test/g/${at}`, label: 'g', text: `Subject: ${BODIES[5 - at]} subject\n\n${body}\n` }),
    );
    writeFileSync(join(folder, '20news-bydate-test.jsonl.gz'), lines.join('\n'));
    writeFileSync(join(folder, '20news-bydate-train.jsonl.gz'), lines.join('\n').replaceAll('test/', 'train/'));
    const model = { modelDir: writeTinyModel(folder), cache: join(folder, 'cache') };
    const told: number[] = [];
    const options = { vectors: angleVectors({ bank: 0, loan: 0.4 }), methods: ['bm25', ...MODEL_METHODS] as const, model };
    const report = await evalKnownItem(folder, { ...options, onEmbed: (done) => told.push(done) });
    expect(told).toEqual([12]);
    expect(report.model).toEqual({ name: 'tiny', threshold: 1.3 });
    const [, sentence, rrf, context, all] = report.results;
    expect(context.over.sentence!.mean).toBeCloseTo(context.ndcg10.mean - sentence.ndcg10.mean, 12);
    expect(all.over.rrf!.mean).toBeCloseTo(all.ndcg10.mean - rrf.ndcg10.mean, 12);
    expect(knownItemTable(report)).toContain('in context tiny, threshold 1.300');
    const again = await evalKnownItem(folder, options);
    expect(again.results.map(({ ndcg10 }) => ndcg10)).toEqual(report.results.map(({ ndcg10 }) => ndcg10));
  });

  test('without a model: VECTORS_UNAVAILABLE', async () => {
    const lines = JSON.stringify({ id: 'test/g/1', label: 'g', text: 'Subject: car repair\n\nsome words\n' });
    for (const split of ['train', 'test']) writeFileSync(join(folder, `20news-bydate-${split}.jsonl.gz`), lines);
    await expect(evalKnownItem(folder, { vectors: angleVectors({}), methods: ['rrf'] })).rejects.toMatchObject({
      code: 'VECTORS_UNAVAILABLE',
    });
  });
});
