import { readdir, readFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { WordmoverError } from '../errors';
import type { WordVectors } from '../vectors/word-vectors';
import { spearman } from './spearman';

/** How well cosines of word vectors agree with people's judgements of similarity. */
export interface WordListResult {
  readonly pairs: number;
  /** Pairs of which both words have a vector; the others are left out of the correlation. */
  readonly covered: number;
  /** null where it is undefined: fewer than two covered pairs, or all alike. */
  readonly spearman: number | null;
}

export interface WordEvaluation {
  readonly lists: Readonly<Record<string, WordListResult>>;
}

export interface WordPair {
  readonly first: string;
  readonly second: string;
  readonly score: number;
}

const LIST_EXTENSIONS = ['.txt', '.csv', '.tsv', '.tab'];

/** Spearman's correlation of cosine and gold score for every list in a folder, by the file's name without extension. */
export async function evalWords(folder: string, vectors: WordVectors): Promise<WordEvaluation> {
  const files = (await listFiles(folder)).filter((file) => LIST_EXTENSIONS.includes(extname(file))).sort();
  if (files.length === 0) {
    throw new WordmoverError('INVALID_INPUT', `${folder} holds no word list (${LIST_EXTENSIONS.join(', ')})`);
  }
  const lists: [string, WordListResult][] = [];
  for (const file of files) {
    const pairs = parseWordPairs(await readFile(join(folder, file), 'utf8'), file);
    lists.push([parse(file).name, await evalPairs(pairs, vectors)]);
  }
  return { lists: Object.fromEntries(lists) };
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `Can't read the folder of word lists ${folder}`, { cause: error });
  }
}

/**
 * Lines of two words and a score, apart by tabs, commas or spaces; columns between the words and the first number (SimLex: the
 * part of speech) and behind it are passed over, and so are a header line, empty lines and lines that begin with #.
 */
export function parseWordPairs(text: string, file: string): WordPair[] {
  const pairs: WordPair[] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const fields = line
      .trim()
      .split(separatorOf(line))
      .map((field) => field.trim());
    const score = fields.slice(2).find((field) => field !== '' && Number.isFinite(Number(field)));
    if (score !== undefined) pairs.push({ first: fields[0], second: fields[1], score: Number(score) });
    else if (at > 0) {
      throw new WordmoverError('INVALID_INPUT', `${file}, line ${at + 1}: "${line}" is not "word1 word2 score"`);
    }
  });
  return pairs;
}

function separatorOf(line: string): string | RegExp {
  if (line.includes('\t')) return '\t';
  return line.includes(',') ? ',' : /\s+/;
}

async function evalPairs(pairs: readonly WordPair[], vectors: WordVectors): Promise<WordListResult> {
  const { rows, known } = await vectors.lookup(pairs.flatMap(({ first, second }) => [first, second]));
  const cosines: number[] = [];
  const scores: number[] = [];
  pairs.forEach(({ score }, p) => {
    if (known[2 * p] === 0 || known[2 * p + 1] === 0) return;
    cosines.push(dot(rows, 2 * p * vectors.dim, (2 * p + 1) * vectors.dim, vectors.dim));
    scores.push(score);
  });
  return { pairs: pairs.length, covered: scores.length, spearman: spearman(cosines, scores) };
}

function dot(rows: Float32Array, a: number, b: number, dim: number): number {
  let sum = 0;
  for (let k = 0; k < dim; k++) sum += rows[a + k] * rows[b + k];
  return sum;
}
