'use strict';
// npm test: installs and builds what is missing, then runs every test. Arguments go on to jest.
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { root, checkNode, install, build } = require('./setup');

checkNode();
install();
build();
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
