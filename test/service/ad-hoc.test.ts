import fc from 'fast-check';
import { compare, distance, rank } from '../../src/service/ad-hoc';
import { TOY_WORDS, toyVectors } from './toy-vectors';

const options = { vectors: toyVectors(), threshold: 1.1, background: false } as const;

describe('rank', () => {
  const DOCS = ['bread and an oven', 'the sailor of the ship', 'a career', '', 'career at sea'];

  test('gives every document, best first, those that meet nothing last and by their place', async () => {
    const ranked = await rank('jobs for sailors', DOCS, options);
    expect(ranked.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4]);
    expect(
      ranked
        .slice(0, 3)
        .map(({ index }) => index)
        .sort(),
    ).toEqual([1, 2, 4]);
    expect(ranked.slice(3)).toEqual([
      { index: 0, score: 0, distance: 1.1 },
      { index: 3, score: 0, distance: 1.1 },
    ]);
    for (let i = 1; i < ranked.length; i++) expect(ranked[i].score).toBeLessThanOrEqual(ranked[i - 1].score);
  });

  test('documents may have ids, be bags, and be cut to the first ones', async () => {
    const ranked = await rank('ocean', [{ id: 'x', text: 'oven' }, { id: 'y', terms: { sea: 2 } }, { text: 'planet' }], {
      ...options,
      topK: 1,
      explain: true,
      highlight: true,
    });
    expect(ranked).toMatchObject([
      {
        index: 1,
        id: 'y',
        flows: [
          { from: 'ocean', to: 'sea' },
          { from: 'ocean', to: null },
        ],
        highlights: [],
      },
    ]);
  });

  test('nothing to rank, nothing to rank by', async () => {
    expect(await rank('sea', [], options)).toEqual([]);
    expect(await rank('sea', ['', ' '], options)).toEqual([
      { index: 0, score: 0, distance: 1.1 },
      { index: 1, score: 0, distance: 1.1 },
    ]);
    await expect(rank('', ['sea'], options)).rejects.toMatchObject({ code: 'EMPTY_QUERY' });
    await expect(rank('sea', [7 as unknown as string], options)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(rank('sea', ['x'], { ...options, threshold: 3 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await expect(rank('sea', ['x'], { ...options, vectors: 'glove' as 'none' })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });

  test('without vectors it ranks by the words alone', async () => {
    const ranked = await rank('green apple', ['red apple', 'green apple', 'pear'], { vectors: 'none', background: false });
    expect(ranked.map(({ index }) => index)).toEqual([1, 0, 2]);
  });
});

describe('compare', () => {
  const text = fc
    .array(fc.constantFrom(...TOY_WORDS, 'strange', 'unheard'), { minLength: 1, maxLength: 8 })
    .map((words) => words.join(' '));

  test('bounds stay on their side, flows add up, the distance is symmetric, with and without a threshold', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom(0.6, 1.1, Infinity), async (a, b, threshold) => {
        const there = await compare(a, b, { ...options, threshold });
        const back = await distance(b, a, { ...options, threshold });
        expect(there.distance).toBeCloseTo(back, 5);
        expect(there.flows.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(there.distance, 5);
        for (const [name, value] of Object.entries(there.bounds)) {
          if (name === 'linear-emd') expect(value).toBeGreaterThanOrEqual(there.distance - 1e-6);
          else expect(value).toBeLessThanOrEqual(there.distance + 1e-6);
        }
        expect(there.bounds.rwmd).toBeLessThanOrEqual(there.bounds.ict + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('a text is at no distance from itself', async () => {
    const { distance: own, score, unknownWords } = await compare('sea and strange oven', 'oven, strange sea', options);
    expect(own).toBeCloseTo(0, 6);
    expect(score).toBeCloseTo(1, 6);
    expect(unknownWords).toEqual(['strange']);
  });

  test('a text without words is refused, and told which', async () => {
    await expect(compare('', 'sea', options)).rejects.toMatchObject({
      code: 'EMPTY_DOCUMENT',
      message: expect.stringContaining('first') as string,
    });
    await expect(compare('sea', '…', options)).rejects.toMatchObject({
      code: 'EMPTY_DOCUMENT',
      message: expect.stringContaining('second') as string,
    });
  });

  test('words of earlier calls change nothing', async () => {
    const first = await compare('sea and oven', 'ocean and chef', options);
    for (let i = 0; i < 200; i++) await distance(`new${i} word${i} sea`, `other${i} ocean`, options);
    expect(await compare('sea and oven', 'ocean and chef', options)).toEqual(first);
  });
});
