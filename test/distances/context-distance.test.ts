import fc from 'fast-check';
import { contextDistance, massesOfOccurrences, type Occurrences } from '../../src/distances/context-distance';

const DIM = 3;

/** Texts of one to six occurrences; some without a vector. */
const text: fc.Arbitrary<Occurrences> = fc
  .array(
    fc.record({
      term: fc.constantFrom('a', 'b', 'c', 'd'),
      angle: fc.tuple(fc.double({ min: 0, max: 6, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
      isKnown: fc.boolean(),
      mass: fc.integer({ min: 1, max: 5 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((words) => ({
    terms: words.map(({ term }) => term),
    rows: Float32Array.from(words.flatMap(({ angle: [a, b], isKnown }) => (isKnown ? unit(a, b) : [0, 0, 0]))),
    known: Uint8Array.from(words, ({ isKnown }) => Number(isKnown)),
    masses: Float64Array.from(words, ({ mass }) => mass),
  }));

const unit = (a: number, b: number): number[] => [Math.cos(a) * Math.sin(b), Math.sin(a) * Math.sin(b), Math.cos(b)];

const threshold = fc.constantFrom(0.5, 1.2, 2, Infinity);
const transport = fc.constantFrom('balanced' as const, 'partial' as const);

/** Distance of occurrence i of a from j of b, by the definition. */
function ground(a: Occurrences, i: number, b: Occurrences, j: number, cap: number): number {
  if (!a.known[i] && !b.known[j] && a.terms[i] === b.terms[j]) return 0;
  if (!a.known[i] || !b.known[j]) return cap === Infinity ? Math.fround(Math.SQRT2) : cap;
  return Math.min(cap, Math.hypot(...[0, 1, 2].map((k) => a.rows[i * DIM + k] - b.rows[j * DIM + k])));
}

/**
 * Most that whole masses can save, by trying all ways: masses are small whole numbers, and some best transport of whole
 * masses is whole. Row by row, over what the columns have left.
 */
function bestSavings(a: Occurrences, b: Occurrences, cap: number, most: number): number {
  const known = new Map<string, number>();
  const from = (i: number, mass: number, left: readonly number[]): number => {
    if (i === a.terms.length) return 0;
    const key = `${i} ${mass} ${left.join()}`;
    let best = known.get(key);
    if (best !== undefined) return best;
    best = from(i + 1, a.masses[i + 1] ?? 0, left);
    if (mass > 0) {
      left.forEach((free, j) => {
        if (free === 0) return;
        const rest = left.with(j, free - 1);
        best = Math.max(best!, most - ground(a, i, b, j, cap) + from(i, mass - 1, rest));
      });
    }
    known.set(key, best);
    return best;
  };
  return from(0, a.masses[0], Array.from(b.masses));
}

describe('transport between occurrences', () => {
  it('partial: saves as much as the best of all ways to serve the first text', () => {
    const small = text.filter(({ terms, masses }) => terms.length <= 3 && masses.every((mass) => mass <= 3));
    fc.assert(
      fc.property(small, small, threshold, (a, b, cap) => {
        const { distance } = contextDistance(a, b, { dim: DIM, threshold: cap, transport: 'partial' });
        const most = Math.min(cap, 2);
        const total = a.masses.reduce((sum, mass) => sum + mass, 0);
        expect(distance).toBeCloseTo(most - bestSavings(a, b, cap, most) / total, 6);
      }),
      { numRuns: 60 },
    );
  });

  it('flows pay the distance: each its own, the rest the threshold, none more than is there', () => {
    fc.assert(
      fc.property(text, text, threshold, transport, (a, b, cap, kind) => {
        const { distance, flows } = contextDistance(a, b, { dim: DIM, threshold: cap, transport: kind });
        const most = Math.min(cap, 2);
        const moved = flows.reduce((sum, { mass }) => sum + mass, 0);
        const paid = flows.reduce((sum, flow) => sum + flow.mass * flow.distance, 0);
        expect(paid + (1 - moved) * most).toBeCloseTo(distance, 9);
        const total = (side: Occurrences): number => side.masses.reduce((sum, mass) => sum + mass, 0);
        for (const { from, to, mass, distance: cost } of flows) {
          expect(mass).toBeGreaterThan(0);
          expect(cost).toBeCloseTo(ground(a, from, b, to, cap), 6);
        }
        a.masses.forEach((mass, i) => {
          const out = flows.reduce((sum, flow) => sum + (flow.from === i ? flow.mass : 0), 0);
          expect(out).toBeLessThanOrEqual(mass / total(a) + 1e-9);
        });
        b.masses.forEach((mass, j) => {
          const into = flows.reduce((sum, flow) => sum + (flow.to === j ? flow.mass : 0), 0);
          expect(into).toBeLessThanOrEqual(mass / total(kind === 'balanced' ? b : a) + 1e-9);
        });
      }),
    );
  });

  it('balanced: a metric of texts; a text is at zero from itself', () => {
    fc.assert(
      fc.property(text, text, text, threshold, (a, b, c, cap) => {
        const d = (p: Occurrences, q: Occurrences): number =>
          contextDistance(p, q, { dim: DIM, threshold: cap, transport: 'balanced' }).distance;
        expect(d(a, a)).toBeCloseTo(0, 6);
        expect(d(a, b)).toBeCloseTo(d(b, a), 6);
        expect(d(a, c)).toBeLessThanOrEqual(d(a, b) + d(b, c) + 1e-6);
        expect(d(a, b)).toBeLessThanOrEqual(Math.min(cap, 2) + 1e-9);
      }),
    );
  });

  it('a word in two senses need not be at zero, an unknown one is', () => {
    const at = (term: string, row: readonly number[] | null): Occurrences => ({
      terms: [term],
      rows: Float32Array.from(row ?? [0, 0, 0]),
      known: Uint8Array.of(Number(row !== null)),
      masses: Float64Array.of(1),
    });
    const d = (a: Occurrences, b: Occurrences): number =>
      contextDistance(a, b, { dim: DIM, threshold: 1.2, transport: 'partial' }).distance;
    expect(d(at('bank', [1, 0, 0]), at('bank', [0.8, 0.6, 0]))).toBeCloseTo(Math.hypot(0.2, 0.6), 6);
    expect(d(at('xyzzy', null), at('xyzzy', null))).toBe(0);
    expect(d(at('xyzzy', null), at('plugh', null))).toBe(1.2);
    expect(d(at('xyzzy', null), at('xyzzy', [1, 0, 0]))).toBe(1.2);
  });

  it('refuses texts without mass and thresholds out of range', () => {
    const none: Occurrences = { terms: [], rows: new Float32Array(0), known: new Uint8Array(0), masses: new Float64Array(0) };
    const one: Occurrences = { terms: ['a'], rows: new Float32Array(3), known: new Uint8Array(1), masses: Float64Array.of(1) };
    const options = { dim: DIM, threshold: 1, transport: 'balanced' as const };
    expect(() => contextDistance(one, none, options)).toThrow(expect.objectContaining({ code: 'EMPTY_DOCUMENT' }));
    expect(() => contextDistance(none, one, options)).toThrow(expect.objectContaining({ code: 'EMPTY_DOCUMENT' }));
    expect(() => contextDistance(one, one, { ...options, threshold: 3 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it('splits the mass of a word evenly over its occurrences', () => {
    const masses = massesOfOccurrences(['a', 'b', 'a'], (term) => (term === 'a' ? 3 : 1));
    expect([...masses]).toEqual([1.5, 1, 1.5]);
  });
});
