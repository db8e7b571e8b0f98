import { WordmoverError } from '../../src/errors';
import type { DocumentDistance } from '../../src/distances/document-distance';
import { lcRwmd } from '../../src/distances/lc-rwmd';
import { type DistanceName, documentDistances } from '../../src/distances/registry';
import { rwmd } from '../../src/distances/relaxed-distances';
import { wmd } from '../../src/distances/wmd';
import { Cascade } from '../../src/search/cascade';
import type { QueryWords, Transport } from '../../src/search/ranking';
import { type Random, type SmallSpace, seeded, smallSpace } from '../search/small-space';

const SEED = Number(process.env.WORDMOVER_SEED ?? Date.now() % 1e9);
const ROUNDS = 60;
/** Single precision of distances, weights and norms. */
const SLACK = 3e-6;

interface Keeps {
  readonly symmetric?: boolean;
  /** Positive between documents that differ. */
  readonly separates?: boolean;
  /** Greedy: of arcs equally long the first moves first, so its plan, not its bound, depends on their order. */
  readonly ordered?: boolean;
  readonly only?: 'unthresholded';
  readonly transports?: readonly Transport[];
}

/** What each distance keeps besides its bound. A new one is added here. */
const CONTRACT: Record<DistanceName, Keeps> = {
  wmd: { symmetric: true, separates: true },
  wcd: { symmetric: true, only: 'unthresholded', transports: ['balanced'] },
  rwmd: { symmetric: true },
  omr: { symmetric: true },
  'act-1': { symmetric: true },
  'act-3': { symmetric: true },
  ict: { symmetric: true },
  'lc-rwmd': {},
  'lc-omr': {},
  'lc-act-1': {},
  'two-sided': {},
  'neighbour-dual': {},
  'linear-emd': { symmetric: true, separates: true, ordered: true },
  flowtree: { separates: true, ordered: true },
  'tree-l1': { symmetric: true, transports: ['balanced'] },
};

/** Each no more than the next: the relaxations in order, the exact distance, feasible plans. */
const CHAIN: readonly DistanceName[] = ['rwmd', 'omr', 'act-1', 'act-3', 'ict', 'wmd'];
const ABOVE: readonly DistanceName[] = ['linear-emd', 'flowtree'];

const names = Object.keys(documentDistances) as DistanceName[];

function make(name: DistanceName, space: SmallSpace, transport: Transport): DocumentDistance {
  return documentDistances[name](space.parts(transport));
}

function searchable(space: SmallSpace): number[] {
  return space.docs.map((_, doc) => doc).filter((doc) => space.docs[doc].size > 0);
}

/** Rounds of random spaces under thresholds that the distance may have. */
function eachSpace(
  name: DistanceName,
  visit: (space: SmallSpace, transport: Transport, random: Random, note: string) => void,
): void {
  const { only, transports = ['balanced', 'partial'] } = CONTRACT[name];
  for (let round = 0; round < ROUNDS; round++) {
    const random = seeded(SEED + round);
    const threshold = only === 'unthresholded' ? Infinity : [0.4, 0.9, 1.15, 1.5, Infinity][round % 5];
    for (const transport of transports) visit(smallSpace(random, threshold), transport, random, `round ${round}, ${transport}`);
  }
}

