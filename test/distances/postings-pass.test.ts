import { postingsPass } from '../../src/distances/postings-pass';
import { addCounts, addSaturated } from '../../src/kernels/postings';
import type { Corpus } from '../../src/text/corpus';
import { restoreCorpus, saveCorpus } from '../../src/text/corpus-file';
import { GrowingCorpus } from '../../src/text/growing-corpus';
import { seeded } from '../vectors/seeded-points';

const WORDS = 500;
/** More documents than a pass takes at once, and more postings than lie in buffers of their own. */
const DOCUMENTS = 9001;

function grown(count: (random: () => number) => number): GrowingCorpus {
  const random = seeded(7);
  const corpus = new GrowingCorpus();
  for (let doc = 0; doc < DOCUMENTS; doc++) {
    const words = new Set(Array.from({ length: doc % 20 }, () => Math.floor(random() * WORDS)));
    corpus.append(
      Uint32Array.from(words).sort(),
      Array.from(words, () => count(random)),
    );
  }
  return corpus;
}

const whole = (random: () => number): number => 1 + Math.floor(random() * 9);
const real = (random: () => number): number => random() + 0.1;

/** The same documents, in buffers that kernels cannot read. */
function apart({ memory: _, ...corpus }: Corpus): Corpus {
  return corpus;
}

describe.each([
  ['whole', whole],
  ['real', real],
])('a pass over a large corpus of %s counts', (_name, count) => {
  const corpus = grown(count).view();
  const random = seeded(8);
  const gain = Float32Array.from({ length: WORDS }, () => (random() < 0.2 ? random() : 0));
  const gains = { gain, near: Uint32Array.from(gain.keys()).filter((word) => gain[word] > 0) };
  const norms = Float32Array.from({ length: DOCUMENTS }, () => random());

  test.each([
    [0, DOCUMENTS],
    [17, 4200],
    [8999, 9001],
    [5, 5],
  ])('over documents %i to %i gives the bits of the plain one and touches no other', (from, to) => {
    const [found, expected] = [new Float32Array(DOCUMENTS), new Float32Array(DOCUMENTS)];
    postingsPass(corpus).addCounts(gains, found, from, to);
    addCounts(corpus, gain, expected, from, to);
    expect(found).toEqual(expected);
    postingsPass(corpus).addSaturated(norms, gains, found, from, to);
    addSaturated(corpus, norms, gain, expected, from, to);
    expect(found).toEqual(expected);
    postingsPass(apart(corpus)).addSaturated(norms, gains, found, from, to);
    expect(found).toEqual(expected);
  });
});

describe('a corpus that has grown large', () => {
  const sums = (corpus: Corpus): Float32Array => {
    const out = new Float32Array(corpus.size);
    const gain = new Float32Array(corpus.vocabularySize).fill(1);
    postingsPass(corpus).addCounts({ gain, near: Uint32Array.from(gain.keys()) }, out, 0, corpus.size);
    return out;
  };

  it('lies in one memory, after growing, saving and compacting', () => {
    const growing = grown(whole);
    const corpus = growing.view();
    const expected = sums(apart(corpus));
    expect(corpus.memory!.memory.buffer).toBe(corpus.words.buffer);
    expect(sums(corpus)).toEqual(expected);
    const restored = restoreCorpus(saveCorpus(corpus));
    expect(restored.memory!.memory.buffer).toBe(restored.counts.buffer);
    expect(sums(restored)).toEqual(expected);
    for (let doc = 0; doc < 100; doc++) growing.remove(doc);
    growing.compact();
    expect(growing.view().memory!.memory.buffer).toBe(growing.view().offsets.buffer);
    expect(sums(growing.view())).toEqual(expected.slice(100));
  });

  it('leaves earlier views what they were when its words, documents or a count outgrow the memory', () => {
    const growing = grown(whole);
    const before = growing.view();
    const expected = sums(before);
    const { buffer } = before.words;
    growing.append(Uint32Array.of(3), [0.5]);
    growing.growVocabulary(before.df.length + 1);
    growing.reserve(before.lengths.length + 1, 0);
    const after = growing.view();
    expect(after.words.buffer).not.toBe(buffer);
    expect(sums(after).slice(0, DOCUMENTS)).toEqual(expected);
    expect(sums(before)).toEqual(expected);
  });

  it('does without the memory where the engine has none to share', () => {
    jest.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
      throw new RangeError('no shared memory');
    });
    const corpus = grown(whole).view();
    jest.restoreAllMocks();
    expect(corpus.memory).toBeUndefined();
    expect(sums(corpus)).toEqual(sums(grown(whole).view()));
  });
});
