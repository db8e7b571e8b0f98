import type { QueryWords } from '../search/ranking';
import { countsById } from '../text/bag';
import type { Corpus } from '../text/corpus';
import { GrowingCorpus } from '../text/growing-corpus';
import type { Pipeline } from '../text/pipeline';
import { Vocabulary } from '../text/vocabulary';
import { PointTable } from '../vectors/point-table';
import type { WordVectors } from '../vectors/word-vectors';

/** The words of a query by name too: terms[i] is word ids[i]. */
export interface NamedWords extends QueryWords {
  readonly terms: readonly string[];
}

/** Texts as a corpus with points for its words, and further texts as queries into it. */
export class TextSpace {
  private constructor(
    readonly corpus: Corpus,
    readonly vocabulary: Vocabulary,
    readonly points: PointTable,
    /** Unit vectors of the vocabulary, size x dim; `known` 0 where there is none. */
    readonly rows: Float32Array,
    readonly known: Uint8Array,
    private readonly pipeline: Pipeline,
    private readonly vectors: WordVectors,
  ) {}

  static async create(texts: readonly string[], pipeline: Pipeline, vectors: WordVectors): Promise<TextSpace> {
    const bags = texts.map((text) => pipeline.counts(text));
    const vocabulary = await knownFirst(bags, vectors);
    const corpus = new GrowingCorpus();
    for (const bag of bags) {
      const { words, counts } = countsById(vocabulary, bag);
      corpus.append(words, counts);
    }
    corpus.growVocabulary(vocabulary.size);
    const { rows, known } = await vectors.lookup(vocabulary.toArray());
    const points = new PointTable(vectors.dim);
    for (let w = 0; w < vocabulary.size; w++) {
      points.append(known[w] ? rows.subarray(w * vectors.dim, (w + 1) * vectors.dim) : null);
    }
    return new TextSpace(corpus.view(), vocabulary, points, rows, known, pipeline, vectors);
  }

  /** A text as a query: words that no document holds bring their vectors along. */
  async query(text: string): Promise<NamedWords> {
    let outside = this.vocabulary.size;
    const words = [...this.pipeline.counts(text)]
      .map(([term, count]) => ({ term, count, id: this.vocabulary.id(term) ?? outside++ }))
      .sort((a, b) => a.id - b.id);
    const terms = words.map(({ term }) => term);
    const ids = Uint32Array.from(words, ({ id }) => id);
    const counts = Float32Array.from(words, ({ count }) => count);
    return { terms, ids, counts, ...(await this.vectors.lookup(terms)) };
  }
}

/** The terms of all bags, those with a vector before the others: a scan for near words ends with the last of them. */
async function knownFirst(bags: readonly ReadonlyMap<string, number>[], vectors: WordVectors): Promise<Vocabulary> {
  const terms = [...new Set(bags.flatMap((bag) => [...bag.keys()]))];
  const { known } = await vectors.lookup(terms);
  const vocabulary = new Vocabulary();
  for (const isKnown of [1, 0]) terms.forEach((term, i) => known[i] === isKnown && vocabulary.add(term));
  return vocabulary;
}
