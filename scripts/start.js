'use strict';
// npm start: installs and builds what is missing, then serves the page and the API. Flags go on to `wordmover serve`.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { root, checkNode, install, build } = require('./setup');

checkNode();
install();
build();
const server = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'serve', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
