'use strict';
// Brings a bare clone to where the product runs: packages from the lock file, then whatever of dist is older than its source.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const inRoot = (...parts) => path.join(root, ...parts);
const LEAST_NODE = [20, 17];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  console.error(`wordmover needs Node.js ${LEAST_NODE.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

function modified(file) {
  return fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0;
}

/** Latest change of any file below a folder, or of the file itself. */
function newest(place) {
  if (!fs.existsSync(place)) return 0;
  const stat = fs.statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...fs.readdirSync(place).map((name) => newest(path.join(place, name))));
}

function step(title, command, args) {
  const started = Date.now();
  process.stderr.write(`${title} …\n`);
  const npm = process.platform === 'win32' && command !== process.execPath;
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: npm });
  if (status !== 0) {
    console.error(`${title}: failed. The lines above say why; "${[command, ...args].join(' ')}" runs it alone.`);
    process.exit(status ?? 1);
  }
  process.stderr.write(`${title}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function install() {
  if (modified(inRoot('node_modules', '.package-lock.json')) >= modified(inRoot('package-lock.json'))) return;
  step('Installing packages from the lock file', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']);
}

/** What is built, from what, how; in this order. */
const parts = [
  {
    title: 'Compiling the SIMD kernels',
    from: ['src/kernels/assembly', 'scripts/build-kernels.js'],
    to: 'src/kernels/simd-binary.ts',
    run: ['scripts/build-kernels.js'],
  },
  {
    title: 'Compiling TypeScript',
    from: ['src', 'tsconfig.json', 'tsconfig.build.json'],
    to: 'dist/index.js',
    run: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noEmit', 'false'],
  },
  {
    title: 'Building the page',
    from: ['src/http/page', 'vite.config.mts'],
    to: 'dist/http/page/index.html',
    run: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  },
];

function build({ always = false } = {}) {
  for (const { title, from, to, run } of parts) {
    const source = Math.max(...from.map((place) => newest(inRoot(place))), modified(inRoot('package-lock.json')));
    if (!always && modified(inRoot(to)) > source) continue;
    step(title, process.execPath, run);
    fs.utimesSync(inRoot(to), new Date(), new Date());
  }
}

module.exports = { root, checkNode, install, build };
