import type { LabelledDocument } from '../../src/eval/labelled-document';
import { readLabelledDocuments } from '../../src/eval/labelled-documents';
import { type KnnOptions, evalKnn } from '../../src/eval/knn';
import type { Choice } from '../../src/eval/knn-choice';
import { KNN_PROTOCOL } from '../../src/eval/knn-protocol';
import { knnHtml, knnTable } from '../../src/eval/knn-report';
import { validationSplit, withoutDuplicates } from '../../src/eval/splits';
import { VOTE_GRID, checkVote, voted } from '../../src/eval/vote';
import { sample } from '../../src/eval/sample';
import { seededRandom } from '../../src/embeddings/seeded-random';
import { vectorFile } from '../../src/vectors/vector-file';
import { InlineSolver } from '../../src/workers/solver';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itWithData } from '../shared-data';
import { angleVectors } from './angle-vectors';

const document = (label: string, text: string, id = `${label}/${text}`): LabelledDocument => ({ id, label, text });

describe('vote', () => {
  const labels = ['a', 'b', 'b', 'a', 'c'];
  const neighbours = (...distances: number[]) => ({
    docs: Uint32Array.from(distances.keys()),
    distances: Float64Array.from(distances),
  });

  test.each([
    ['the nearest alone', 1, 'majority', 'a'],
    ['most of three', 3, 'majority', 'b'],
    ['two of each: the label of the nearest', 4, 'majority', 'a'],
    ['one near outweighs two that lie far', 3, 'weighted', 'a'],
  ] as const)('%s', (_, k, form, label) => {
    expect(voted(neighbours(0.1, 0.5, 0.5, 0.9), labels, { k, form, scale: 0.1 })).toBe(label);
  });

  test('with a wide scale the weighted vote is the majority', () => {
    expect(voted(neighbours(0.1, 0.5, 0.5), labels, { k: 3, form: 'weighted', scale: 100 })).toBe('b');
  });

  test('the votes to choose from are votes', () => {
    expect(() => VOTE_GRID.forEach(checkVote)).not.toThrow();
  });

  test('nobody votes for nothing', () => {
    expect(voted(neighbours(), labels, { k: 3, form: 'majority' })).toBeUndefined();
  });

  test.each([{ k: 0 }, { k: 1.5 }, { k: 1, scale: 0 }, { k: 1, scale: NaN }, { k: 1, scale: Infinity }])(
    '%p is refused',
    (bad) => {
      expect(() => checkVote({ form: 'weighted', ...bad })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    },
  );
});

test('a missing file of documents is INVALID_INPUT and named', () => {
  expect(() => readLabelledDocuments('no-such-file.jsonl')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('no-such-file.jsonl') as string }),
  );
});

test('the held-out quarter is the last of each label by article number', () => {
  const documents = [8, 3, 20, 1].flatMap((n) => [document('a', 'x', `a/${n}`), document('b', 'y', `b/${n}`)]);
  const { train, test } = validationSplit([...documents, document('b', 'y', 'b/0')]);
  expect(train.map(({ id }) => id)).toEqual(['a/1', 'a/3', 'a/8', 'b/0', 'b/1', 'b/3', 'b/8']);
  expect(test.map(({ id }) => id)).toEqual(['a/20', 'b/20']);
});

test('a test document that repeats a training body is left out', () => {
  const train = [document('a', 'Subject: one\n\nThe same, body')];
  const test = [document('a', 'Subject: two\n\nthe SAME body!'), document('a', 'Subject: one\n\nanother body')];
  expect(withoutDuplicates({ train, test }).test).toEqual([test[1]]);
});

