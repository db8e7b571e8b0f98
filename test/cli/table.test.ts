import { snippet } from '../../src/cli/snippet';
import { table } from '../../src/cli/table';

test('columns line up, numbers to the right, wide characters counted as two', () => {
  expect(
    table(
      ['word', 'cost'],
      [
        ['sea', 1],
        ['海', 12.5],
        ['🎻', 0],
      ],
    ),
  ).toBe(['word  cost', 'sea    1.000', '海    12.500', '🎻     0.000'].join('\n').replace('word  cost', 'word    cost'));
});

test('a snippet begins near the words that count, on one line', () => {
  const output = { isJson: false, isColoured: true, result: () => undefined, note: () => undefined };
  const text = `${'filler words '.repeat(30)}here the\nocean waits ${'and more '.repeat(40)}`;
  const start = text.indexOf('ocean');
  const shown = snippet(text, [{ start, end: start + 5, from: 'sea', distance: 0.5, share: 1 }], output);
  expect(shown).toContain('here the \u001b[4mocean\u001b[24m waits');
  expect(shown.startsWith('… ')).toBe(true);
  expect(shown.length).toBeLessThan(200);
  expect(snippet('short', [], output)).toBe('short');
});
