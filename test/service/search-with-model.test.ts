/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rank } from '../../src/service/ad-hoc';
import type { InputDocument } from '../../src/service/document';
import { Index } from '../../src/service/document-index';
import type { IndexOptions } from '../../src/service/index-options';
import type { SearchOptions, SearchResult } from '../../src/service/search-options';
import { contextVectors } from '../../src/vectors/transformer/context-vectors';
import { describeWithTransformers, itWithModel, modelsFolder } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';

const QUERY = 'bank of the river';
const DOCUMENTS: readonly InputDocument[] = [
  { id: 'loan', text: 'a loan of the bank', metadata: { year: 1 } },
  { id: 'boat', text: 'the boat of the bank', metadata: { year: 2 } },
  { id: 'talk', text: 'talk of money' },
  { id: 'bag', terms: { bank: 1, water: 1 } },
  { id: 'empty', text: '' },
  { id: 'river', text: 'river bank', metadata: { year: 2 } },
  { id: 'stops', text: 'the river and its banks, walking on the bank', metadata: { year: 1 } },
];

let folder: string;
beforeAll(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'search-model-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function filled(extra: IndexOptions = {}): Promise<Index> {
  const index = await Index.create({ model: { modelDir: folder }, weighting: 'tfidf', ...extra });
  await index.add(DOCUMENTS);
  return index;
}

const idsOf = ({ hits }: SearchResult): string[] => hits.map(({ id }) => id);

function expectSorted({ hits }: SearchResult): void {
  hits.forEach(({ score }, i) => {
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(i === 0 ? 1 : hits[i - 1].score);
  });
}

