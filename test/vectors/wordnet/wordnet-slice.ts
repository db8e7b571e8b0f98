import { PARTS_OF_SPEECH, type WordnetDatabase } from '../../../src/vectors/wordnet/database';

/** The first `counts[p]` synsets of each part of speech, with the pointers and senses among them. */
export function sliceWordnet(wordnet: WordnetDatabase, counts: readonly number[]): WordnetDatabase {
  const kept = new Map<number, number>();
  const left = [...counts];
  wordnet.synsets.forEach(({ partOfSpeech }, s) => {
    if (left[partOfSpeech]-- > 0) kept.set(s, kept.size);
  });
  if (counts.length !== PARTS_OF_SPEECH.length) throw new Error('one count per part of speech');
  return {
    synsets: [...kept.keys()].map((s) => wordnet.synsets[s]),
    pointers: slicePointers(wordnet, kept),
    ...sliceSenses(wordnet, kept),
  };
}

function slicePointers({ pointers }: WordnetDatabase, kept: ReadonlyMap<number, number>): WordnetDatabase['pointers'] {
  const starts = [0];
  const inside: number[] = [];
  for (const s of kept.keys()) {
    for (let p = pointers.starts[s]; p < pointers.starts[s + 1]; p++) if (kept.has(pointers.target[p])) inside.push(p);
    starts.push(inside.length);
  }
  return {
    starts: Uint32Array.from(starts),
    symbols: pointers.symbols,
    symbol: Uint8Array.from(inside, (p) => pointers.symbol[p]),
    target: Uint32Array.from(inside, (p) => kept.get(pointers.target[p])!),
    sourceWord: Uint8Array.from(inside, (p) => pointers.sourceWord[p]),
    targetWord: Uint8Array.from(inside, (p) => pointers.targetWord[p]),
  };
}

function sliceSenses(wordnet: WordnetDatabase, kept: ReadonlyMap<number, number>) {
  const lemmas: string[] = [];
  const starts = [0];
  const senses: number[] = [];
  wordnet.lemmas.forEach((lemma, l) => {
    for (let i = wordnet.senseStarts[l]; i < wordnet.senseStarts[l + 1]; i++) {
      if (kept.has(wordnet.senseSynset[i])) senses.push(i);
    }
    if (senses.length === starts[starts.length - 1]) return;
    lemmas.push(lemma);
    starts.push(senses.length);
  });
  return {
    lemmas,
    lemmaIds: new Map(lemmas.map((lemma, l) => [lemma, l])),
    senseStarts: Uint32Array.from(starts),
    senseSynset: Uint32Array.from(senses, (i) => kept.get(wordnet.senseSynset[i])!),
    senseTagCount: Uint32Array.from(senses, (i) => wordnet.senseTagCount[i]),
  };
}
