import fc from 'fast-check';
import { blended } from '../../src/eval/knn-blend';

const distances = fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 6, maxLength: 6 });

/** The `k` nearest of six documents. */
function nearest(all: readonly number[], k: number) {
  const order = [...all.keys()].sort((a, b) => all[a] - all[b] || a - b).slice(0, k);
  return { neighbours: { docs: Uint32Array.from(order), distances: Float64Array.from(order, (doc) => all[doc]) }, largest: 2 };
}

test('with all documents in both lists it is the weighted mean', () => {
  fc.assert(
    fc.property(distances, distances, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
      const { docs, distances: found } = blended(nearest(a, 6), nearest(b, 6), share);
      expect(docs).toHaveLength(6);
      docs.forEach((doc, at) => expect(found[at]).toBeCloseTo((share * a[doc] + (1 - share) * b[doc]) / 2, 12));
      expect([...found]).toEqual([...found].sort((x, y) => x - y));
    }),
  );
});

test('a document that one list lacks is as far by it as its last', () => {
  const first = nearest([0.2, 0.4, 2, 2, 2, 2], 2);
  const second = nearest([2, 0.6, 0.2, 2, 2, 2], 2);
  const { docs, distances: found } = blended(first, second, 0.5);
  expect([...docs]).toEqual([2, 0, 1]);
  [0.15, 0.2, 0.25].forEach((distance, at) => expect(found[at]).toBeCloseTo(distance, 12));
});