describeWithTransformers('a search refined in context', () => {
  beforeAll(() => void writeTinyModel(folder));

  it('ranks as rank does over the same documents, and says what words alone had given', async () => {
    const index = await filled();
    const plain = new Map((await index.search(QUERY)).hits.map((hit) => [hit.id, hit]));
    const result = await index.search(QUERY, { refine: 'context' });
    const ranked = await rank(QUERY, DOCUMENTS, { refine: 'context', modelDir: folder });
    const expected = ranked.filter(({ refined, id }) => refined && plain.has(id!));
    const refined = result.hits.filter((hit) => hit.refined);
    expect(refined.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(refined.length).toBeGreaterThan(2);
    refined.forEach((hit, i) => {
      expect(hit.distance).toBeCloseTo(expected[i].distance, 9);
      expect(hit.score).toBeCloseTo(expected[i].score, 9);
      const { score, distance } = plain.get(hit.id)!;
      expect(hit.refined).toEqual({ score, distance });
    });
    expect(idsOf(result).at(-1)).toBe('bag');
    expectSorted(result);
    expect(result.exact).toBe(true);
    expect(result.refined).toMatchObject({ model: 'tiny', threshold: 1.3, documents: refined.length });
  });

  it.each(['partial', 'balanced'] as const)(
    '%s: flows are of occurrences, their costs sum to the distance',
    async (transport) => {
      const index = await filled();
      const options: SearchOptions = { refine: 'context', transport, explain: true, highlight: true };
      const { hits } = await index.search(QUERY, options);
      for (const { id, text, flows = [], distance, highlights = [] } of hits) {
        expect(flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(distance, 6);
        for (const { start, end } of highlights) expect(text?.slice(start, end)).toMatch(/^\w+$/);
        const asked = await index.explain(QUERY, id, id === 'bag' ? { transport } : { refine: 'context', transport });
        expect(asked).toEqual(flows);
      }
      await expect(index.explain(QUERY, 'bag', { refine: 'context' })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
      await expect(index.explain(QUERY, 'empty', { refine: 'context' })).rejects.toMatchObject({ code: 'EMPTY_DOCUMENT' });
    },
  );

  it('runs a text through the model once: the second search costs nothing and says the same', async () => {
    const index = await filled();
    const cold = await index.search(QUERY, { refine: 'context' });
    const warm = await index.search(QUERY, { refine: 'context' });
    expect(warm.hits).toEqual(cold.hits);
    expect(cold.refined?.embedded).toBe(1 + cold.refined!.documents);
    expect(warm.refined?.embedded).toBe(0);
    expect(warm.refined?.occurrences).toBe(cold.refined?.occurrences);
  });

  it('more like this: the same text is at zero and first, the document itself no hit', async () => {
    const index = await filled();
    await index.add([{ id: 'again', text: 'river bank' }]);
    const result = await index.search({ id: 'river' }, { refine: 'context' });
    expect(result.hits[0]).toMatchObject({ id: 'again', score: expect.closeTo(1, 6) });
    expect(result.hits[0].distance).toBeCloseTo(0, 6);
    expect(idsOf(result)).not.toContain('river');
    expect(result.refined?.threshold).toBe(2);
  });

  it('only the first refineTop; any page, filter and least score as of the whole list', async () => {
    const index = await filled();
    const options: SearchOptions = { refine: 'context', refineTop: 3 };
    const all = await index.search(QUERY, options);
    expect(all.hits.map(({ refined }) => refined !== undefined)).toEqual(all.hits.map((_, i) => i < 3));
    expectSorted(all);
    const first = (await index.search(QUERY, { topK: 3 })).hits.map(({ id }) => id);
    expect(idsOf(all).slice(0, 3).sort()).toEqual([...first].sort());
    expect(idsOf(await index.search(QUERY, { ...options, topK: 2, offset: 1 }))).toEqual(idsOf(all).slice(1, 3));
    const minScore = all.hits[1].score;
    const best = all.hits.filter(({ score }) => score >= minScore).map(({ id }) => id);
    expect(idsOf(await index.search(QUERY, { ...options, minScore }))).toEqual(best);
    const filtered = await index.search(QUERY, { refine: 'context', filter: { year: 1 } });
    expect(idsOf(filtered).sort()).toEqual(['loan', 'stops']);
  });

  it('gives up when its caller does, and can be asked again', async () => {
    const index = await filled();
    const controller = new AbortController();
    const search = index.search(QUERY, { refine: 'context', signal: controller.signal });
    controller.abort();
    await expect(search).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await index.search(QUERY, { refine: 'context' })).hits.length).toBeGreaterThan(2);
  });

  it('a document that was replaced is seen as it is now', async () => {
    const index = await filled();
    const hitOf = ({ hits }: SearchResult) => hits.find(({ id }) => id === 'loan')!;
    const before = hitOf(await index.search(QUERY, { refine: 'context' }));
    await index.replace({ id: 'loan', text: 'loan at the river' });
    const result = await index.search(QUERY, { refine: 'context' });
    expect(result.refined?.embedded).toBe(1);
    const fresh = await Index.create({ model: { modelDir: folder }, weighting: 'tfidf' });
    await fresh.add([...index]);
    expect(hitOf(result).distance).not.toBeCloseTo(before.distance, 3);
    expect(hitOf(result)).toEqual(hitOf(await fresh.search(QUERY, { refine: 'context' })));
  });
});

/** Sentence vectors are kept in a byte a coordinate. */
const BYTE_SLACK = 0.01;

describeWithTransformers('a search fused with sentence vectors', () => {
  beforeAll(() => void writeTinyModel(folder));

  /** By the definition: means of the scores of the plain search and of the model's own cosines. */
  async function expectedScores(index: Index): Promise<Map<string, number>> {
    const words = new Map((await index.search(QUERY, { topK: 100 })).hits.map(({ id, score }) => [id, score]));
    const { embed, dim } = await contextVectors({ modelDir: folder });
    const own = (await embed(QUERY, [])).sentence!;
    const cosines = new Map<string, number>();
    for (const { id = '', text } of DOCUMENTS) {
      const sentence = text ? (await embed(text, [])).sentence : undefined;
      if (!sentence) continue;
      let cosine = 0;
      for (let k = 0; k < dim; k++) cosine += sentence[k] * own[k];
      cosines.set(id, Math.max(0, cosine));
    }
    const ids = new Set([...words.keys(), ...cosines.keys()]);
    return new Map([...ids].map((id) => [id, ((words.get(id) ?? 0) + (cosines.get(id) ?? 0)) / 2]));
  }

  it('scores by the mean, finds what shares no word, and shows what each part gave', async () => {
    const index = await filled();
    const expected = await expectedScores(index);
    const result = await index.search(QUERY, { fuse: 'sentence' });
    expect(new Set(idsOf(result))).toEqual(new Set(expected.keys()));
    for (const { id, score } of result.hits) expect(Math.abs(score - expected.get(id)!)).toBeLessThan(BYTE_SLACK);
    expectSorted(result);
    expect(result.fused).toMatchObject({ model: 'tiny', rule: 'mean-score', top: 100, documents: 5 });
    expect(result.fused).toMatchObject({ candidates: result.hits.length, embedded: 6 });
    const plain = (await index.search(QUERY)).hits;
    for (const { id, parts, distance } of result.hits) {
      const rank = plain.findIndex((hit) => hit.id === id);
      expect(parts?.words).toEqual(rank < 0 ? undefined : { rank: rank + 1, score: plain[rank].score });
      if (rank >= 0) expect(distance).toBe(plain[rank].distance);
      if (id === 'bag') expect(parts?.sentence).toBeUndefined();
      else expect(parts?.sentence?.cosine).toBeLessThanOrEqual(1);
    }
  });

  it('a hit that words do not have: its distance is that of its flows', async () => {
    const index = await filled({ vectors: 'none' });
    const { hits } = await index.search('river', { fuse: 'sentence', explain: true });
    const talk = hits.find(({ id }) => id === 'talk')!;
    expect(talk.parts?.words).toBeUndefined();
    expect(talk.flows?.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(talk.distance, 9);
    expect(talk.distance).toBeCloseTo(1.2, 9);
  });

  it('together with context: three rankings over the first of both', async () => {
    const index = await filled();
    const result = await index.search(QUERY, { fuse: 'sentence', refine: 'context' });
    for (const { score, parts = {}, refined } of result.hits) {
      const { words, sentence, context } = parts;
      const sum = (words?.score ?? 0) + Math.max(0, sentence?.cosine ?? 0) + (context?.score ?? 0);
      expect(score).toBeCloseTo(sum / 3, 9);
      if (parts.words && parts.context) expect(refined?.score).toBe(parts.words.score);
    }
    expectSorted(result);
    const contexts = result.hits.flatMap(({ parts, distance }) => (parts?.context ? [{ ...parts.context, distance }] : []));
    contexts.sort((a, b) => a.rank - b.rank);
    expect(contexts.map(({ rank: place }) => place)).toEqual(contexts.map((_, i) => i + 1));
    contexts.reduce((before, each) => {
      expect(each.distance).toBeGreaterThanOrEqual(before.distance);
      return each;
    });
    expect(result.refined?.documents).toBe(contexts.length);
  });

  it('pages, filters and least scores are parts of the whole list; removed documents are gone', async () => {
    const index = await filled();
    const all = await index.search(QUERY, { fuse: 'sentence' });
    for (const offset of [0, 2]) {
      const page = await index.search(QUERY, { fuse: 'sentence', topK: 2, offset });
      expect(idsOf(page)).toEqual(idsOf(all).slice(offset, offset + 2));
    }
    const minScore = all.hits[2].score;
    expect(idsOf(await index.search(QUERY, { fuse: 'sentence', minScore }))).toEqual(idsOf(all).slice(0, 3));
    const filtered = await index.search(QUERY, { fuse: 'sentence', filter: { year: 2 } });
    expect(idsOf(filtered).sort()).toEqual(['boat', 'river']);
    await index.remove('river');
    await index.upsert([{ id: 'boat', text: 'loan' }]);
    const after = await index.search(QUERY, { fuse: 'sentence' });
    expect(idsOf(after)).not.toContain('river');
    expect(after.fused?.embedded).toBe(1);
    const like = await index.search({ id: 'loan' }, { fuse: 'sentence' });
    expect(idsOf(like)).not.toContain('loan');
  });

  it('a query of unknown words alone is answered by words alone', async () => {
    const index = await filled({ vectors: 'none' });
    await index.add([{ id: 'x', text: 'xyzzy' }]);
    expect(idsOf(await index.search('xyzzy', { fuse: 'sentence' }))).toEqual(['x']);
  });

  it('rank fuses as search does', async () => {
    const index = await filled();
    const result = await index.search(QUERY, { fuse: 'sentence', refine: 'context' });
    const ranked = await rank(QUERY, DOCUMENTS, { fuse: 'sentence', refine: 'context', modelDir: folder, explain: true });
    expect(ranked).toHaveLength(DOCUMENTS.length);
    const place = new Map(result.hits.map((hit) => [hit.id, hit]));
    const found = ranked.filter(({ score }) => score > 0);
    expect(found.map(({ id }) => id).slice(0, 3)).toEqual(idsOf(result).slice(0, 3));
    for (const { id, parts, score, flows = [], distance } of found) {
      expect(score).toBeCloseTo(place.get(id!)!.score, 1);
      expect(parts?.sentence).toEqual(place.get(id!)!.parts?.sentence);
      expect(flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(distance, 6);
    }
  });
});

describe('without a model', () => {
  it.each([{ refine: 'context' }, { fuse: 'sentence' }] as const)('%j names the flag that gives one', async (options) => {
    const index = await Index.create({ vectors: 'none' });
    await index.add([{ id: 'a', text: 'river' }]);
    const refusal = { code: 'VECTORS_UNAVAILABLE', message: expect.stringContaining('--model-dir') };
    await expect(index.search('river', options)).rejects.toMatchObject(refusal);
    await expect(index.search({ terms: { river: 1 } }, options)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });

  it.each([
    [{ refine: 'sentence' }, /refine is "sentence"/],
    [{ fuse: 'context' }, /fuse is "context"/],
    [{ refine: 'context', refineTop: 0 }, /refineTop is 0/],
    [{ refine: 'context', refineThreshold: 3 }, /3/],
  ])('%j is refused', async (options, message) => {
    const index = await Index.create({ vectors: 'none' });
    const search = index.search('river', options as SearchOptions);
    await expect(search).rejects.toMatchObject({ code: 'INVALID_OPTION', message: expect.stringMatching(message) });
  });
});

describe('a real model', () => {
  itWithModel('finds the bank that is meant, and what says it in other words', 'all-MiniLM-L6-v2', async () => {
    const index = await Index.create({ model: { modelDir: modelsFolder, model: 'all-MiniLM-L6-v2' } });
    await index.add([
      { id: 'money', text: 'The bank raised the interest rate on its loans.' },
      { id: 'water', text: 'Willows grow on the bank where anglers wait for trout.' },
      { id: 'car', text: 'He parked the car behind the station.' },
    ]);
    const ask = async (query: string, options: SearchOptions): Promise<string> =>
      (await index.search(query, { topK: 1, ...options })).hits[0].id;
    for (const options of [{ refine: 'context' }, { fuse: 'sentence' }, { refine: 'context', fuse: 'sentence' }] as const) {
      expect(await ask('fishing from the bank of a stream', options)).toBe('water');
      expect(await ask('borrowing money from a bank', options)).toBe('money');
    }
  });
});
