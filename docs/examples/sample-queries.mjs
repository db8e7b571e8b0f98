// Where the answer to each sample query ranks, by its words alone (BM25) and by their meaning. Run from the repository after
// "npm run build": node docs/examples/sample-queries.mjs
import { readFileSync } from 'node:fs';
import { Index } from 'wordmover';

const read = (name) =>
  readFileSync(new URL(`../../data/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(JSON.parse);
const documents = read('sample-documents');
const queries = read('sample-queries');

/** Rank of the first relevant document of each query, from 1; Infinity where none is found. */
async function ranks(vectors) {
  const index = await Index.create({ vectors, background: true });
  await index.add(documents.map(({ id, text }) => ({ id, text })));
  const found = [];
  for (const { query, relevant } of queries) {
    const { hits } = await index.search(query, { topK: documents.length });
    const place = hits.findIndex(({ id }) => relevant.includes(id));
    found.push(place < 0 ? Infinity : place + 1);
  }
  await index.close();
  return found;
}

const words = await ranks('none');
const meaning = await ranks('wordnet');
const show = (rank) => String(rank === Infinity ? '-' : rank).padStart(7);

console.log('  words meaning  query');
queries.forEach(({ query }, i) => console.log(`${show(words[i])} ${show(meaning[i])}  ${query}`));
for (const [name, found] of Object.entries({ words, meaning })) {
  const upTo = (rank) => found.filter((r) => r <= rank).length;
  const reciprocal = found.reduce((sum, r) => sum + 1 / r, 0) / found.length;
  const parts = [`first ${upTo(1)}`, `among ten ${upTo(10)}`, `not found ${found.length - upTo(documents.length)}`];
  console.log(`${name}: ${parts.join(', ')} of ${found.length}; mean reciprocal rank ${reciprocal.toFixed(3)}`);
}
