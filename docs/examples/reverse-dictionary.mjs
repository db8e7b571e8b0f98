// A reverse dictionary: what is found for a meaning, by words alone (BM25) and by transport over WordNet's vectors. Run from the
// repository after "npm run build": node docs/examples/reverse-dictionary.mjs ["a meaning of your own" …]
import { Index, glosses } from 'wordmover';

const meanings =
  process.argv.length > 2
    ? process.argv.slice(2)
    : [
        'a person who studies the sea',
        'fear of spiders',
        'instrument for looking at stars',
        'someone who repairs shoes',
        'a doctor for children',
      ];
const SHOWN = 10;

async function entries(vectors) {
  const index = await Index.create({ vectors });
  await index.add(
    Array.from(glosses(), ({ id, text, metadata }) => ({ id, text: `${metadata.words.join(', ')}: ${text}`, metadata })),
  );
  return index;
}

const byWords = await entries('none');
const byMeaning = await entries('wordnet');
for (const meaning of meanings) {
  const [words, near] = await Promise.all([byWords, byMeaning].map((index) => index.search(meaning, { topK: SHOWN })));
  const name = ({ hits }, i) => hits[i]?.metadata.words[0] ?? '';
  console.log(`\n${meaning}\n  ${'BM25'.padEnd(32)}wordmover`);
  for (let i = 0; i < SHOWN; i++) console.log(`  ${name(words, i).padEnd(32)}${name(near, i)}`);
}
await Promise.all([byWords.close(), byMeaning.close()]);
