import fc from 'fast-check';
import { WordmoverError } from '../../src/errors';
import type { Corpus } from '../../src/text/corpus';
import { restoreCorpus, saveCorpus } from '../../src/text/corpus-file';
import { GrowingCorpus, REMOVED } from '../../src/text/growing-corpus';

type Bag = readonly (readonly [word: number, count: number])[];

const bag = (maxCount: fc.Arbitrary<number>) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(300), maxCount), { selector: ([word]) => word, maxLength: 12 })
    .map((pairs) => pairs.sort((a, b) => a[0] - b[0]));
const integers = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 65535 }));
const anyCounts = fc.oneof(integers, fc.constantFrom(0.5, 65536, 0.25, 1e6));

function append(corpus: GrowingCorpus, document: Bag): number {
  return corpus.append(
    Uint32Array.from(document, ([word]) => word),
    Float32Array.from(document, ([, count]) => count),
  );
}

function documentOf(corpus: Corpus, doc: number): Bag {
  const document: [number, number][] = [];
  for (let p = corpus.offsets[doc]; p < corpus.offsets[doc + 1]; p++) document.push([corpus.words[p], corpus.counts[p]]);
  return document;
}

/** What the definition says of live documents, by number. */
function expectHolds(corpus: Corpus, documents: ReadonlyMap<number, Bag>): void {
  expect(corpus.live).toBe(documents.size);
  const df = new Uint32Array(corpus.vocabularySize);
  for (const [doc, document] of documents) {
    expect(documentOf(corpus, doc)).toEqual(document);
    expect(corpus.removed[doc]).toBe(0);
    expect(corpus.lengths[doc]).toBeCloseTo(Math.fround(document.reduce((sum, [, count]) => sum + count, 0)), 3);
    for (const [word] of document) df[word]++;
  }
  expect(corpus.df.slice(0, corpus.vocabularySize)).toEqual(df);
}

describe('GrowingCorpus', () => {
  it('begins empty', () => {
    const { size, live, vocabularySize, offsets } = new GrowingCorpus().view();
    expect([size, live, vocabularySize, offsets[0]]).toEqual([0, 0, 0, 0]);
    expect([...new GrowingCorpus().compact()]).toEqual([]);
  });

  it('holds what a plain map of documents holds, through appends, removals, compaction, saving and growing on', () => {
    fc.assert(
      fc.property(fc.array(bag(anyCounts), { maxLength: 90 }), fc.array(fc.nat(89)), (bags, removals) => {
        let corpus = new GrowingCorpus();
        let documents = new Map<number, Bag>();
        for (const document of bags) documents.set(append(corpus, document), document);
        for (const doc of removals) {
          if (documents.delete(doc)) corpus.remove(doc);
          expect(corpus.has(doc)).toBe(false);
        }
        expectHolds(corpus.view(), documents);

        corpus = GrowingCorpus.adopt(restoreCorpus(saveCorpus(corpus.view())));
        expectHolds(corpus.view(), documents);

        const renumbering = corpus.compact();
        documents = new Map([...documents].map(([doc, document]) => [renumbering[doc], document]));
        expect([...documents.keys()]).toEqual([...documents.keys()].map((_, i) => i));
        expect(renumbering.filter((doc) => doc === REMOVED)).toHaveLength(bags.length - documents.size);
        for (const document of bags) documents.set(append(corpus, document), document);
        expectHolds(corpus.view(), documents);
      }),
      { numRuns: 60 },
    );
  });

  it('takes two bytes a count until one does not fit, and then four', () => {
    const corpus = new GrowingCorpus();
    append(corpus, [[0, 65535]]);
    expect(corpus.view().counts.BYTES_PER_ELEMENT).toBe(2);
    append(corpus, [[0, 0.5]]);
    expect(corpus.view().counts.BYTES_PER_ELEMENT).toBe(4);
    expect(documentOf(corpus.view(), 0)).toEqual([[0, 65535]]);
    corpus.compact();
    append(corpus, [[0, 65536]]);
    expect(documentOf(corpus.view(), 2)).toEqual([[0, 65536]]);
  });

  it('leaves earlier views as they were while it grows', () => {
    const corpus = new GrowingCorpus();
    append(corpus, [
      [1, 2],
      [3, 4],
    ]);
    const view = corpus.view();
    for (let i = 0; i < 5000; i++) append(corpus, [[i, 1]]);
    corpus.remove(0);
    corpus.compact();
    expect(view.size).toBe(1);
    expect(documentOf(view, 0)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('is a view that shares its memory when posted', () => {
    const corpus = new GrowingCorpus();
    append(corpus, [[1, 2]]);
    const posted = structuredClone(corpus.view());
    append(corpus, [[5, 7]]);
    expect(posted.size).toBe(1);
    expect(posted.words[1]).toBe(5);
  });

  it('refuses bags that are none, and changes nothing', () => {
    const corpus = new GrowingCorpus();
    const refused: [number[], number[]][] = [
      [[1, 2], [1]],
      [
        [2, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [[1], [0]],
      [[1], [-1]],
      [[1], [NaN]],
      [[1], [Infinity]],
    ];
    for (const [words, counts] of refused) {
      expect(() => corpus.append(Uint32Array.from(words), counts)).toThrow(WordmoverError);
    }
    expect(corpus.view()).toMatchObject({ size: 0, live: 0, vocabularySize: 0 });
    for (const doc of [0, -1, 0.5, NaN]) expect(() => corpus.remove(doc)).toThrow(/no document/);
    append(corpus, []);
    corpus.remove(0);
    expect(() => corpus.remove(0)).toThrow(/removed before/);
  });
});

describe('saveCorpus and restoreCorpus', () => {
  const corpus = new GrowingCorpus();
  append(corpus, [
    [1, 2],
    [3, 4],
  ]);
  append(corpus, []);
  append(corpus, [[3, 1]]);
  corpus.remove(1);
  const saved = saveCorpus(corpus.view());

  it('reads bytes that lie anywhere in a larger buffer', () => {
    for (const shift of [1, 4]) {
      const larger = new Uint8Array(saved.length + 9);
      larger.set(saved, shift);
      expect(saveCorpus(restoreCorpus(larger.subarray(shift, shift + saved.length)))).toEqual(saved);
    }
  });

  it('notices every changed byte and every cut', () => {
    for (let at = 0; at < saved.length; at++) {
      const damaged = saved.slice();
      damaged[at] ^= 0x10;
      expect(() => restoreCorpus(damaged)).toThrow(WordmoverError);
      expect(() => restoreCorpus(saved.subarray(0, at))).toThrow(/damaged corpus/);
    }
    expect(() => restoreCorpus(new Uint8Array([...saved, 0, 0, 0, 0]))).toThrow(/bytes where/);
  });

  it('says so when the format is of another version', () => {
    const later = saved.slice();
    later[4] = 99;
    expect(() => restoreCorpus(later)).toThrow(expect.objectContaining({ code: 'INCOMPATIBLE_INDEX' }));
  });

  it('does not believe a right checksum of wrong ids', () => {
    const view = corpus.view();
    const wrong = saveCorpus({ ...view, words: Uint32Array.from(view.words, () => 77) });
    expect(() => restoreCorpus(wrong)).toThrow(/out of range/);
  });
});
