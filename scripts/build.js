'use strict';
const { checkNode, install, build } = require('./setup');

checkNode();
install();
build({ always: process.argv.includes('--always') });
