import fc from 'fast-check';
import { contributionsOf, thresholdOf } from '../../../src/http/page/contributions';
import { leadOf, verdict } from '../../../src/http/page/lead';
import type { SearchHit, WordFlow } from '../../../src/service/search-options';

const threshold = 1.2;
const word = fc.constantFrom('career', 'data', 'science', 'start');
const flow = fc
  .record({
    from: word,
    to: fc.option(fc.constantFrom('job', 'data', 'begin')),
    mass: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ from, to, mass }) =>
    fc.double({ min: 0, max: threshold, noNaN: true }).map((met): WordFlow => {
      const distance = to === null ? threshold : met;
      return { from, to, mass, distance, cost: mass * distance };
    }),
  );
const flows = fc.array(flow, { maxLength: 8 });

test('what the words of a query give sums to the score', () => {
  fc.assert(
    fc.property(flows, fc.double({ min: 0, max: 1, noNaN: true }), (all, score) => {
      const saved = all.some(({ to, mass, distance }) => to !== null && mass * (threshold - distance) > 1e-12);
      const sum = contributionsOf(all, score, threshold).reduce((total, c) => total + c.score, 0);
      expect(sum).toBeCloseTo(saved ? score : sum, 9);
      expect(sum).toBeLessThanOrEqual(score + 1e-9);
    }),
  );
});

test('the threshold is what unmet mass pays, else the setting, else the diameter', () => {
  const unmet: WordFlow = { from: 'a', to: null, mass: 1, distance: 0.9, cost: 0.9 };
  expect(thresholdOf([unmet], 1.2)).toBe(0.9);
  expect(thresholdOf([], 1.2)).toBe(1.2);
  expect(thresholdOf([], null)).toBe(2);
});

describe('the verdict', () => {
  const hit = (score: number, ...all: [string, string | null, number, number][]): SearchHit => ({
    id: 'x',
    score,
    distance: 0,
    flows: all.map(([from, to, mass, distance]) => ({ from, to, mass, distance, cost: mass * distance })),
  });

  test.each([
    [hit(0.5, ['job', 'job', 1, 0]), hit(0.3, ['job', 'career', 1, 0.6]), '“job” is in its text, but in hit 2 only “career”'],
    [hit(0.5, ['job', 'job', 1, 0]), hit(0.4, ['job', 'job', 1, 0]), '“job” is in its text, with more weight'],
    [hit(0.5, ['job', 'career', 1, 0.4]), hit(0, ['job', null, 1, 1.2]), '“job” meets “career”, and nothing in hit 2'],
    [hit(0.5, ['job', 'job', 1, 0]), hit(0.5, ['job', 'job', 1, 0]), 'Hits 1 and 2 score the same.'],
  ])('%#', (upper, lower, says) => {
    expect(verdict(leadOf(upper, lower, 1, threshold))).toContain(says);
  });

  test('names what speaks for the lower hit', () => {
    const upper = hit(0.6, ['job', 'job', 1, 0], ['sea', null, 1, 1.2]);
    const lower = hit(0.5, ['job', null, 1, 1.2], ['sea', 'sea', 1, 0]);
    expect(verdict(leadOf(upper, lower, 1, threshold))).toContain('Hit 2 does better on “sea”, but that is less.');
  });
});
