import { WordmoverError } from '../errors';
import { elision } from './elision';
import { englishLemma } from './english-lemma';
import { digest } from './hash';
import { checkAtLeast, checkOneOf, checkText } from './option-check';
import { scan } from './scanner';
import type { Joined, Unspaced } from './scanner';
import { STEMMER_LANGUAGES, stemmer } from './stemmers';
import { STOP_WORD_LANGUAGES, stopWords } from './stop-words';
import { termOf } from './tokenize';
import type { Token } from './tokenize';
import { WordMemory } from './word-memory';

export interface PipelineOptions {
  /** ISO 639-1 code of one of `LANGUAGES`, or `none` for no stop words and no stems. Default `en`. */
  readonly language?: string;
  /** In place of the built-in tokenizer. Custom functions need a name of their own: the fingerprint knows them by it. */
  readonly tokenize?: (text: string) => Iterable<Token>;
  readonly joined?: Joined;
  readonly unspaced?: Unspaced;
  /** In place of the language's list; `false` for none. Compared with terms before they become lemmas. */
  readonly stopWords?: Iterable<string> | false;
  /** In place of the language's lemmatizer or stemmer; `false` for none. Must be pure; '' drops the term. */
  readonly lemmatize?: ((term: string) => string) | false;
  /** Terms shorter than this, in code points, are dropped. Default 1. */
  readonly minLength?: number;
  /** A text of nothing but stop words keeps them ("to be or not to be"). Default true. */
  readonly keepStopWordsWhenAlone?: boolean;
}

/** From a text to the terms it is compared by. Equal fingerprints give equal terms for every text. */
export interface Pipeline {
  readonly fingerprint: string;
  terms(text: string): string[];
  /** Terms with their places in the text. With `joined: 'both'` tokens overlap. */
  tokens(text: string): Token[];
  /** How often each term occurs. */
  counts(text: string): Map<string, number>;
}

/** Languages with stop words, a stemmer or both. */
export const LANGUAGES: readonly string[] = [...new Set([...STOP_WORD_LANGUAGES, ...STEMMER_LANGUAGES]), 'none'];

/** To be raised whenever the same options come to give other terms. */
const TEXT_VERSION = 1;

/** Words seen are remembered with what became of them. */
const REMEMBERED = 131_072;
const LONGEST_REMEMBERED = 64;

/** What becomes of a stop word, or of a term too short. */
const DROPPED = '';

type Visit = (term: string, start: number, end: number) => void;
type Lemmatize = (term: string) => string;

/** Calls back with the text that holds the word, where in it the word lies, and its place in the text given. */
type EmitWord = (source: string, from: number, to: number, start: number, end: number) => void;

interface Steps {
  readonly words: (text: string, emit: EmitWord) => void;
  readonly normalize: Lemmatize;
  readonly stops: ReadonlySet<string>;
  readonly lemmatize: Lemmatize;
  readonly minLength: number;
  readonly keepStopWordsWhenAlone: boolean;
}

/** Throws INVALID_OPTION for an unknown language, a custom function without a name, a length below zero. */
export function createPipeline(options: PipelineOptions = {}): Pipeline {
  const { language = 'en', joined = 'parts', unspaced = 'bigrams', minLength = 1, keepStopWordsWhenAlone = true } = options;
  checkOneOf('language', language, LANGUAGES);
  checkOneOf('joined', joined, ['parts', 'whole', 'both']);
  checkOneOf('unspaced', unspaced, ['bigrams', 'words']);
  checkAtLeast('minLength', minLength, 0);
  const stops = new Set(options.stopWords === false ? [] : (options.stopWords ?? stopWords(language)));
  const fingerprint = fingerprintOf(language, [
    options.tokenize ? nameOf('tokenize', options.tokenize) : `${joined} ${unspaced}`,
    [...stops].sort(),
    options.lemmatize ? nameOf('lemmatize', options.lemmatize) : (options.lemmatize ?? language),
    minLength,
    keepStopWordsWhenAlone,
  ]);
  const read = reader({
    words: options.tokenize ? customWords(options.tokenize) : builtInWords(joined, unspaced),
    normalize: options.tokenize ? (term) => term : normalizerOf(language),
    stops,
    lemmatize: options.lemmatize === false ? (term) => term : (options.lemmatize ?? lemmatizerOf(language)),
    minLength,
    keepStopWordsWhenAlone,
  });
  return {
    fingerprint,
    terms(text) {
      const terms: string[] = [];
      read(text, (term) => terms.push(term));
      return terms;
    },
    tokens(text) {
      const tokens: Token[] = [];
      read(text, (term, start, end) => tokens.push({ term, start, end }));
      return tokens;
    },
    counts(text) {
      const counts = new Map<string, number>();
      read(text, (term) => counts.set(term, (counts.get(term) ?? 0) + 1));
      return counts;
    },
  };
}

