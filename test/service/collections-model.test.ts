/** @jest-environment ./test/vectors/transformer/onnx-environment.ts */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Collections } from '../../src/service/collections';
import type { CollectionsOptions } from '../../src/service/collections-options';
import type { SearchOptions } from '../../src/service/search-options';
import { InlineSolver } from '../../src/workers/solver';
import { describeWithTransformers } from '../vectors/transformer/model-tests';
import { writeTinyModel } from '../vectors/transformer/tiny-model';

let folder: string;
let modelDir: string;
let events: string[];
let open: Collections[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'collections-model-'));
  modelDir = path.join(folder, 'models');
  writeTinyModel(modelDir);
  events = [];
  open = [];
});
afterEach(async () => {
  for (const collections of open) await collections.close();
  fs.rmSync(folder, { recursive: true });
});

async function start(extra: Partial<CollectionsOptions> = {}): Promise<Collections> {
  const onEvent = (message: string): void => void events.push(message);
  const data = path.join(folder, 'data');
  const collections = Collections.open({ folder: data, solver: new InlineSolver(), builtIn: [], modelDir, onEvent, ...extra });
  open.push(collections);
  await collections.ready;
  return collections;
}

async function withNotes(collections: Collections): Promise<Collections> {
  await collections.putCollection('notes', { vectors: 'none' });
  const texts = ['a loan of the bank', 'the boat of the bank', 'river bank'];
  await collections.upsert(
    'notes',
    texts.map((text, i) => ({ id: `n${i}`, text })),
  );
  return collections;
}

const BOTH = { refine: 'context', fuse: 'sentence' } as const;
const subject = { query: 'bank of the river' };

describeWithTransformers('collections with a sentence model', () => {
  it('refine and fuse; what the model made is there after a restart', async () => {
    const collections = await withNotes(await start());
    expect(collections.info().model).toBe('tiny');
    const first = await collections.search('notes', subject, BOTH);
    expect(first.refined).toMatchObject({ model: 'tiny', documents: 3 });
    expect(first.fused).toMatchObject({ embedded: 4 });
    await collections.close();
    open.pop();
    const again = await (await start()).search('notes', subject, BOTH);
    expect(again.hits).toEqual(first.hits);
    expect(again.fused!.embedded + again.refined!.embedded).toBe(1);
  });

  it('rank and compare in context, whatever folder a request names', async () => {
    const collections = await start();
    const options = { refine: 'context', modelDir: '/etc' } as SearchOptions;
    const [ranked] = await collections.rank('river bank', [{ text: 'bank of the river' }], options);
    expect(ranked.refined?.model).toBe('tiny');
    expect((await collections.compare('river bank', 'bank of the river', options)).refined?.model).toBe('tiny');
  });
});

describe('collections without a usable model', () => {
  it.each([undefined, '/nowhere/at/all'])('%s: say so when it is asked for, and do everything else', async (missing) => {
    const collections = await withNotes(await start({ modelDir: missing }));
    expect(collections.info().model).toBeNull();
    expect(events).toEqual(missing ? ['the sentence model cannot be used'] : []);
    expect((await collections.search('notes', subject, {})).hits).toHaveLength(3);
    for (const options of [{ refine: 'context' }, { fuse: 'sentence' }] as const) {
      await expect(collections.search('notes', subject, options)).rejects.toMatchObject({ code: 'VECTORS_UNAVAILABLE' });
    }
    const message = expect.stringContaining(missing ?? '--model-dir');
    await expect(collections.rank('river', [{ text: 'a' }], { refine: 'context' })).rejects.toMatchObject({ message });
  });
});
