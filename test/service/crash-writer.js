/* Started and killed by crash.test.ts: tells what is stored and found, then changes it at random, telling each change before and after. */
const [dist, folder, seed, queries] = process.argv.slice(2);
const { Collections } = require(`${dist}/service/collections`);
const { InlineSolver } = require(`${dist}/workers/solver`);

let state = Number(seed);
const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 1) % n;
const text = () => Array.from({ length: 3 + random(8) }, () => `w${random(200)}`).join(' ');
const batch = (size) => Array.from({ length: size }, () => ({ id: `d${random(1500)}`, text: text() }));
const tell = (...words) => process.stdout.write(`${words.map((word) => JSON.stringify(word)).join('\t')}\n`);

async function stored(collections) {
  const documents = [];
  let after;
  do {
    const page = await collections.documents('log', after, 1000);
    documents.push(...page.documents.map(({ id, text }) => [id, text]));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return documents;
}

async function answers(collections) {
  const found = [];
  for (const query of JSON.parse(queries)) {
    const { hits } = await collections.search('log', { query }, { topK: 10 });
    found.push(hits.map(({ id, score }) => [id, score]));
  }
  return found;
}

async function change(collections) {
  const kind = random(10);
  if (kind < 2) {
    const id = `d${random(1500)}`;
    tell('delete', id);
    await collections.deleteDocument('log', id).catch((error) => {
      if (error.code !== 'UNKNOWN_DOCUMENT') throw error;
    });
  } else if (kind < 4) {
    await collections.search('log', { query: text() }, {});
    return;
  } else {
    const documents = batch(kind === 9 ? 300 + random(500) : 1 + random(20));
    tell(
      'put',
      documents.map(({ id, text }) => [id, text]),
    );
    await collections.upsert('log', documents);
  }
  tell('done');
}

(async () => {
  const collections = Collections.open({ folder, solver: new InlineSolver(), builtIn: [] });
  await collections.putCollection('log', { vectors: 'words.txt', threshold: 1 });
  tell('state', await stored(collections), await answers(collections));
  for (;;) await change(collections);
})();
