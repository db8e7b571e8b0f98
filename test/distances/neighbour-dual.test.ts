import { neighbourDual } from '../../src/distances/neighbour-dual';
import { wmd } from '../../src/distances/wmd';
import { seeded, smallSpace } from '../search/small-space';

const SEED = Number(process.env.WORDMOVER_SEED ?? 20261121);

test(`the prices of a document just solved prove its distance (WORDMOVER_SEED=${SEED})`, () => {
  let tightened = 0;
  for (let round = 0; round < 60; round++) {
    const space = smallSpace(seeded(SEED + round), [0.9, 1.15, Infinity][round % 3]);
    const parts = space.parts('balanced').space;
    const bound = neighbourDual(parts);
    const exact = wmd(parts);
    space.docs.forEach((bag, doc) => {
      if (bag.size === 0) return;
      const query = space.asQuery(space.query, 'balanced');
      const before = bound.query(query)(doc);
      const distance = exact.query(query)(doc);
      const after = bound.query(query)(doc);
      expect([round, doc, after]).toEqual([round, doc, expect.closeTo(distance, 5)]);
      if (before < distance - 1e-3) tightened++;
    });
  }
  expect(tightened).toBeGreaterThan(50);
});
