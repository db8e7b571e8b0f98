/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Index } from '../../src/service/document-index';
import type { IndexModel } from '../../src/service/index-embeddings';
import { LmdbEmbeddings } from '../../src/store/lmdb-embeddings';
import { createPipeline } from '../../src/text/pipeline';
import { packRows } from '../../src/vectors/byte-rows';
import { contextVectors } from '../../src/vectors/transformer/context-vectors';
import { describeWithTransformers } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';

const QUERY = 'bank of the river';
const BOTH = { refine: 'context', fuse: 'sentence' } as const;
const DOCUMENTS = [
  { id: 'loan', text: 'a loan of the bank' },
  { id: 'boat', text: 'the boat of the bank' },
  { id: 'river', text: 'river bank' },
  { id: 'empty', text: '' },
];

let folder: string;
let model: IndexModel;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kept-'));
  model = { modelDir: path.join(folder, 'models') };
  writeTinyModel(model.modelDir);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const saved = (): string => path.join(folder, 'index');

async function made(documents: readonly { id: string; text: string }[] = DOCUMENTS): Promise<Index> {
  const index = await Index.create({ vectors: 'none', model });
  await index.add(documents);
  return index;
}

async function search(index: Index) {
  const { hits, refined, fused } = await index.search(QUERY, BOTH);
  await index.close();
  return { hits, embedded: refined!.embedded + fused!.embedded };
}

describeWithTransformers('what a model made of the documents of an index', () => {
  it('is kept with a saved index: computed when it is first needed, then read; only the query is new', async () => {
    await (await made()).save(saved());
    const first = await search(await Index.open(saved(), { model }));
    expect(first.embedded).toBeGreaterThanOrEqual(4);
    const second = await search(await Index.open(saved(), { model }));
    expect(second).toEqual({ hits: first.hits, embedded: 1 });
  });

  it('can be made ahead, with progress, and goes along when the index is saved', async () => {
    const index = await made();
    const progress: (readonly [number, number])[] = [];
    const done = await index.embed({ onProgress: (...step) => progress.push(step) });
    expect(done).toMatchObject({ documents: 3, embedded: 3 });
    expect(done.bytes).toBeGreaterThan(0);
    expect(progress).toEqual([1, 2, 3, 4].map((n) => [n, 4]));
    expect(await index.embed()).toMatchObject({ documents: 3, embedded: 0 });
    await index.save(saved());
    expect((await search(await Index.open(saved(), { model }))).embedded).toBe(1);
  });

  it('only sentences, where words are not needed', async () => {
    const index = await made();
    expect(await index.embed({ only: 'sentences' })).toMatchObject({ embedded: 3 });
    expect((await index.search(QUERY, { fuse: 'sentence' })).fused?.embedded).toBe(1);
    expect((await index.search(QUERY, { refine: 'context' })).refined?.embedded).toBe(4);
  });

  it('goes where embeddingsDir says, also for an index that is never saved', async () => {
    const own = { ...model, embeddingsDir: path.join(folder, 'own') };
    const index = async (): Promise<Index> => {
      const created = await Index.create({ vectors: 'none', model: own });
      await created.add(DOCUMENTS);
      return created;
    };
    expect((await search(await index())).embedded).toBeGreaterThanOrEqual(4);
    expect((await search(await index())).embedded).toBe(1);
  });

  it('is stopped by who asked for it, and goes on from there', async () => {
    const index = await made();
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    await expect(index.embed({ signal: controller.signal, onProgress })).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await index.embed()).embedded).toBe(2);
  });

  it('damaged on the disk is computed again, and the answer the same', async () => {
    const index = await made();
    await index.embed();
    await index.save(saved());
    const before = await search(await Index.open(saved(), { model }));
    const { text } = DOCUMENTS[0];
    const { embed, dim } = await contextVectors(model);
    const found = await embed(text, createPipeline().tokens(text));
    const sentence = { rows: found.sentence!, known: Uint8Array.of(1) };
    const file = path.join(saved(), 'embeddings', 'data.mdb');
    for (const rows of [found, sentence]) {
      const entry = Buffer.from(packRows(rows, dim));
      const bytes = fs.readFileSync(file);
      let hits = 0;
      for (let at = bytes.indexOf(entry); at >= 0; at = bytes.indexOf(entry, at + 1), hits++) bytes[at + entry.length - 1] ^= 4;
      expect(hits).toBeGreaterThan(0);
      fs.writeFileSync(file, bytes);
    }
    const after = await search(await Index.open(saved(), { model }));
    expect(after.hits).toEqual(before.hits);
    // The query, and the damaged text once for its sentence and once for its words.
    expect(after.embedded).toBe(3);
    fs.truncateSync(file, 8192);
    const again = await search(await Index.open(saved(), { model }));
    expect(again.hits).toEqual(before.hits);
    expect(again.embedded).toBe(4);
  });

  it('is dropped with the documents once there is much of it', async () => {
    const many = Array.from({ length: 160 }, (_, i) => ({ id: `d${i}`, text: `river ${i}` }));
    await (await made(many)).save(saved());
    const index = await Index.open(saved(), { model });
    await index.embed();
    for (const { id } of many.slice(10)) await index.remove(id);
    await index.save(saved());
    await index.close();
    const store = LmdbEmbeddings.open(path.join(saved(), 'embeddings'));
    expect([store.size('words'), store.size('sentence')]).toEqual([10, 10]);
    await store.close();
  });
});
