import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { backup } from '../../src/service/backup';
import { Collections } from '../../src/service/collections';
import { Index } from '../../src/service/document-index';
import { restore } from '../../src/service/restore';
import { InlineSolver } from '../../src/workers/solver';
import { compiledSources } from '../compiled-sources';
import { seededRandom } from '../../src/embeddings/seeded-random';

/** More of them for a long trial: WORDMOVER_ROUNDS=200. */
const ROUNDS = Number(process.env.WORDMOVER_ROUNDS ?? 6);
const SEED = Number(process.env.WORDMOVER_SEED ?? 20261121);
const QUERIES = ['w1 w2 w3', 'w10 w20 w30 w40', 'w199 w7'];

type Pairs = readonly (readonly [string, string])[];
type Model = ReadonlyMap<string, string>;

let compiled: ReturnType<typeof compiledSources>;
let folder: string;

beforeAll(() => {
  compiled = compiledSources();
});
afterAll(() => compiled.remove());
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-crash-'));
  fs.mkdirSync(path.join(folder, 'vectors'));
  fs.writeFileSync(path.join(folder, 'vectors', 'words.txt'), wordVectors());
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test(
  'killed at any moment, nothing acknowledged is lost and every answer is of the surviving documents',
  async () => {
    const random = seededRandom(SEED);
    let model: Model = new Map();
    let pending: Model = model;
    let checked = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const from = random() < 0.3 ? 'start' : 'change';
      const lines = await runUntilKilled(SEED + round, { from, ms: 1000 * random() });
      for (const [what, first, second] of lines) {
        if (what === 'state') {
          const stored = new Map(first as Pairs);
          expect([sorted(model), sorted(pending)]).toContainEqual(sorted(stored));
          await checkAnswers(stored, second as readonly Pairs[]);
          model = pending = stored;
          checked++;
        } else if (what === 'put') pending = new Map([...model, ...(first as Pairs)]);
        else if (what === 'delete') pending = new Map([...model].filter(([id]) => id !== first));
        else model = pending;
      }
    }
    process.stderr.write(`${ROUNDS} kills, ${checked} states checked, ${model.size} documents (WORDMOVER_SEED=${SEED})\n`);
  },
  30_000 * ROUNDS,
);

