import fc from 'fast-check';
import { countsById } from '../../src/text/bag';
import { digest, fnv1a } from '../../src/text/hash';
import { Vocabulary } from '../../src/text/vocabulary';
import { WordMemory } from '../../src/text/word-memory';

describe('Vocabulary', () => {
  it('gives ids in order of arrival, once a term, odd names included', () => {
    const vocabulary = new Vocabulary();
    const terms = ['b', '__proto__', 'a', 'constructor', ''];
    expect(terms.map((term) => vocabulary.add(term))).toEqual([0, 1, 2, 3, 4]);
    expect(vocabulary.add('a')).toBe(2);
    expect(vocabulary.id('constructor')).toBe(3);
    expect(vocabulary.id('toString')).toBeUndefined();
    expect(vocabulary.term(1)).toBe('__proto__');
    expect(Vocabulary.from(vocabulary.toArray()).toArray()).toEqual(terms);
    expect(vocabulary.toArray(3)).toEqual(['constructor', '']);
  });

  it('refuses ids never given and terms given twice', () => {
    expect(() => new Vocabulary().term(0)).toThrow(/has 0 words/);
    expect(() => Vocabulary.from(['a', 'b', 'a'])).toThrow(/"a" twice/);
  });
});

describe('countsById', () => {
  it('gives ascending ids with the counts of their terms', () => {
    const vocabulary = Vocabulary.from(['x', 'y']);
    const { words, counts } = countsById(
      vocabulary,
      new Map([
        ['new', 3],
        ['y', 2],
        ['x', 1],
      ]),
    );
    expect([...words]).toEqual([0, 1, 2]);
    expect([...counts]).toEqual([1, 2, 3]);
    expect(vocabulary.id('new')).toBe(2);
  });
});

describe('WordMemory', () => {
  it('answers as a Map does, or not at all', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (words) => {
        const memory = new WordMemory(8);
        for (const word of words) {
          const inText = `<${word}>`;
          const known = memory.get(inText, 1, 1 + word.length);
          expect([undefined, `*${word}`]).toContain(known);
          if (known === undefined) memory.set(word, `*${word}`);
          expect(memory.get(word, 0, word.length)).toBe(`*${word}`);
        }
      }),
    );
  });
});

describe('fnv1a', () => {
  it('agrees with the published test vectors', () => {
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('a')).toBe(0xe40c292c);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
  });

  it('makes digests of 16 digits that differ', () => {
    const digests = Array.from({ length: 20_000 }, (_, i) => digest(`text ${i}`));
    expect(new Set(digests).size).toBe(20_000);
    expect(digests.every((text) => /^[0-9a-f]{16}$/.test(text))).toBe(true);
  });
});
