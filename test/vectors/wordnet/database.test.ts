import { readWordnet, type WordnetDatabase } from '../../../src/vectors/wordnet/database';
import { glosses } from '../../../src/vectors/wordnet/gloss-documents';

let wordnet: WordnetDatabase;
beforeAll(() => (wordnet = readWordnet()), 60_000);

it('holds what WordNet 3.1 is known to hold', () => {
  expect(wordnet.synsets.length).toBe(117_791);
  expect(wordnet.senseSynset.length).toBe(207_235);
  expect(wordnet.pointers.target.length).toBe(378_203);
  expect(wordnet.lemmas.filter((lemma) => !lemma.includes('_')).length).toBe(83_253);
});

it('keeps the pointers of both directions: a hypernym has the synset as hyponym', () => {
  const { pointers, synsets } = wordnet;
  const [up, down] = ['@', '~'].map((symbol) => pointers.symbols.indexOf(symbol));
  const edges = { up: new Set<number>(), down: new Set<number>() };
  for (let s = 0; s < synsets.length; s++) {
    for (let p = pointers.starts[s]; p < pointers.starts[s + 1]; p++) {
      const target = pointers.target[p];
      if (pointers.symbol[p] === up) edges.up.add(s * synsets.length + target);
      if (pointers.symbol[p] === down) edges.down.add(target * synsets.length + s);
    }
  }
  expect(edges.up.size).toBeGreaterThan(80_000);
  expect([...edges.up].filter((edge) => !edges.down.has(edge))).toEqual([]);
  expect(edges.down.size).toBe(edges.up.size);
});

it('gives every lemma its senses: the most tagged sense of "dog" is the animal', () => {
  const dog = wordnet.lemmaIds.get('dog')!;
  let best = wordnet.senseStarts[dog];
  for (let i = best; i < wordnet.senseStarts[dog + 1]; i++) {
    if (wordnet.senseTagCount[i] > wordnet.senseTagCount[best]) best = i;
  }
  expect(wordnet.synsets[wordnet.senseSynset[best]].words).toContain('domestic_dog');
  expect(wordnet.senseStarts[dog + 1] - wordnet.senseStarts[dog]).toBe(8);
});

it('removes the markers of adjectives and keeps capitals', () => {
  const words = new Set(wordnet.synsets.flatMap((synset) => synset.words));
  expect(words.has('Jerusalem')).toBe(true);
  expect([...words].filter((word) => word.includes('('))).toEqual([]);
});

it('gives each gloss as a document whose words are metadata', () => {
  const documents = [...glosses()];
  expect(new Set(documents.map((document) => document.id)).size).toBe(117_791);
  expect(documents.find((document) => document.text.startsWith('burn to charcoal'))).toEqual({
    id: expect.stringMatching(/^verb-\d{8}$/) as string,
    text: 'burn to charcoal; Without a drenching rain, the forest fire will char everything',
    metadata: {
      words: ['char', 'coal'],
      partOfSpeech: 'verb',
      definition: 'burn to charcoal',
      examples: ['Without a drenching rain, the forest fire will char everything'],
    },
  });
}, 60_000);
