import { QueryArcs } from '../../src/distances/query-arcs';
import { NearWords } from '../../src/vectors/near-words';
import { words } from '../vectors/near-rows';
import { randomPoints, seeded } from '../vectors/seeded-points';

const SIZE = 900;
const THRESHOLD = Math.fround(0.9);
const points = randomPoints(SIZE, 12, 6);

/** All arcs of every word, in order of distance. */
function arcsOf(arcs: QueryArcs): number[][][] {
  return Array.from({ length: SIZE }, (_, word) => {
    const count = arcs.countInOrder(word);
    const first = arcs.firstOfAll(word);
    return Array.from({ length: count }, (_, k) => [arcs.arcs[2 * (first + k)], arcs.arcsAsFloat[2 * (first + k) + 1]]);
  });
}

describe('arcs out of rows of bounds', () => {
  const random = seeded(21);
  test.each([1, 2, 7, 40])('%i query words: the arcs of true rows, whatever part was asked for before', (length) => {
    const near = new NearWords(points, THRESHOLD);
    const arcs = new QueryArcs(SIZE, THRESHOLD);
    for (let round = 0; round < 5; round++) {
      const ids = Array.from(new Set(Array.from({ length }, () => Math.floor(random() * SIZE))));
      const exact = new QueryArcs(SIZE, THRESHOLD);
      exact.loadNear(Uint32Array.from(ids), new NearWords(points, THRESHOLD).rows(words(...ids)));
      arcs.loadNear(Uint32Array.from(ids), near.rowsOrBounds(words(...ids)), near);
      for (let word = 0; word < SIZE; word++) expect(arcs.nearest(word)).toBeLessThanOrEqual(exact.nearest(word));
      expect(arcsOf(arcs)).toEqual(arcsOf(exact));
    }
  });
});