test('a backup taken while another process writes is of one moment, a data folder, and can be put back', async () => {
  const out = path.join(folder, 'copy');
  const act = async (): Promise<void> => {
    expect(await backup({ data: folder, out })).toMatchObject([{ name: 'log' }]);
  };
  const lines = await runUntilKilled(SEED, { act });
  const states: Model[] = [new Map()];
  for (const [what, first] of lines) {
    const last = states[states.length - 1];
    if (what === 'put') states.push(new Map([...last, ...(first as Pairs)]));
    if (what === 'delete') states.push(new Map([...last].filter(([id]) => id !== first)));
  }
  const atBackup = await stateOf(out);
  expect(states.map(sorted)).toContainEqual(sorted(atBackup.documents));
  expect(atBackup.hits.length).toBeGreaterThan(0);
  await expect(backup({ data: folder, out })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(backup({ data: folder, out: `${out}2`, collections: ['none'] })).rejects.toMatchObject({
    code: 'UNKNOWN_COLLECTION',
  });

  const collections = Collections.open({ folder, solver: new InlineSolver(), builtIn: [] });
  await collections.upsert('log', [{ id: 'later', text: QUERIES[0] }]);
  await collections.close();
  expect((await stateOf(folder)).hits[0].id).toBe('later');
  await expect(restore({ from: out, data: folder })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await restore({ from: out, data: folder, replace: true })).toMatchObject([
    { name: 'log', documents: atBackup.documents.size },
  ]);
  expect(await stateOf(folder)).toEqual(atBackup);
  expect(fs.readdirSync(path.join(folder, 'collections'))).toEqual(['log']);
  await expect(restore({ from: out, data: folder, collections: ['none'] })).rejects.toMatchObject({ code: 'UNKNOWN_COLLECTION' });
}, 60_000);

test('one collection of a backup is put back into a folder of others, which no server has open', async () => {
  const open = (data: string) => Collections.open({ folder: data, solver: new InlineSolver(), builtIn: [] });
  const write = async (collections: Collections, text: string) => {
    for (const name of ['one', 'two']) {
      await collections.putCollection(name, { vectors: 'words.txt', threshold: 1 });
      await collections.upsert(name, [{ id: 'a', text }]);
    }
  };
  const textsOf = async (collections: Collections) =>
    Promise.all(['one', 'two'].map(async (name) => (await collections.document(name, 'a')).text));
  const [out, other] = [path.join(folder, 'copy'), path.join(folder, 'other')];
  let collections = open(folder);
  await write(collections, 'w1');
  await collections.close();
  await backup({ data: folder, out });
  collections = open(folder);
  await write(collections, 'w2');
  const one = { from: out, data: folder, collections: ['one'], replace: true };
  fs.writeFileSync(path.join(folder, 'process.lock'), String(process.ppid));
  await expect(restore(one)).rejects.toMatchObject({ code: 'STORAGE_FAILED' });
  await collections.close();
  await restore(one);
  collections = open(folder);
  expect(await textsOf(collections)).toEqual(['w1', 'w2']);
  await collections.close();
  await restore({ from: out, data: other });
  collections = open(other);
  expect(await textsOf(collections)).toEqual(['w1', 'w1']);
  await collections.close();
});

/** What a data folder holds and finds, as a server opens it. */
async function stateOf(data: string) {
  const collections = Collections.open({ folder: data, solver: new InlineSolver(), builtIn: [] });
  const { documents } = await collections.documents('log', undefined, 2000);
  const { hits } = await collections.search('log', { query: QUERIES[0] }, { topK: 5 });
  await collections.close();
  return { documents: new Map(documents.map(({ id, text }) => [id, text as string])), hits };
}

interface Kill {
  /** Counted from the start of the process, or from its first change. */
  readonly from: 'start' | 'change';
  readonly ms: number;
}

/** Kills the child at that moment, or when `act`, begun among its changes, is done; resolves with the whole lines it told. */
async function runUntilKilled(seed: number, when: Kill | { readonly act: () => Promise<void> }): Promise<unknown[][]> {
  const args = [path.join(__dirname, 'crash-writer.js'), compiled.dist, folder, String(seed), JSON.stringify(QUERIES)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill('SIGKILL');
  let output = '';
  let acting: Promise<void> | undefined;
  let timer = 'ms' in when && when.from === 'start' ? setTimeout(kill, when.ms) : undefined;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if ('ms' in when) timer ??= output.includes('"put"') ? setTimeout(kill, when.ms) : undefined;
    else if (output.split('"done"').length > 20) acting ??= when.act().finally(kill);
  });
  const signal = await new Promise((resolve) => child.on('close', (_code, by) => resolve(by)));
  clearTimeout(timer);
  await acting;
  expect(signal).toBe('SIGKILL');
  const lines = output.split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t').map((word) => JSON.parse(word) as unknown));
}

/** What was found against an index made anew of the documents, every one of them solved. */
async function checkAnswers(stored: Model, answers: readonly (readonly (readonly [string, unknown])[])[]): Promise<void> {
  const file = path.join(folder, 'vectors', 'words.txt');
  const index = await Index.create({ vectors: { file }, threshold: 1, weighting: 'tfidf' });
  await index.add([...stored].map(([id, text]) => ({ id, text })));
  for (const [q, query] of QUERIES.entries()) {
    const { hits } = stored.size === 0 ? { hits: [] } : await index.search(query, { topK: stored.size });
    const scores = new Map(hits.map(({ id, score }) => [id, score]));
    const found = answers[q];
    expect(found.length).toBe(Math.min(10, hits.length));
    for (const [rank, [id, score]] of found.entries()) {
      expect(score).toBeCloseTo(hits[rank].score, 5);
      expect(score).toBeCloseTo(scores.get(id) ?? NaN, 5);
    }
  }
  await index.close();
}

const sorted = (model: Model): [string, string][] => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

/** 200 words in 8 dimensions, some of them near each other. */
function wordVectors(): string {
  const random = seededRandom(7);
  const rows = Array.from(
    { length: 200 },
    (_, w) => `w${w} ${Array.from({ length: 8 }, () => (random() - 0.5).toFixed(4)).join(' ')}`,
  );
  return `${rows.join('\n')}\n`;
}