describe.each(names)(`%s (WORDMOVER_SEED=${SEED})`, (name) => {
  it('keeps its bound against the definition, and is finite and not negative', () => {
    eachSpace(name, (space, transport, _, note) => {
      const distance = make(name, space, transport);
      const toDocument = distance.query(space.asQuery(space.query, transport));
      for (const doc of searchable(space)) {
        const value = toDocument(doc);
        const exact = space.distance(doc, transport);
        const where = `${note}, document ${doc}: ${value} for ${exact}`;
        expect([where, Number.isFinite(value) && value >= 0]).toEqual([where, true]);
        if (distance.bound === 'exact') expect([where, Math.abs(value - exact) <= SLACK]).toEqual([where, true]);
        if (distance.bound === 'lower') expect([where, value <= exact + SLACK]).toEqual([where, true]);
        if (distance.bound === 'upper') expect([where, value >= exact - SLACK]).toEqual([where, true]);
      }
    });
  });

  it('is zero from a document to itself, and where it says so positive to one that differs', () => {
    eachSpace(name, (space, transport, _, note) => {
      if (transport === 'partial' || space.hasTwins) return;
      const distance = make(name, space, transport);
      for (const doc of searchable(space)) {
        const toDocument = distance.query(space.asQuery(space.searcher.documentQuery(doc), transport));
        expect([note, toDocument(doc) <= SLACK]).toEqual([note, true]);
        if (!CONTRACT[name].separates) continue;
        for (const other of searchable(space)) {
          if (space.distance(other, 'balanced') > SLACK && !sameBag(space, doc, other)) {
            expect([note, toDocument(other) > 0]).toEqual([note, true]);
          }
        }
      }
    });
  });

  if (!CONTRACT[name].ordered) {
    it('does not depend on the order of the words of the query', () => {
      eachSpace(name, (space, transport, random, note) => {
        const distance = make(name, space, transport);
        const straight = distance.query(space.asQuery(space.query, transport));
        const values = searchable(space).map((doc) => straight(doc));
        const shuffled = distance.query(space.asQuery(shuffle(space.query, random), transport));
        searchable(space).forEach((doc, k) => {
          expect([note, Math.abs(shuffled(doc) - values[k]) <= SLACK]).toEqual([note, true]);
        });
      });
    });
  }

  if (CONTRACT[name].symmetric) {
    it('is symmetric', () => {
      eachSpace(name, (space, transport, _, note) => {
        if (transport === 'partial') return;
        const distance = make(name, space, transport);
        const docs = searchable(space).slice(0, 6);
        const table = docs.map((doc) => {
          const toDocument = distance.query(space.asQuery(space.searcher.documentQuery(doc), transport));
          return docs.map((other) => toDocument(other));
        });
        docs.forEach((_a, a) =>
          docs.forEach((_b, b) => {
            const where = `${note}: ${table[a][b]} and ${table[b][a]}`;
            expect([where, Math.abs(table[a][b] - table[b][a]) <= SLACK]).toEqual([where, true]);
          }),
        );
      });
    });
  }
});

it(`keeps the chain RWMD <= OMR <= ACT-1 <= ACT-3 <= ICT <= WMD <= LinearEMD, flowtree (WORDMOVER_SEED=${SEED})`, () => {
  eachSpace('wmd', (space, transport, _, note) => {
    const value = (name: DistanceName, doc: number): number =>
      make(name, space, transport).query(space.asQuery(space.query, transport))(doc);
    for (const doc of searchable(space).slice(0, 8)) {
      const chain = CHAIN.map((name) => value(name, doc));
      chain.slice(1).forEach((next, k) => expect([note, CHAIN[k], chain[k] <= next + SLACK]).toEqual([note, CHAIN[k], true]));
      for (const name of ABOVE) {
        const where = `${note}, ${name}`;
        expect([where, value(name, doc) >= chain[chain.length - 1] - SLACK]).toEqual([where, true]);
      }
    }
  });
});

it(`grows with the threshold (WORDMOVER_SEED=${SEED})`, () => {
  for (let round = 0; round < ROUNDS; round++) {
    const spaces = [0.4, 0.9, 1.3, Infinity].map((threshold) => smallSpace(seeded(SEED + round), threshold));
    for (const doc of searchable(spaces[0])) {
      const values = spaces.map((space) => make('wmd', space, 'balanced').query(space.asQuery(space.query, 'balanced'))(doc));
      values.slice(1).forEach((value, k) => expect(values[k]).toBeLessThanOrEqual(value + SLACK));
    }
  }
});

it('refuses a bound made for another ground distance', () => {
  const [near, far] = [0.9, Infinity].map((threshold) => smallSpace(seeded(SEED), threshold).parts('balanced').space);
  const wrong = (): Cascade => new Cascade({ all: lcRwmd(near), oneSided: [], twoSided: [rwmd(near)], exact: wmd(far) }, 1);
  expect(wrong).toThrow(WordmoverError);
  expect(wrong).toThrow(expect.objectContaining({ code: 'UNSOUND_BOUND' }) as Error);
});

function sameBag(space: SmallSpace, a: number, b: number): boolean {
  const [x, y] = [space.docs[a], space.docs[b]];
  const ratio = [...x].map(([word, count]) => (y.get(word) ?? 0) / count);
  return x.size === y.size && ratio.every((r) => r > 0 && Math.abs(r - ratio[0]) < 1e-9);
}

function shuffle(words: QueryWords, random: Random): QueryWords {
  const order = Array.from(words.ids, (_, i) => ({ i, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ i }) => i);
  const dim = words.rows.length / words.ids.length;
  const rows = new Float32Array(words.rows.length);
  order.forEach((from, to) => rows.set(words.rows.subarray(from * dim, (from + 1) * dim), to * dim));
  const pick = <A extends Uint32Array | Float32Array | Uint8Array>(array: A): A => array.map((_, i) => array[order[i]]) as A;
  return { ids: pick(words.ids), counts: pick(words.counts), rows, known: pick(words.known) };
}
