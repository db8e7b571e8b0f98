/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compare, rank } from '../../src/service/ad-hoc';
import { describeWithTransformers, itWithModel, modelsFolder } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';

const QUERY = 'bank of the river';
const DOCUMENTS = ['a loan of the bank', 'the boat of the bank', 'talk', { id: 'bag', terms: { bank: 1 } }, '', 'river bank'];

let modelDir: string;
beforeAll(() => (modelDir = fs.mkdtempSync(path.join(os.tmpdir(), 'refine-'))));
afterAll(() => fs.rmSync(modelDir, { recursive: true }));

describeWithTransformers('documents ranked again in context', () => {
  beforeAll(() => void writeTinyModel(modelDir));

  it('say what was done to each, nearest first; those without sentences come after', async () => {
    const ranked = await rank(QUERY, DOCUMENTS, { refine: 'context', modelDir });
    const refined = ranked.filter((each) => each.refined);
    expect(ranked).toHaveLength(DOCUMENTS.length);
    expect(ranked.slice(0, refined.length)).toEqual(refined);
    expect(refined.map(({ index }) => index).sort()).toEqual([0, 1, 2, 5]);
    refined.reduce((before, each) => {
      expect(each.distance).toBeGreaterThanOrEqual(before.distance);
      expect(each.score).toBeLessThanOrEqual(before.score);
      return each;
    });
    const plain = new Map((await rank(QUERY, DOCUMENTS)).map((each) => [each.index, each]));
    for (const { index, refined: report } of refined) {
      const { score, distance } = plain.get(index)!;
      expect(report).toMatchObject({ model: 'tiny', threshold: 1.3, before: { score, distance } });
      expect(report!.ms).toBeGreaterThan(0);
    }
  });

  it.each(['partial', 'balanced'] as const)('%s: costs of the flows sum to the distance', async (transport) => {
    const ranked = await rank(QUERY, DOCUMENTS, { refine: 'context', modelDir, transport, explain: true, highlight: true });
    for (const { flows = [], distance, refined, highlights = [], index } of ranked) {
      if (!refined) continue;
      expect(flows.reduce((sum, { mass }) => sum + mass, 0)).toBeCloseTo(1, 9);
      expect(flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(distance, 9);
      const text = DOCUMENTS[index] as string;
      for (const { start, end } of highlights) expect(text.slice(start, end)).toMatch(/^\w+$/);
    }
  });

  it('only those of the first refineTop that are texts, and any page of them as in the whole list', async () => {
    const options = { refine: 'context', modelDir, refineTop: 3 } as const;
    const all = await rank(QUERY, DOCUMENTS, options);
    expect(all.map(({ refined }) => refined !== undefined)).toEqual([true, true, false, false, false, false]);
    const indexes = (page: typeof all): number[] => page.map(({ index }) => index);
    expect(indexes(await rank(QUERY, DOCUMENTS, { ...options, topK: 2, offset: 1 }))).toEqual(indexes(all).slice(1, 3));
    expect(indexes(await rank(QUERY, DOCUMENTS, { ...options, topK: 1 }))).toEqual(indexes(all).slice(0, 1));
    const best = await rank(QUERY, DOCUMENTS, { ...options, minScore: all[1].score });
    expect(best.every(({ score }) => score >= all[1].score)).toBe(true);
  });

  it('give up when their caller does', async () => {
    const signal = AbortSignal.abort();
    await expect(rank(QUERY, DOCUMENTS, { refine: 'context', modelDir, signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('two texts: at zero from itself, symmetric, and unlike the words alone', async () => {
    const options = { refine: 'context', modelDir } as const;
    const there = await compare('river bank', 'the bank of a loan', options);
    const back = await compare('the bank of a loan', 'river bank', options);
    expect(there.distance).toBeCloseTo(back.distance, 6);
    expect((await compare(QUERY, QUERY, options)).distance).toBeCloseTo(0, 6);
    const alone = await compare('river bank', 'the bank of a loan');
    expect(there.refined).toMatchObject({ threshold: 2, before: { distance: alone.distance, score: alone.score } });
    expect(there.distance).not.toBeCloseTo(alone.distance, 3);
    expect((await compare('bank xyzzy', 'river', options)).unknownWords).toEqual(['xyzzy']);
  });
});

describe('options of refining', () => {
  it.each([
    [{ refine: 'context' }, 'VECTORS_UNAVAILABLE', /--model-dir/],
    [{ refine: 'sentence', modelDir: '.' }, 'INVALID_OPTION', /refine is "sentence"/],
    [{ refine: 'context', modelDir: '.', refineTop: 0 }, 'INVALID_OPTION', /refineTop is 0/],
    [{ refine: 'context', modelDir: '.', refineThreshold: 3 }, 'INVALID_OPTION', /3/],
    [{ refine: 'context', modelDir: '/nowhere/at/all' }, 'VECTORS_UNAVAILABLE', /\/nowhere\/at\/all/],
  ])('%j is refused as %s', async (options, code, message) => {
    const asked = rank('bank', ['river'], options as Parameters<typeof rank>[2]);
    await expect(asked).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('none changes nothing', async () => {
    expect(await rank(QUERY, DOCUMENTS, { refine: 'none' })).toEqual(await rank(QUERY, DOCUMENTS));
  });
});

describe('a real model', () => {
  itWithModel('puts the bank that is meant first', 'all-MiniLM-L6-v2', async () => {
    const documents = [
      'The bank raised the interest rate on its loans.',
      'Willows grow on the bank where anglers wait for trout.',
      'He parked the car behind the station.',
    ];
    const options = { refine: 'context', modelDir: modelsFolder, model: 'all-MiniLM-L6-v2', topK: 1 } as const;
    expect((await rank('fishing from the bank of a stream', documents, options))[0].index).toBe(1);
    expect((await rank('borrowing money from a bank', documents, options))[0].index).toBe(0);
  });
});
