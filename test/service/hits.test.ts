import { highlights, wordFlows } from '../../src/service/hits';
import { createPipeline } from '../../src/text/pipeline';
import { Vocabulary } from '../../src/text/vocabulary';

const flow = (from: string, to: string | null, mass: number, distance: number) => ({
  from,
  to,
  mass,
  distance,
  cost: mass * distance,
});

test('flows get their names, costs, and an order: what gave most first, what met nothing last', () => {
  const vocabulary = Vocabulary.from(['sea', 'ship']);
  const flows = wordFlows(
    [
      { query: 1, word: -1, mass: 0.5, distance: 1.2 },
      { query: 0, word: 1, mass: 0.2, distance: 0.9 },
      { query: 0, word: 0, mass: 0.3, distance: 0 },
    ],
    ['ocean', 'xyz'],
    vocabulary,
  );
  expect(flows).toEqual([flow('ocean', 'sea', 0.3, 0), flow('ocean', 'ship', 0.2, 0.9), flow('xyz', null, 0.5, 1.2)]);
});

test('highlights: every occurrence, in any form, in the characters of the text itself; shares sum to one over the words', () => {
  const text = '🎻 Ships sailed; the ship’s bell rang over München’s SEA.';
  const found = highlights(
    text,
    [flow('boat', 'ship', 0.5, 0.6), flow('water', 'sea', 0.25, 0), flow('boat', 'sea', 0.1, 0.8)],
    createPipeline(),
    1.2,
  );
  const shown = found.map(({ start, end, from }) => [text.slice(start, end), from]);
  expect(shown).toContainEqual(['Ships', 'boat']);
  expect(shown).toContainEqual(['SEA', 'water']);
  const shares = new Map(found.map(({ from, share }) => [from, share]));
  expect([...shares.values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  for (const { distance } of found) expect(distance).toBeLessThan(1.2);
});

test('nothing met, nothing to show', () => {
  expect(highlights('the sea', [flow('xyz', null, 1, 1.2)], createPipeline(), 1.2)).toEqual([]);
  expect(highlights('', [flow('sea', 'sea', 1, 0)], createPipeline(), 1.2)).toEqual([]);
});
