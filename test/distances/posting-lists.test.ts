import { postingLists, type PostingLists } from '../../src/distances/posting-lists';
import { postingsPass } from '../../src/distances/postings-pass';
import { CountCodes, LISTED_DOCUMENTS, visitEntries } from '../../src/kernels/list-entries';
import { addCounts, addSaturated } from '../../src/kernels/postings';
import type { Corpus } from '../../src/text/corpus';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { seeded } from '../vectors/seeded-points';

const WORDS = 400;

/** Documents of up to 15 words; small ids are frequent. */
function add(corpus: GrowingCorpus, documents: number, random: () => number, count: () => number): void {
  for (let doc = 0; doc < documents; doc++) {
    const words = new Set(Array.from({ length: Math.floor(random() * 16) }, () => Math.floor(random() ** 3 * WORDS)));
    corpus.append(
      Uint32Array.from(words).sort(),
      Array.from(words, () => count()),
    );
  }
}

/** Postings as word, document, value of the count, out of the lists; and out of the documents that have them. */
function both(corpus: Corpus, lists: PostingLists): [number, number, number][][] {
  const { buffer } = lists.memory.memory;
  const listed: [number, number, number][] = [];
  const direct: [number, number, number][] = [];
  for (const { from, to, words, offsets, entries, values } of lists.segments) {
    const starts = new Uint32Array(buffer, offsets, words + 1);
    const value = new Float64Array(buffer, values, 256);
    for (let word = 0; word < words; word++) {
      visitEntries(new Uint16Array(buffer, entries, starts[words]), starts[word], starts[word + 1], (doc, code) =>
        listed.push([word, from + doc, value[code]]),
      );
    }
    for (let doc = from; doc < to; doc++) {
      for (let p = corpus.offsets[doc]; p < corpus.offsets[doc + 1]; p++) {
        direct.push([corpus.words[p], doc, corpus.counts[p]]);
      }
    }
  }
  const inOrder = (postings: [number, number, number][]) => postings.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [inOrder(listed), inOrder(direct)];
}

const ends = (lists?: PostingLists): number[] => (lists?.segments ?? []).map(({ to }) => to);

describe('posting lists', () => {
  it('hold every posting, whole counts up to 32 as they are', () => {
    const random = seeded(1);
    const corpus = new GrowingCorpus();
    add(corpus, LISTED_DOCUMENTS + 5000, random, () => 1 + Math.floor(random() * 32));
    const lists = postingLists(corpus.view());
    expect(ends(lists)).toEqual([LISTED_DOCUMENTS]);
    const [listed, direct] = both(corpus.view(), lists!);
    expect(listed).toEqual(direct);
  });

  it.each([
    ['real', () => 0.001, 1],
    ['large', () => 1000, 65535],
    ['huge', () => 1, 3.4e38],
  ])('round %s counts up, by no more than a sixteenth', (_name, least, most) => {
    const random = seeded(2);
    const corpus = new GrowingCorpus();
    add(corpus, 20000, random, () => least() + random() * (most - least()));
    const lists = postingLists(corpus.view())!;
    // A number that has no next code is left to the pass over all postings.
    expect(ends(lists)).toEqual(most > 1e38 ? [] : [20000]);
    const [listed, direct] = both(corpus.view(), lists);
    expect(listed.map(([word, doc]) => [word, doc])).toEqual(direct.map(([word, doc]) => [word, doc]));
    const ratios = listed.map(([, , value], k) => value / direct[k][2]);
    expect(Math.min(1, ...ratios.slice(0, 1e5))).toBe(1);
    expect(Math.max(1, ...ratios.slice(0, 1e5))).toBeLessThanOrEqual(1.0625);
  });

  it('code what lies far under the largest count as the least code', () => {
    const codes = new CountCodes(1000);
    const values = codes.values();
    for (const count of [1e-30, 0.001, 0.0153]) expect(values[codes.code(count)]).toBeGreaterThanOrEqual(count);
    expect(codes.code(1e-30)).toBe(0);
    expect(values[codes.code(1000)]).toBe(1024);
  });

  it('go on when as many documents have come, and begin anew in another memory', () => {
    const random = seeded(3);
    const corpus = new GrowingCorpus();
    const next = (documents: number, earlier?: PostingLists): PostingLists | undefined => {
      add(corpus, documents, random, () => 1);
      return postingLists(corpus.view(), earlier);
    };
    expect(next(1000)).toBeUndefined();
    corpus.reserve(60000, 600000);
    let lists = next(20);
    expect(ends(lists)).toEqual([]);
    lists = next(10, lists);
    expect(ends(lists)).toEqual([1030]);
    const [first] = lists!.segments;
    lists = next(1029, lists);
    expect(ends(lists)).toEqual([1030]);
    lists = next(1, lists);
    expect(ends(lists)).toEqual([1030, 2060]);
    expect(lists!.segments[0]).toBe(first);
    expect(both(corpus.view(), lists!)[0]).toEqual(both(corpus.view(), lists!)[1]);
    corpus.remove(5);
    corpus.reserve(60000, 600001);
    corpus.compact();
    corpus.reserve(60000, 600000);
    lists = postingLists(corpus.view(), lists);
    expect(ends(lists)).toEqual([2059]);
    expect(both(corpus.view(), lists!)[0]).toEqual(both(corpus.view(), lists!)[1]);
  });
});

