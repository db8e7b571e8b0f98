import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const isBuilt = existsSync(path.join(root, 'dist/langchain.js'));

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

test.each([
  ['langchain', '@langchain/core'],
  ['ai', '@ai-sdk/provider'],
])('wordmover/%s has %s as an optional peer and nothing else', (_name, peer) => {
  expect(manifest.peerDependencies[peer]).toEqual(expect.any(String));
  expect(manifest.peerDependenciesMeta[peer].optional).toBe(true);
  expect(manifest.dependencies[peer]).toBeUndefined();
});

/** Node resolves a package's own name by its `exports`, as a user's program does. */
(isBuilt ? describe : describe.skip)('the built entry points (npm run build makes them)', () => {
  const run = (format: string, program: string): string =>
    execFileSync(process.execPath, [`--input-type=${format}`, '-e', program], { cwd: root, encoding: 'utf8' }).trim();

  test('load under import, with one and the same library below', () => {
    const program = `
      import { WordmoverError } from 'wordmover';
      import { WordmoverRerank, WordmoverRetriever } from 'wordmover/langchain';
      import { rerankingModel } from 'wordmover/ai';
      const error = await new WordmoverRerank({ topK: 0 }).compressDocuments([{ pageContent: 'a', metadata: {} }], 'career').catch((e) => e);
      console.log(error instanceof WordmoverError, typeof WordmoverRetriever, rerankingModel().specificationVersion);`;
    expect(run('module', program)).toBe('true function v3');
  });

  test('load under require; the library alone loads no framework', () => {
    const loaded = `Object.keys(require.cache).filter((file) => /@langchain|@ai-sdk/.test(file)).length > 0`;
    const program = `
      require('wordmover'); require('wordmover/ai'); const before = ${loaded};
      require('wordmover/langchain'); console.log(before, ${loaded});`;
    expect(run('commonjs', program)).toBe('false true');
  });
});