describe('evalKnn', () => {
  const vectors = angleVectors({ car: 0, auto: 0.05, bus: 0.1, tree: 1.5, oak: 1.55, elm: 1.6 });
  const train = [
    document('traffic', 'car car'),
    document('traffic', 'bus'),
    document('wood', 'tree'),
    document('wood', 'oak tree'),
    document('wood', 'oak'),
  ];
  const test_ = [document('traffic', 'auto'), document('wood', 'elm'), document('wood', 'tree'), document('traffic', 'unseen')];
  const options = (more: Partial<KnnOptions> = {}): KnnOptions => ({
    vectors,
    solver: new InlineSolver(),
    protocol: { vote: { k: 1, form: 'majority' }, threshold: 0.5 },
    ...more,
  });

  test('near words classify what shares no word; errors, differences and precision follow', async () => {
    const report = await evalKnn(train, test_, options({ methods: ['l1', 'bm25', 'wcd', 'balanced'] }));
    const [l1, bm25, wcd, balanced] = report.results;
    expect(report.truth).toEqual(['traffic', 'wood', 'wood', 'traffic']);
    expect(l1.predicted).toEqual(['wood', 'wood', 'wood', 'wood']);
    expect(bm25.predicted).toEqual(l1.predicted);
    expect(balanced.predicted.slice(0, 3)).toEqual(['traffic', 'wood', 'wood']);
    expect(wcd.predicted.slice(0, 3)).toEqual(['traffic', 'wood', 'wood']);
    expect(l1.error).toEqual({ mean: 0.5, error: Math.sqrt(1 / 3) / 2 });
    expect(l1.precision[1]).toBe(0.25);
    const gained = balanced.predicted.map(
      (label, q) => Number(label !== report.truth[q]) - Number(l1.predicted[q] !== report.truth[q]),
    );
    expect(balanced.overL1!.mean).toBeCloseTo(gained.reduce((a, b) => a + b) / 4, 12);
    expect(balanced.overBm25).toEqual(balanced.overL1);
    expect(balanced.stages!.documents).toBe(5);
  });

  test('many queries under way at once answer as one after the other', async () => {
    const [one, three] = await Promise.all([1, 3].map((threads) => evalKnn(train, test_, options({ threads }))));
    expect(three.results.map(({ predicted, error }) => ({ predicted, error }))).toEqual(
      one.results.map(({ predicted, error }) => ({ predicted, error })),
    );
  });

  test('the page holds a picture of everything, loads nothing and is safe from labels', async () => {
    const unsafe = train.map((each) => ({ ...each, label: `<b>"${each.label}"&` }));
    const report = await evalKnn(unsafe, test_, options({ thresholds: [0.3, 0.5, Infinity] }));
    const html = knnHtml(report);
    expect(html.match(/<svg/g)).toHaveLength(6);
    expect(html).not.toMatch(/<b>|<script|src=|href=|NaN|Infinity|undefined/);
    expect(knnTable(report)).toMatch(/T = none/);
    expect(knnTable(report)).not.toMatch(/NaN|undefined/);
  });

  test('every method has the vote chosen for it, and all are also compared by one', async () => {
    const vote = { k: 5, form: 'majority' } as const;
    const choice: Choice = {
      train: 3,
      test: 2,
      steps: [],
      votes: [{ method: 'balanced', vote, error: { mean: 0, error: 0 } }],
      protocol: { ...KNN_PROTOCOL, vote: { k: 1, form: 'majority' }, threshold: 0.5 },
    };
    const { results, sameVote } = await evalKnn(train, test_, options({ methods: ['l1', 'balanced'], choice }));
    expect(results.map((each) => each.vote.k)).toEqual([1, 5]);
    expect(sameVote.map((each) => each.vote.k)).toEqual([1, 1]);
    expect(results[1].predicted).toEqual(['wood', 'wood', 'wood', 'wood']);
    expect(sameVote[1].predicted.slice(0, 3)).toEqual(['traffic', 'wood', 'wood']);
  });

  test('a blend finds its two methods, whichever were asked for', async () => {
    const whole = await evalKnn(train, test_, options({ protocol: { blendWeight: 1, threshold: 0.5 } }));
    const [alone] = (
      await evalKnn(train, test_, options({ methods: ['balanced+l1'], protocol: { blendWeight: 1, threshold: 0.5 } }))
    ).results;
    expect(alone.predicted).toEqual(whole.results.find(({ method }) => method === 'balanced')!.predicted);
    expect(alone.share).toBe(1);
  });

  test('a run and its judgements are written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'knn-'));
    try {
      await evalKnn(train, test_, options({ methods: ['balanced'], trec: { folder, depth: 2 } }));
      const run = (await readFile(join(folder, 'balanced.run'), 'utf8')).trim().split('\n');
      expect(run[0]).toMatch(/^traffic\/auto Q0 traffic\/car_car 1 0\.\d+ balanced$/);
      expect(run.filter((line) => line.startsWith('wood/elm '))).toHaveLength(2);
      const qrels = await readFile(join(folder, 'qrels.txt'), 'utf8');
      expect(qrels).toContain('traffic/auto 0 traffic/bus 1\n');
      expect(qrels).not.toContain('traffic/auto 0 wood');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('nothing to train on is INVALID_INPUT', async () => {
    await expect(evalKnn([], test_, options())).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

itWithData(
  'a slice of R8: words and transport beat chance by far, and centroids',
  'r8/r8-train.jsonl.gz',
  async (file) => {
    const vectors = await vectorFile(join(file, '../../vectors-glove-20k-50d/glove-20002.50d.bin.gz'));
    const { train, test } = validationSplit(sample(readLabelledDocuments(file), 400, seededRandom(2)));
    const report = await evalKnn(train, test, {
      vectors,
      solver: new InlineSolver(),
      protocol: { threshold: { quantile: 0.02 } },
    });
    const error = Object.fromEntries(report.results.map((result) => [result.method, result.error.mean]));
    for (const method of ['l1', 'cosine', 'bm25', 'balanced', 'partial']) expect(error[method]).toBeLessThan(0.25);
    expect(error.balanced).toBeLessThan(error.wcd);
    expect(error.balanced).toBeLessThanOrEqual(error.l1 + 0.03);
  },
  60_000,
);
