import fc from 'fast-check';
import { WordmoverError } from '../../src/errors';
import { termOf, tokenize } from '../../src/text/tokenize';
import type { TokenizeOptions } from '../../src/text/tokenize';

const terms = (text: string, options?: TokenizeOptions) => tokenize(text, options).map((token) => token.term);

describe('tokenize', () => {
  it.each([
    ['', []],
    [' \t\n', []],
    ['one', ['one']],
    ['München is naïve', ['münchen', 'is', 'naïve']],
    ['C++, C# and F#; c#x', ['c++', 'c#', 'and', 'f#', 'c', 'x']],
    ['pi is 3.14, v1.2.3 at 10.0.0.1.', ['pi', 'is', '3.14', 'v1.2.3', 'at', '10.0.0.1']],
    ['1,000 and 12,345,678 but 1,2,3 and 1,0000', ['1000', 'and', '12345678', 'but', '1', '2', '3', 'and', '1', '0000']],
    ["don't o’clock 'tis users' 90's", ["don't", "o'clock", 'tis', 'users', '90', 's']],
    ['the U.S.A. i.e. so', ['the', 'u.s.a', 'i.e', 'so']],
    ['ΟΔΟΣ Straße İ', ['οδος', 'straße', 'i̇']],
    ['ﬁne ＡＢＣ co\u00adoperate', ['fine', 'abc', 'cooperate']],
    ['a \ud800 b\udc00c \ufffd d', ['a', 'b', 'c', 'd']],
    ['हिन्दी עִבְרִית العربية', ['हिन्दी', 'עִבְרִית', 'العربية']],
    ['__proto__ constructor', ['proto', 'constructor']],
    ['© 2024 → ™', ['2024']],
  ])('%j', (text, expected) => {
    expect(terms(text)).toEqual(expected.map((term) => term.normalize('NFKC')));
  });

  it('finds composed and decomposed spellings to be one word', () => {
    expect(terms('Mu\u0308nchen')).toEqual(terms('München'));
  });

  it('splits joined tokens, keeps them, or does both', () => {
    const text = 'state-of-the-art a.b@c-d.org foo_bar U.S. x--y 3.14';
    expect(terms(text, { joined: 'whole' })).toEqual(['state-of-the-art', 'a.b@c-d.org', 'foo_bar', 'u.s', 'x', 'y', '3.14']);
    expect(terms('e-mail node.js')).toEqual(['e', 'mail', 'node', 'js']);
    expect(terms('e-mail, 3.14 U.S.', { joined: 'both' })).toEqual(['e-mail', 'e', 'mail', '3.14', 'u.s']);
  });

  it('makes one token of each emoji, flags, families and skin tones included', () => {
    expect(terms('🍕👩‍👩‍👧🇩🇪🇫🇷👍🏽 ❤️')).toEqual(['🍕', '👩‍👩‍👧', '🇩🇪', '🇫🇷', '👍🏽', '❤']);
  });

  it('cuts scripts without spaces into pairs, or words', () => {
    expect(terms('東京都に 山 ABC東京')).toEqual(['東京', '京都', '都に', '山', 'abc', '東京']);
    expect(terms('สวัสดี')).toEqual(['สวั', 'วัส', 'สดี']);
    expect(terms('東京都に行く', { unspaced: 'words' }).join('')).toBe('東京都に行く');
  });

  it('gives every token its place in the text as it was given', () => {
    const text = 'Ａ Mu\u0308nchen’s 1,000 🇩🇪 東京都 x-y';
    const written = tokenize(text).map(({ start, end }) => text.slice(start, end));
    expect(written).toEqual(['Ａ', 'Mu\u0308nchen’s', '1,000', '🇩🇪', '東京', '京都', 'x', 'y']);
  });

  it('holds for any text: places ascend, terms follow from the slices, no letter is lost', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a', "'", '-', '.', ',', '1', '+', '#', '東', '👩', '\u200d', '\ufe0f', '\ud83c', 'é', '\u0301', '🇩', 'ก'),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), fc.constantFrom('parts', 'whole', 'both'), (units, joined) => {
        const text = units.join('');
        const covered = new Uint8Array(text.length);
        let last = 0;
        for (const { term, start, end } of tokenize(text, { joined })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(term).toBe(termOf(text.slice(start, end)));
          expect(term).not.toBe('');
          covered.fill(1, start, end);
          last = start;
        }
        for (const match of text.matchAll(/[\p{L}\p{N}]/gu)) expect(covered[match.index]).toBe(1);
      }),
    );
  });

  it.each([
    ['one word', 'a'.repeat(1e7), 1],
    ['many words', 'ab '.repeat(1e6), 1e6],
    ['joined words', 'a-'.repeat(1e6), 1e6],
    ['apostrophes', "a'".repeat(1e6), 1],
    ['marks out of order', 'e' + '\u0300\u0323'.repeat(1e6), 1],
    ['joiners', '👩\u200d'.repeat(1e6), 1],
  ])('takes megabytes in one line: %s', (_, text, count) => {
    expect(tokenize(text)).toHaveLength(count);
  });

  it('cuts endless words to a beginning and a hash that tells them apart', () => {
    const [a, b] = terms(`${'x'.repeat(20_000)}a ${'x'.repeat(20_000)}b`);
    expect(a.length).toBeLessThanOrEqual(128);
    expect(a).not.toBe(b);
    expect(terms('y'.repeat(128))).toEqual(['y'.repeat(128)]);
  });

  it('refuses what is no text and options that do not exist', () => {
    expect(() => tokenize(5 as unknown as string)).toThrow(WordmoverError);
    expect(() => tokenize('a', { joined: 'some' as 'both' })).toThrow(/"parts", "whole", "both"/);
  });
});
