import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compiledSources } from '../compiled-sources';
import { writeToyDocuments, writeToyVectors } from './toy-files';

let folder: string;
let compiled: ReturnType<typeof compiledSources>;

beforeAll(() => {
  compiled = compiledSources();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-process-'));
}, 60_000);
afterAll(() => {
  compiled.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The command as a process of its own; `shell` goes on behind it. */
function wordmover(args: readonly string[], shell = '') {
  const node = [process.execPath, path.join(compiled.dist, 'cli.js'), ...args];
  return spawnSync('sh', ['-c', `"$@" ${shell}`, 'sh', ...node], { cwd: folder, encoding: 'utf8' });
}

test('results on stdout, faults on stderr, the exit status, a reader that has had enough', async () => {
  const search = [
    'search',
    'harbour',
    writeToyDocuments(folder),
    '--vectors',
    await writeToyVectors(folder),
    '--threshold',
    '1.1',
  ];
  expect(wordmover(search)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('sailors') as string });
  expect(wordmover([...search, '--json'], '| true')).toMatchObject({ status: 0, stderr: '' });
  expect(wordmover(['search', 'harbour'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('say what') as string,
  });
  expect(wordmover(['nonsense'])).toMatchObject({ status: 2, stdout: '' });
  expect(wordmover([])).toMatchObject({ status: 2, stdout: '' });
  expect(wordmover(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
}, 60_000);
