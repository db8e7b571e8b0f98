import { metWords } from '../../../src/http/page/met-words';

const flows = [
  { from: 'greet', to: 'speak', mass: 0.5, distance: 0.7, cost: 0.35 },
  { from: 'greet', to: 'talk', mass: 0.2, distance: 0.9, cost: 0.18 },
  { from: 'press', to: null, mass: 0.3, distance: 1.2, cost: 0.36 },
];

test('words of flows are found in a text by their beginning, each with its heaviest partner', () => {
  const text = 'He greets the press; greenery is not greeting.';
  const found = metWords(text, flows, 'from').map(({ start, end, distance }) => [text.slice(start, end), distance]);
  expect(found).toEqual([
    ['greets', 0.7],
    ['greeting', 0.7],
  ]);
});

test('the other side knows which word of the first it met', () => {
  expect(metWords('We spoke, they speak', flows, 'to')).toEqual([expect.objectContaining({ start: 15, from: 'greet' })]);
});