/** One call per kept term, in the order of the text. */
function reader(steps: Steps): (text: string, visit: Visit) => void {
  const { words, keepStopWordsWhenAlone } = steps;
  const memory = new WordMemory(REMEMBERED);
  const resolve = (source: string, from: number, to: number): string => {
    if (to - from > LONGEST_REMEMBERED) return keptTerm(detached(source.slice(from, to)), steps, true);
    const known = memory.get(source, from, to);
    if (known !== undefined) return known;
    const word = detached(source.slice(from, to));
    const term = keptTerm(word, steps, true);
    memory.set(word, term);
    return term;
  };
  return (text, visit) => {
    checkText(text);
    let kept = 0;
    words(text, (source, from, to, start, end) => {
      const term = resolve(source, from, to);
      if (term === DROPPED) return;
      kept++;
      visit(term, start, end);
    });
    if (kept > 0 || !keepStopWordsWhenAlone) return;
    words(text, (source, from, to, start, end) => {
      const term = keptTerm(detached(source.slice(from, to)), steps, false);
      if (term !== DROPPED) visit(term, start, end);
    });
  };
}

function keptTerm(word: string, steps: Steps, dropStopWords: boolean): string {
  const term = steps.normalize(word);
  if (dropStopWords && steps.stops.has(term)) return DROPPED;
  const lemma: unknown = steps.lemmatize(term);
  if (typeof lemma !== 'string') {
    throw new WordmoverError(
      'INVALID_OPTION',
      `lemmatize gave ${typeof lemma} for "${term}": return a string, '' to drop the term`,
    );
  }
  return steps.minLength <= 1 || [...lemma].length >= steps.minLength ? lemma : DROPPED;
}

/** A slice keeps the whole text in memory as long as it lives; this copy does not. */
function detached(word: string): string {
  return (' ' + word).slice(1);
}

function builtInWords(joined: Joined, unspaced: Unspaced): Steps['words'] {
  return (text, emit) => scan(text, joined, unspaced, (start, end) => emit(text, start, end, start, end));
}

function customWords(tokenize: (text: string) => Iterable<Token>): Steps['words'] {
  return (text, emit) => {
    for (const { term, start, end } of tokenize(text)) emit(term, 0, term.length, start, end);
  };
}

function normalizerOf(language: string): Lemmatize {
  const withoutElision = elision(language);
  return withoutElision === undefined ? termOf : (written) => withoutElision(termOf(written));
}

function lemmatizerOf(language: string): Lemmatize {
  return language === 'en' ? englishLemma : (stemmer(language) ?? ((term) => term));
}

function fingerprintOf(language: string, parts: readonly unknown[]): string {
  return `${language}-${TEXT_VERSION}-${digest(JSON.stringify(parts))}`;
}

/** A function written in place is named after its option, so that any two would look alike. */
function nameOf(option: string, custom: { readonly name: string }): string {
  if (custom.name !== '' && custom.name !== option) return `custom ${custom.name}`;
  throw new WordmoverError(
    'INVALID_OPTION',
    `${option} is a function without a name of its own: write it as "function myWords(text) { ... }"; an index made with it is recognised by that name`,
  );
}
