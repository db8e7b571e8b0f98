/* Started by disk-full.test.ts in a process of its own, since LMDB goes on telling errors of a full disk when a test has ended. */
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');

const [dist, disk] = process.argv.slice(2);
const { Collections } = require(`${dist}/service/collections`);
const { InlineSolver } = require(`${dist}/workers/solver`);

const open = () => Collections.open({ folder: path.join(disk, 'data'), solver: new InlineSolver(), builtIn: [] });
const batch = (n) => Array.from({ length: 50 }, (_, i) => ({ id: `d${n}-${i}`, text: `batch${n} ${'word '.repeat(200)}${i}` }));
const ballast = ['first', 'second', 'third'].map((name) => path.join(disk, name));
/** Batches acknowledged. */
let stored = 0;

async function fill(collections) {
  for (; stored < 1000; stored++) await collections.upsert('notes', batch(stored));
}

async function fillUp(collections) {
  const before = stored;
  await assert.rejects(fill(collections), { code: 'STORAGE_FAILED', message: /Free some disk space/ });
  assert.ok(stored > before, 'nothing could be stored before the disk was full');
  await assertWhole(collections);
}

async function assertWhole(collections) {
  for (let n = 0; n < stored; n++) {
    const { hits } = await collections.search('notes', { query: `batch${n}` }, { topK: 100 });
    assert.equal(hits.length, 50, `batch ${n}`);
  }
  assert.equal((await collections.collection('notes')).documents, 50 * stored);
}

async function main() {
  for (const file of ballast) fs.writeFileSync(file, Buffer.alloc(2 ** 20));
  let collections = open();
  await collections.putCollection('notes', { vectors: 'none', threshold: 1 });
  await fillUp(collections);
  fs.rmSync(ballast[0]);
  await fillUp(collections);

  // Closing cannot save the index either: the next start makes it anew.
  await collections.close();
  collections = open();
  await collections.ready;
  await assertWhole(collections);
  fs.rmSync(ballast[1]);
  await fillUp(collections);
  fs.rmSync(ballast[2]);
  await collections.upsert('notes', batch(stored++));
  await assertWhole(collections);
  await collections.close();
  process.stdout.write(`${stored} batches stored, all found\n`);
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
