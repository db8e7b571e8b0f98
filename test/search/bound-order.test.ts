import fc from 'fast-check';
import { BoundOrder } from '../../src/search/bound-order';

/** Sizes with one cut, and with several; bounds with many ties. */
const bounds = fc
  .tuple(fc.oneof(fc.nat(40), fc.integer({ min: 2000, max: 6000 })), fc.integer({ min: 1, max: 1e6 }), fc.integer())
  .map(([size, distinct, seed]) => {
    let state = seed | 1;
    const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 0;
    return {
      bounds: Float32Array.from({ length: size }, () => (next() % distinct) / distinct),
      accept: Uint8Array.from({ length: size }, () => (next() % 4 > 0 ? 1 : 0)),
    };
  });

it('gives the accepted documents by bound, ties by number, and all of them', () => {
  const order = new BoundOrder();
  fc.assert(
    fc.property(bounds, ({ bounds, accept }) => {
      const expected = Array.from(bounds.keys())
        .filter((doc) => accept[doc])
        .sort((a, b) => bounds[a] - bounds[b] || a - b);
      expect(order.load(bounds, accept)).toBe(expected.length);
      const found: number[] = [];
      while (order.least < Infinity) {
        const { least } = order;
        const doc = order.pop();
        found.push(bounds[doc] === least ? doc : -1);
      }
      expect(found).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
