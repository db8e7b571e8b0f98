/* eslint-disable @typescript-eslint/no-require-imports -- the tables take a quarter of a second to load: only when English is asked for */

export type PartOfSpeech = 'noun' | 'verb' | 'adjective';

/** What WordNet 3.1 and a tagged lexicon say of single words. */
export interface WordNetWords {
  /** Kinds of sense (lexicographer files) that the word has as this part of speech, or in all; 0 for a word WordNet lacks. */
  senses(word: string, part?: PartOfSpeech): number;
  /** Penn Treebank tags of a common word form, the most frequent first; none for others. */
  tags(word: string): readonly string[];
  /** Irregular inflections. */
  exception(word: string, part: PartOfSpeech): string | undefined;
}

/** Endings and what takes their place: WordNet's Morphy (Miller et al. 1990; morph.c of WordNet 3.0). */
const DETACHMENTS: Readonly<Record<PartOfSpeech, readonly (readonly [string, string])[]>> = {
  noun: [
    ['s', ''],
    ['ses', 's'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y'],
  ],
  verb: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  adjective: [
    ['er', 'e'],
    ['er', ''],
    ['est', 'e'],
    ['est', ''],
  ],
};

/** Numbers of the lexicographer files (WordNet, lexnames(5WN)). */
const FILES: Readonly<Record<PartOfSpeech, (file: number) => boolean>> = {
  noun: (file) => file >= 3 && file <= 28,
  verb: (file) => file >= 29 && file <= 43,
  adjective: (file) => file <= 2 || file === 44,
};

/** "hoping" is of hope and "hopping" of hop: a short stem that would have doubled its consonant lost an e instead. */
const LOST_E = /^[^aeiou]*[aeiou][^aeiouwxy]$/;
const DOUBLED = /([bdfgklmnprt])\1$/;

/** "gas" is not several ga: endings come off only where so many letters stay. */
const SHORTEST_STEM = 2;

/** Only these stems take -es: "boxes" is of box, "hates" not of hat. */
const SIBILANT = /([sxzo]|ch|sh)$/;

/** Lemmas of WordNet that the word may be an inflection of, as this part of speech. Exceptions come alone. */
export function candidates(word: string, part: PartOfSpeech): string[] {
  const exception = loadWordNet().exception(word, part);
  if (exception !== undefined && exception !== word) return [exception];
  if (part === 'noun' && /(ss|us|is)$/.test(word) && word.length < 6) return [];
  const found: string[] = [];
  for (const [ending, replacement] of DETACHMENTS[part]) {
    const stem = word.slice(0, word.length - ending.length);
    if (stem.length < SHORTEST_STEM || !word.endsWith(ending)) continue;
    const lemma = attachedLemma(stem, ending, replacement, part);
    if (lemma === undefined || found.includes(lemma)) continue;
    found.push(lemma);
    if (replacement === 'e' && LOST_E.test(stem)) break;
  }
  return found;
}

function attachedLemma(stem: string, ending: string, replacement: string, part: PartOfSpeech): string | undefined {
  if (ending === 'es' && replacement === '' && !SIBILANT.test(stem)) return undefined;
  if (isLemma(stem + replacement, part)) return stem + replacement;
  const single = stem.slice(0, -1);
  return part === 'verb' && ending !== 's' && replacement === '' && DOUBLED.test(stem) && isLemma(single, part)
    ? single
    : undefined;
}

/** In WordNet, or common as a base form and nothing else first: the table of WordNet's words leaves out those of two letters. */
function isLemma(word: string, part: PartOfSpeech): boolean {
  const wordNet = loadWordNet();
  if (wordNet.senses(word, part) > 0) return true;
  const commonest = wordNet.tags(word)[0];
  return (part === 'noun' && commonest === 'NN') || (part === 'verb' && commonest === 'VB');
}

let loaded: WordNetWords | undefined;

/** The tables of wink-lexicon (MIT), all without a prototype, so that "constructor" is a word like others. */
export function loadWordNet(): WordNetWords {
  if (loaded !== undefined) return loaded;
  const ids = require('wink-lexicon/src/wn-words') as Readonly<Record<string, number | undefined>>;
  const files = require('wink-lexicon/src/wn-word-senses') as readonly (readonly number[])[];
  const lexicon = require('wink-lexicon/src/lexicon') as Readonly<Record<string, readonly string[] | undefined>>;
  const exceptions = {
    noun: require('wink-lexicon/src/wn-noun-exceptions'),
    verb: require('wink-lexicon/src/wn-verb-exceptions'),
    adjective: require('wink-lexicon/src/wn-adjective-exceptions'),
  } as Readonly<Record<PartOfSpeech, Readonly<Record<string, string | undefined>>>>;
  loaded = {
    senses(word, part) {
      const id = ids[word];
      if (id === undefined) return 0;
      return part === undefined ? files[id].length : files[id].filter(FILES[part]).length;
    },
    tags: (word) => lexicon[word] ?? [],
    exception: (word, part) => exceptions[part][word],
  };
  return loaded;
}
