import type { TermRows, WordVectors } from '../../src/vectors/word-vectors';

/** Topics are axes; each word leans towards its topic by its own amount, so that no two distances tie by accident. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  sea: ['sea', 'ocean', 'ship', 'sailor', 'harbour', 'wave'],
  kitchen: ['cook', 'kitchen', 'meal', 'bread', 'oven', 'chef'],
  work: ['job', 'career', 'office', 'salary', 'employer', 'profession'],
  sky: ['star', 'moon', 'telescope', 'planet', 'comet', 'astronomer'],
};

export const TOY_WORDS: readonly string[] = Object.values(TOPICS).flat();

const DIM = 12;

function rowOf(term: string): Float32Array | undefined {
  const topics = Object.values(TOPICS);
  const topic = topics.findIndex((words) => words.includes(term));
  if (topic < 0) return undefined;
  const place = topics[topic].indexOf(term);
  const row = new Float32Array(DIM);
  row[topic] = 1;
  row[4 + ((topic + place) % 8)] = 0.3 + 0.1 * place;
  const norm = Math.hypot(...row);
  return row.map((x) => x / norm);
}

/** Vectors of 24 words of four topics, made for tests: words of one topic are near, of different topics far. */
export function toyVectors(fingerprint = 'toy-1'): WordVectors & { readonly asked: string[] } {
  const asked: string[] = [];
  const lookup = (terms: readonly string[]): Promise<TermRows> => {
    asked.push(...terms);
    const rows = new Float32Array(terms.length * DIM);
    const known = new Uint8Array(terms.length);
    terms.forEach((term, i) => {
      const row = rowOf(term);
      if (row) rows.set(row, i * DIM);
      known[i] = row ? 1 : 0;
    });
    return Promise.resolve({ rows, known });
  };
  return { label: 'toy', dim: DIM, fingerprint, lookup, asked };
}