describe('a pass by lists', () => {
  const random = seeded(4);
  const growing = new GrowingCorpus();
  growing.growVocabulary(WORDS);
  add(growing, LISTED_DOCUMENTS + 2500, random, () => 1 + Math.floor(random() * 40));
  const lists = postingLists(growing.view())!;
  // Words and documents that the lists do not know.
  const later = Uint32Array.from({ length: 600 }, (_, k) => WORDS + k);
  growing.append(
    later,
    Array.from(later, () => 2),
  );
  add(growing, 100, random, () => 3);
  const corpus = growing.view();
  const norms = Float32Array.from({ length: corpus.size }, () => 0.2 + random());

  /** Sums by the pass and by the definition, of words [from, WORDS], the rare ones last. */
  const sums = (from: number, kind: 'counts' | 'saturated'): Float32Array[] => {
    const gain = Float32Array.from({ length: corpus.vocabularySize }, (_, word) => (word >= from ? 0.1 + (word % 5) : 0));
    const gains = { gain, near: Uint32Array.from(gain.keys()).filter((word) => gain[word] > 0) };
    const [found, expected] = [new Float32Array(corpus.size), new Float32Array(corpus.size)];
    const pass = postingsPass(corpus, lists);
    if (kind === 'counts') {
      pass.addCounts(gains, found, 0, corpus.size);
      addCounts(corpus, gain, expected, 0, corpus.size);
    } else {
      pass.addSaturated(norms, gains, found, 0, corpus.size);
      addSaturated(corpus, norms, gain, expected, 0, corpus.size);
    }
    return [found, expected];
  };

  it.each(['counts', 'saturated'] as const)(
    'bounds the sums of %s from above, by little, and is taken for few postings only',
    (kind) => {
      const [found, expected] = sums(300, kind);
      expect(found.every((sum, doc) => sum >= expected[doc] * (1 - 1e-6))).toBe(true);
      expect(found.every((sum, doc) => sum <= expected[doc] * 1.0625)).toBe(true);
      // Rounded counts tell that lists were read; documents without are summed exactly.
      expect(found.slice(0, LISTED_DOCUMENTS)).not.toEqual(expected.slice(0, LISTED_DOCUMENTS));
      expect(found.slice(LISTED_DOCUMENTS)).toEqual(expected.slice(LISTED_DOCUMENTS));
      const [all, exact] = sums(0, kind);
      expect(all).toEqual(exact);
    },
  );
});
