import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeToyDocuments, writeToyVectors } from './toy-files';

const ROOT = path.join(__dirname, '../..');

/** The command as a process of its own, from the sources. */
function wordmover(args: readonly string[], shell?: string) {
  const node = [process.execPath, '-r', 'ts-node/register/transpile-only', path.join(ROOT, 'src/cli.ts'), ...args];
  const env = { ...process.env, TS_NODE_COMPILER_OPTIONS: JSON.stringify({ rootDir: ROOT }) };
  const options = { cwd: ROOT, env, encoding: 'utf8' } as const;
  if (shell === undefined) return spawnSync(node[0], node.slice(1), options);
  return spawnSync('sh', ['-c', `"$@" ${shell}`, 'sh', ...node], options);
}

test('as a process: results on stdout, faults on stderr, the exit status, a reader that has had enough', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-process-'));
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
  expect(wordmover(['search', 'harbour'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('say what') as string,
  });
  expect(wordmover(['nonsense'])).toMatchObject({ status: 2, stdout: '' });
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(wordmover(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  expect(wordmover([...search, '--json'], '| true')).toMatchObject({ status: 0, stderr: '' });
  fs.rmSync(folder, { recursive: true });
}, 60_000);
