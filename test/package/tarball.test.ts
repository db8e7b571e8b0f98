import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const root = path.join(__dirname, '../..');
const NPM = ['--no-audit', '--no-fund', '--loglevel', 'error'];
const isBuilt = fs.existsSync(path.join(root, 'dist/index.js'));

const PROGRAM = `
const docs = ['The science of cooking: how to cook a splendid meal', 'Data science is the top career in the 21st century'];
rank('how do I get a job?', docs, { explain: true }).then(async (hits) => {
  const index = await Index.create();
  await index.add([{ id: 'sea', text: 'A marine biologist studies whales' }, { id: 'pan', text: 'Fry the onions slowly' }]);
  const found = await index.search('a person who knows the ocean', { topK: 1 });
  await index.close();
  const flow = hits[0].flows.find(({ from, to }) => from === 'job' && to === 'career');
  console.log(JSON.stringify({ first: hits[0].index, met: Boolean(flow), found: found.hits[0].id, cost: emd([1], [1], [2]).cost }));
});
`;

/** What a user gets: packed, installed into an empty folder, used under require and import. Needs a build, as npm test makes. */
(isBuilt ? describe : describe.skip)('the package as it is published', () => {
  let folder: string;

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wordmover-package-'));
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder, ...NPM], {
      cwd: root,
      encoding: 'utf8',
    });
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "name": "user", "private": true }');
    execFileSync('npm', ['install', '--prefer-offline', path.join(folder, packed.trim().split('\n').pop()!), ...NPM], {
      cwd: folder,
      encoding: 'utf8',
    });
  }, 300_000);

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const run = (file: string, source: string): unknown => {
    fs.writeFileSync(path.join(folder, file), source);
    return JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }));
  };
  const expected = { first: 1, met: true, found: 'sea', cost: 2 };

  it('works under require', () => {
    expect(run('program.cjs', `const { rank, Index, emd } = require('wordmover');\n${PROGRAM}`)).toEqual(expected);
  }, 60_000);

  it('works under import', () => {
    expect(run('program.mjs', `import { rank, Index, emd } from 'wordmover';\n${PROGRAM}`)).toEqual(expected);
  }, 60_000);

  it('comes with types that compile', () => {
    fs.writeFileSync(
      path.join(folder, 'program.ts'),
      `import { rank, type RankedDocument } from 'wordmover';\nexport const best: Promise<RankedDocument> = rank('a', ['b']).then(([hit]) => hit);\n`,
    );
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const flags = ['--noEmit', '--strict', '--module', 'node16', '--target', 'es2022', '--skipLibCheck'];
    execFileSync(process.execPath, [tsc, ...flags, 'program.ts'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  }, 60_000);

  it('has a command line', () => {
    const bin = path.join(folder, 'node_modules/.bin/wordmover');
    expect(execFileSync(bin, ['--help'], { encoding: 'utf8' })).toContain('search');
  }, 60_000);
});
