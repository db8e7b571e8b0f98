import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommanderError, type Command } from 'commander';
import { exitStatus, faultText } from '../../src/cli/fault';
import { createProgram } from '../../src/cli/program';
import type { SearchResult } from '../../src/service/search-options';
import { writeToyDocuments, writeToyVectors } from './toy-files';

let root: string;
let vectors: string;
let documents: string;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-cli-'));
  vectors = await writeToyVectors(root);
  documents = writeToyDocuments(root);
});
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function silence(command: Command, write: (text: string) => void): void {
  command.exitOverride().configureOutput({ writeOut: write, writeErr: write });
  command.commands.forEach((each) => silence(each, write));
}

/** Runs a command line in this process. */
async function run(...args: string[]): Promise<Outcome> {
  let out = '';
  let err = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  try {
    const program = createProgram();
    silence(program, (text) => (err += text));
    await program.parseAsync(args, { from: 'user' });
    return { status: 0, out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) err += faultText(error, args.includes('--json'));
    return { status: exitStatus(error), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const toy = (): string[] => ['--vectors', vectors, '--threshold', '1.1'];

describe('search', () => {
  test('files: hits for people, hits as JSON', async () => {
    const text = await run('search', 'harbour', documents, ...toy());
    expect(text).toMatchObject({ status: 0, err: '' });
    expect(text.out).toMatch(/^ 1\. 0\.\d{3} {2}sailors\n {4}A sailor saw the ocean from the ship\.\n/);
    expect(text.out).toContain('3 documents, ');
    const json = await run('search', 'harbour', documents, ...toy(), '--json', '--explain');
    const result = JSON.parse(json.out) as SearchResult;
    expect(result.hits.map(({ id }) => id)).toEqual(['sailors']);
    expect(result.hits[0].flows?.[0]).toMatchObject({ from: 'harbour' });
    expect(result.exact).toBe(true);
  });

  test('an index: made, searched, filtered, asked for more like one', async () => {
    const folder = path.join(root, 'index');
    const made = await run('index', documents, '--out', folder, ...toy(), '--json');
    expect(JSON.parse(made.out)).toMatchObject({ folder, documents: 3, threshold: 1.1 });
    expect((await run('index', documents, '--out', folder, ...toy(), '--stats')).out).toContain('words without a vector');
    const ids = async (...args: string[]): Promise<string[]> => {
      const { out, err, status } = await run('search', '--index', folder, '--json', ...args);
      expect([status, err]).toEqual([0, '']);
      return (JSON.parse(out) as SearchResult).hits.map(({ id }) => id);
    };
    expect(await ids('profession')).toEqual(['career']);
    expect((await ids('job sea bread')).sort()).toEqual(['bread', 'career', 'sailors']);
    expect(await ids('job sea bread', '--filter', '{"year": {"gte": 2005}}')).toEqual(['career']);
    expect(await ids('sailors', '--like', '-k', '1')).not.toContain('sailors');
  });

  test('without a threshold: JSON says null', async () => {
    const folder = path.join(root, 'plain');
    const made = await run('index', documents, '--out', folder, '--vectors', vectors, '--threshold', 'none', '--json');
    expect(JSON.parse(made.out)).toMatchObject({ threshold: null });
    expect((await run('search', '-i', folder, 'harbour', '-k', '1')).out).toContain('sailors');
  });

  test('bad lines stop it, or are left out when told so', async () => {
    const file = path.join(root, 'bad.jsonl');
    fs.writeFileSync(file, '{"id": "a", "text": "sea"}\n{oops\n{"id": "b", "text": "ocean"}\n');
    const strict = await run('search', 'sea', file, ...toy());
    expect(strict).toMatchObject({ status: 2, out: '' });
    expect(strict.err).toContain('wordmover: bad.jsonl:2: not JSON');
    const lenient = await run('search', 'sea', file, ...toy(), '--skip-bad', '--json');
    expect(lenient.status).toBe(0);
    expect(lenient.err).toContain('bad.jsonl:2: left out: not JSON');
    expect((JSON.parse(lenient.out) as SearchResult).hits).toHaveLength(2);
  });
});

test('compare prints an aligned table whose costs sum to the distance', async () => {
  const args = ['compare', 'sea bread', 'ocean oven', '--vectors', vectors, '--threshold', '1.1'];
  const { out } = await run(...args);
  const lines = out.split('\n');
  expect(lines[0]).toMatch(/^from +to +mass +distance +cost$/);
  expect(lines[1].indexOf('→')).toBe(lines[0].indexOf('to'));
  const parsed = JSON.parse((await run(...args, '--json')).out) as { distance: number; flows: { cost: number }[] };
  expect(parsed.flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(parsed.distance, 6);
});

describe('mistakes', () => {
  const inFolder = (name: string): string => path.join(root, name);

  test.each<[number, string, () => string[]]>([
    [2, 'unknown command', () => ['frobnicate']],
    [2, 'missing required argument', () => ['search']],
    [2, 'Give a whole number', () => ['search', 'x', documents, '-k', '0']],
    [2, 'Give a number', () => ['search', 'x', documents, '--threshold', 'wide']],
    [2, 'threshold 3', () => ['search', 'x', documents, '--vectors', 'none', '--threshold', '3']],
    [2, 'Give JSON', () => ['search', 'x', documents, '--filter', '{']],
    [2, 'say what to search', () => ['search', 'x']],
    [2, 'the query has no words', () => ['search', '', documents, ...toy()]],
    [2, 'no index in', () => ['search', 'x', '--index', inFolder('nowhere')]],
    [2, "can't be read", () => ['search', 'x', inFolder('nowhere.jsonl')]],
    [2, 'unknown kind of input', () => ['index', vectors.replace('toy.txt', 'x.png'), '--out', inFolder('out')]],
    [1, 'vector file', () => ['search', 'x', documents, '--vectors', inFolder('nowhere.vec')]],
    [2, 'language', () => ['search', 'x', documents, '--vectors', 'none', '--language', 'klingon']],
    [2, 'the second text has no words', () => ['compare', 'sea', '', '--vectors', vectors]],
  ])('exit status %i: %s', async (status, message, args) => {
    fs.writeFileSync(inFolder('x.png'), '');
    const outcome = await run(...args());
    expect(outcome.err).toContain(message);
    expect([outcome.status, outcome.out]).toEqual([status, '']);
  });

  test('a damaged index is a failure, told as JSON when asked', async () => {
    const folder = inFolder('damaged');
    await run('index', documents, '--out', folder, ...toy());
    const corpus = path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith('corpus')) as string);
    fs.truncateSync(corpus, 10);
    const outcome = await run('search', 'x', '--index', folder, '--json');
    expect(outcome.status).toBe(1);
    expect(JSON.parse(outcome.err)).toMatchObject({ error: { code: 'CORRUPT_INDEX' } });
  });
});

test('every command explains itself with an example', async () => {
  const visit = async (command: Command, before: string[]): Promise<void> => {
    for (const each of command.commands) {
      const args = [...before, each.name()];
      if (each.commands.length === 0) {
        const { err, status } = await run(...args, '--help');
        expect([args, status]).toEqual([args, 0]);
        expect(err).toMatch(/Examples?:\n {2}\$ (WORDMOVER_\S+ )?wordmover/);
      } else await visit(each, args);
    }
  };
  await visit(createProgram(), []);
  expect((await run('--help')).err).toContain('Exit status');
});
