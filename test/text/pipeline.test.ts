import * as fs from 'node:fs';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { WordmoverError } from '../../src/errors';
import { createPipeline, LANGUAGES } from '../../src/text/pipeline';
import { termOf, tokenize } from '../../src/text/tokenize';
import { itWithData } from '../shared-data';

const english = createPipeline();

describe('createPipeline', () => {
  it('drops stop words and takes lemmas', () => {
    expect(english.terms('How do I start a career in data science?')).toEqual(['start', 'career', 'data', 'science']);
    expect(english.terms('The dogs’ bones and the cat’s toys aren’t mine')).toEqual(['dog', 'bone', 'cat', 'toy']);
  });

  it('gives tokens with their place in the text, and counts', () => {
    const text = 'The Dogs, the dog: 2 dogs';
    expect(english.tokens(text)).toEqual([
      { term: 'dog', start: 4, end: 8 },
      { term: 'dog', start: 14, end: 17 },
      { term: '2', start: 19, end: 20 },
      { term: 'dog', start: 21, end: 25 },
    ]);
    expect(english.counts(text)).toEqual(
      new Map([
        ['dog', 3],
        ['2', 1],
      ]),
    );
  });

  it.each(['', '  \n', '?!… --'])('finds nothing in %j', (text) => {
    expect(english.terms(text)).toEqual([]);
    expect(english.counts(text).size).toBe(0);
  });

  it('keeps stop words where there is nothing else, unless told not to', () => {
    expect(english.terms('To be, or not to be')).toEqual(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(english.terms('to be or not to be, Hamlet')).toEqual(['hamlet']);
    expect(createPipeline({ keepStopWordsWhenAlone: false }).terms('to be or not to be')).toEqual([]);
  });

  it('counts words that are names of object properties', () => {
    const keys = ['__proto__', 'constructor', 'toString'];
    const pipeline = createPipeline({
      tokenize: function keysOnly() {
        return keys.map((term, i) => ({ term, start: i, end: i + 1 }));
      },
    });
    expect([...pipeline.counts('x')]).toEqual(keys.map((key) => [key, 1]));
  });

  it('gives the same answer the first time and ever after', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('the', 'Dogs', 'dogs', 'a-b', 'x'.repeat(300)), fc.string({ unit: 'grapheme' }))),
        (words) => {
          const text = words.join(' ');
          expect(english.terms(text)).toEqual(createPipeline().terms(text));
          expect(english.tokens(text).map((token) => token.term)).toEqual(english.terms(text));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('runs every language, each with words of its own', () => {
    for (const language of LANGUAGES) expect(createPipeline({ language }).terms('Internet 2024')).toHaveLength(2);
    expect(createPipeline({ language: 'de' }).terms('Die Häuser der Kinder')).toEqual(['haus', 'kind']);
    expect(createPipeline({ language: 'fr' }).terms("L'homme n’est pas d'accord")).toEqual(['homm', 'accord']);
    expect(createPipeline({ language: 'es' }).terms('Los niños corren')).toEqual(['niñ', 'corr']);
    expect(createPipeline({ language: 'none' }).terms('The Dogs')).toEqual(['the', 'dogs']);
  });

  it('lets every step be replaced', () => {
    const pipeline = createPipeline({
      tokenize: function semicolons(text) {
        return tokenize(text.replaceAll(';', ' '));
      },
      stopWords: ['alpha'],
      lemmatize: function reversed(term) {
        return [...term].reverse().join('');
      },
      minLength: 2,
    });
    expect(pipeline.terms('alpha;beta;x;the')).toEqual(['ateb', 'eht']);
    expect(createPipeline({ stopWords: false, lemmatize: false }).terms('The Dogs')).toEqual(['the', 'dogs']);
    expect(
      createPipeline({
        lemmatize: function vowelless(term) {
          return term.replace(/[aeiou]/g, '');
        },
      }).terms('aeiou beta'),
    ).toEqual(['bt']);
  });

  it('has a fingerprint that changes with whatever changes terms', () => {
    const fingerprints = [
      {},
      { language: 'de' },
      { joined: 'whole' },
      { unspaced: 'words' },
      { stopWords: false },
      { stopWords: ['a'] },
      { lemmatize: false },
      {
        lemmatize: function mine(term: string) {
          return term;
        },
      },
      {
        tokenize: function mine(text: string) {
          return tokenize(text);
        },
      },
      { minLength: 2 },
      { keepStopWordsWhenAlone: false },
    ].map((options) => createPipeline(options as object).fingerprint);
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    expect(createPipeline({ stopWords: ['b', 'a'] }).fingerprint).toBe(
      createPipeline({ stopWords: ['a', 'b', 'a'] }).fingerprint,
    );
    expect(createPipeline({ language: 'en', joined: 'parts' }).fingerprint).toBe(english.fingerprint);
  });

  it('refuses what it could not stand by', () => {
    expect(() => createPipeline({ language: 'xx' })).toThrow(/language is "xx"/);
    expect(() => createPipeline({ language: 'constructor' })).toThrow(WordmoverError);
    expect(() => createPipeline({ lemmatize: (term) => term })).toThrow(/without a name/);
    expect(() =>
      createPipeline({
        tokenize: (
          () => (text: string) =>
            tokenize(text)
        )(),
      }),
    ).toThrow(/without a name/);
    expect(() => createPipeline({ minLength: NaN })).toThrow(/minLength is NaN/);
    expect(() => english.terms(undefined as unknown as string)).toThrow(/give a string/);
    const broken = createPipeline({
      lemmatize: function broken() {
        return undefined as unknown as string;
      },
    });
    expect(() => broken.terms('word')).toThrow(/return a string/);
  });

  it('reads 10 MB in one line', () => {
    expect(english.counts('dogs bark '.repeat(1e6))).toEqual(
      new Map([
        ['dog', 1e6],
        ['bark', 1e6],
      ]),
    );
  });

  itWithData(
    'finds words in every message of 20 Newsgroups, each where it says',
    '20newsgroups/20news-bydate-test.jsonl.gz',
    (file) => {
      const lines = zlib.gunzipSync(fs.readFileSync(file)).toString().trimEnd().split('\n');
      const plain = createPipeline({ language: 'none' });
      for (let i = 0; i < lines.length; i += 20) {
        const { text } = JSON.parse(lines[i]) as { text: string };
        expect(english.terms(text).length).toBeGreaterThan(0);
        const misplaced = plain.tokens(text).filter(({ term, start, end }) => termOf(text.slice(start, end)) !== term);
        expect(misplaced).toEqual([]);
      }
    },
  );
});
