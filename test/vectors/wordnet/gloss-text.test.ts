import { glossTokens, splitGloss } from '../../../src/vectors/wordnet/gloss-text';

it.each([
  ['easy to reach', 'easy to reach', []],
  ['easy; nearby; "a handy shop"', 'easy; nearby', ['a handy shop']],
  ['easy; "one"; "two; three" ', 'easy', ['one', 'two; three']],
  ['"an example alone"', '', ['an example alone']],
  ['of a "quoted" word inside', 'of a "quoted" word inside', []],
  ['without an end; "cut short', 'without an end', ['cut short']],
])('splits %s', (gloss, definition, examples) => {
  expect(splitGloss(gloss)).toEqual({ definition, examples });
});

it('takes words in lower case with inner hyphens, stops and apostrophes', () => {
  expect(glossTokens("The dog's well-known U.S. leash (made in 1969).")).toEqual([
    'the',
    "dog's",
    'well-known',
    'u.s',
    'leash',
    'made',
    'in',
    '1969',
  ]);
});
