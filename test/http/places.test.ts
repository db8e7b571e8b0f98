import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withoutPlaces } from '../../src/http/places';
import { realApp } from './real-app';

const { client, service, folder, open, close, restart } = realApp();

beforeAll(open);
afterAll(close);

/** Neither the folder of the data, nor any other of this machine. */
function expectNoPlace(answer: { readonly body: unknown; readonly text: string }): void {
  expect(answer.text).not.toContain(folder);
  expect(answer.text).not.toMatch(/\/(tmp|home|var|usr|node_modules)\//);
  expect(answer.text).not.toMatch(/\bat .*:\d+:\d+/);
}

test('vectors that are not there, or damaged, are told by name', async () => {
  const unknown = await client().put('/v1/collections/other').send({ vectors: 'missing.txt' }).expect(422);
  expect(unknown.body.detail).toContain('"missing.txt"');
  expectNoPlace(unknown);
  mkdirSync(path.join(folder, 'vectors'));
  writeFileSync(path.join(folder, 'vectors', 'bad.txt'), 'sea 1 2 3\nship 1 x 3\n');
  const damaged = await client().put('/v1/collections/bad').send({ vectors: 'bad.txt' }).expect(422);
  expect(damaged.body.detail).toContain('vectors/bad.txt');
  expectNoPlace(damaged);
});

test('a damaged store is told without its file', async () => {
  await service().close();
  const store = path.join(folder, 'collections', 'sample', 'store');
  for (const name of readdirSync(store)) if (name === 'data.mdb') truncateSync(path.join(store, name), 5000);
  await restart();
  const answer = await client().post('/v1/collections/sample/search').send({ query: 'science' }).expect(500);
  expect(answer.body.code).toBe('CORRUPT_INDEX');
  expectNoPlace(answer);
  rmSync(path.join(folder, 'collections', 'sample'), { recursive: true });
});

test.each([
  ['/srv/data/vectors/a.txt, line 3', 'vectors/a.txt, line 3'],
  ["ENOSPC: '/srv/data'", "ENOSPC: 'the folder of the server'"],
  ['data/vectors/a.txt', 'data/vectors/a.txt'],
  [`${process.cwd()}/data/wordnet.bin`, 'data/wordnet.bin'],
])('%s becomes %s', (sentence, said) => {
  expect(withoutPlaces(sentence, ['/srv/data/', ''])).toBe(said);
});
