import { bm25, bm25Score } from '../../src/text/bm25';
import type { Ranking, Transport } from '../../src/search/ranking';
import { type SmallSpace, seeded, smallSpace } from './small-space';

const SEED = Number(process.env.WORDMOVER_SEED ?? Date.now() % 1e9);
const TRANSPORTS: readonly Transport[] = ['balanced', 'partial'];

/** All documents that can be found, by the definition: distance, then number. */
function definition(space: SmallSpace, transport: Transport, accept?: Uint8Array): { doc: number; distance: number }[] {
  return space.docs
    .map((bag, doc) => ({ doc, bag }))
    .filter(({ doc, bag }) => bag.size > 0 && !space.removed.has(doc) && (!accept || accept[doc] === 1))
    .map(({ doc }) => ({ doc, distance: space.distance(doc, transport) }))
    .sort((a, b) => a.distance - b.distance || a.doc - b.doc);
}

function expectSame(found: Ranking, truth: { doc: number; distance: number }[], topK: number, note: string): void {
  const wanted = truth.slice(0, topK);
  expect([note, found.docs.length]).toEqual([note, wanted.length]);
  const distanceOf = new Map(truth.map(({ doc, distance }) => [doc, distance]));
  wanted.forEach(({ distance }, rank) => {
    const note2 = `${note}, rank ${rank}, distance ${found.distances[rank]} for ${distance}`;
    expect([note2, Math.abs(found.distances[rank] - distance) < 2e-6]).toEqual([note2, true]);
    const own = distanceOf.get(found.docs[rank])!;
    expect([note2, Math.abs(found.distances[rank] - own) < 2e-6]).toEqual([note2, true]);
  });
  expect(new Set(found.docs).size).toBe(found.docs.length);
}

describe(`Searcher against the definition (WORDMOVER_SEED=${SEED})`, () => {
  for (const threshold of [0.05, 0.6, 1.15, 1.6, Infinity]) {
    for (const transport of TRANSPORTS) {
      it(`finds the true nearest, ${transport}, threshold ${threshold}`, () => {
        for (let round = 0; round < 150; round++) {
          const random = seeded(SEED + round);
          const space = smallSpace(random, threshold);
          const topK = 1 + Math.floor(random() * 12);
          const accept = random() < 0.3 ? Uint8Array.from(space.docs, () => (random() < 0.5 ? 1 : 0)) : undefined;
          const truth = definition(space, transport, accept);
          const found = space.searcher.search(space.query, { topK, transport, accept });
          expect(found.exact).toBe(true);
          expect(found.stages.documents).toBe(truth.length);
          expect(found.stages.solved).toBeLessThanOrEqual(found.stages.refined);
          expectSame(found, truth, topK, `round ${round}`);
        }
      });
    }
  }

  it('puts equal documents in the order of their numbers', () => {
    for (let round = 0; round < 200; round++) {
      const space = smallSpace(seeded(SEED + round), 1.15);
      const { docs, distances } = space.searcher.search(space.query, { topK: 30, transport: 'balanced' });
      for (let rank = 1; rank < docs.length; rank++) {
        if (space.docs[docs[rank]] === space.docs[docs[rank - 1]]) {
          expect(distances[rank]).toBe(distances[rank - 1]);
          expect(docs[rank]).toBeGreaterThan(docs[rank - 1]);
        }
      }
    }
  });

  it('ranks exactly as BM25 when the threshold is near zero', () => {
    for (let round = 0; round < 200; round++) {
      const threshold = 1e-4;
      const space = smallSpace(seeded(SEED + round), threshold);
      const found = space.searcher.search(space.query, { topK: 30, transport: 'partial' });
      const { corpus } = space;
      const weighting = bm25(corpus);
      const inside = space.query.ids.filter((id) => id < corpus.vocabularySize);
      const demand = space.query.ids.reduce(
        (sum, id, i) => sum + space.query.counts[i] * space.idfOf(id) * (weighting.k1 + 1),
        0,
      );
      found.docs.forEach((doc, rank) => {
        const savings = (1 - found.distances[rank] / threshold) * demand;
        if (!space.hasTwins) expect(savings).toBeCloseTo(bm25Score(corpus, weighting, doc, inside), 9);
      });
    }
  });

  it('explains: the costs of the flows sum to the distance, the masses to one', () => {
    for (let round = 0; round < 200; round++) {
      const transport = TRANSPORTS[round % 2];
      const space = smallSpace(seeded(SEED + round), round % 3 ? 1.15 : Infinity);
      const { docs, distances } = space.searcher.search(space.query, { topK: 30, transport });
      docs.forEach((doc, rank) => {
        const flows = space.searcher.explain(space.query, doc, transport);
        expect(flows.reduce((sum, { mass, distance }) => sum + mass * distance, 0)).toBeCloseTo(distances[rank], 6);
        expect(flows.reduce((sum, { mass }) => sum + mass, 0)).toBeCloseTo(1, 6);
        expect(flows.every(({ mass }) => mass > 0)).toBe(true);
      });
    }
  });

  it('says when the bounds alone ranked, or the cap on solves may have cost a neighbour', () => {
    for (let round = 0; round < 100; round++) {
      const space = smallSpace(seeded(SEED + round), 1.15);
      const truth = definition(space, 'balanced');
      const relaxed = space.searcher.search(space.query, { topK: 3, transport: 'balanced', mode: 'relaxed' });
      expect(relaxed.exact).toBe(false);
      relaxed.distances.forEach((d, rank) => expect(d).toBeLessThanOrEqual(truth[rank].distance + 2e-6));
      const capped = space.searcher.search(space.query, { topK: 3, transport: 'balanced', candidates: 3 });
      expect(capped.stages.solved).toBeLessThanOrEqual(3);
      if (capped.exact) expectSame(capped, truth, 3, `round ${round}`);
    }
  });
});
