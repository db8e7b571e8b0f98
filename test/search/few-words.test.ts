import { postingLists } from '../../src/distances/posting-lists';
import { nearArcs } from '../../src/distances/near-arcs';
import { type QueryWords, type Transport } from '../../src/search/ranking';
import { Searcher } from '../../src/search/searcher';
import { bm25 } from '../../src/text/bm25';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { tfidf } from '../../src/text/tfidf';
import { NearWords } from '../../src/vectors/near-words';
import { PointTable } from '../../src/vectors/point-table';
import { direction, seeded } from '../vectors/seeded-points';

const WORDS = 2000;
const DIM = 12;
const DOCUMENTS = 5000;
const SEED = 11;

const random = seeded(SEED);
const whole = (most: number): number => Math.floor(random() * most);

/** A corpus large enough for lists; some documents are removed, some came after the lists were made. */
function largeCorpus() {
  const corpus = new GrowingCorpus();
  corpus.growVocabulary(WORDS);
  const add = (): void => {
    const words = new Set(Array.from({ length: whole(30) }, () => Math.floor(random() ** 2 * WORDS)));
    corpus.append(
      Uint32Array.from(words).sort(),
      Array.from(words, () => (random() < 0.9 ? 1 + whole(3) : 33 + whole(100))),
    );
  };
  for (let doc = 0; doc < DOCUMENTS; doc++) add();
  const lists = postingLists(corpus.view())!;
  for (let doc = 0; doc < 200; doc++) add();
  for (let doc = 3; doc < DOCUMENTS; doc += 97) corpus.remove(doc);
  return { corpus: corpus.view(), lists };
}

const { corpus, lists } = largeCorpus();
const points = new PointTable(DIM);
for (let word = 0; word < WORDS; word++) points.append(word % 50 === 49 ? null : direction(DIM, random));
const space = { corpus, tfidf: tfidf(corpus), bm25: bm25(corpus) };
const source = () => nearArcs(new NearWords(points, 0.8), { mayBound: true });
const byLists = new Searcher({ ...space, lists }, source());
const byPostings = new Searcher(space, source());

function query(length: number): QueryWords {
  const ids = Uint32Array.from(new Set(Array.from({ length }, () => Math.floor(random() ** 2 * WORDS)))).sort();
  return {
    ids,
    counts: new Float32Array(ids.length).fill(1),
    rows: new Float32Array(ids.length * DIM),
    known: new Uint8Array(ids.length),
  };
}

const queries = Array.from({ length: 60 }, (_, i) => query(1 + (i % 6)));

describe.each<Transport>(['balanced', 'partial'])(`a search of few words over many documents, %s (seed ${SEED})`, (transport) => {
  it('finds by lists what a pass over all postings finds', () => {
    for (const words of queries) {
      const options = { topK: 10, transport };
      const { docs, distances, exact } = byLists.search({ ...words }, options);
      const expected = byPostings.search({ ...words }, options);
      expect(exact).toBe(true);
      expect([...docs]).toEqual([...expected.docs]);
      expect([...distances]).toEqual([...expected.distances]);
    }
  });

  it('finds the nearest of all', () => {
    for (const words of queries.slice(0, 6)) {
      const all = Array.from({ length: corpus.size }, (_, doc) => ({
        doc,
        distance: byPostings.distance(words, doc, transport),
      }));
      const there = all.filter(({ doc }) => !corpus.removed[doc] && corpus.offsets[doc + 1] > corpus.offsets[doc]);
      const nearest = there.sort((a, b) => a.distance - b.distance || a.doc - b.doc).slice(0, 10);
      const found = byLists.search({ ...words }, { topK: 10, transport });
      expect([...found.distances]).toEqual(nearest.map(({ distance }) => distance));
      expect([...found.docs]).toEqual(nearest.map(({ doc }) => doc));
    }
  });
});
