import { digest } from '../../text/hash';

/** Everything that decides the vectors: two builds with equal recipes give equal tables. */
export interface WordnetRecipe {
  /** Weights of the parts that make up the association of two synsets: pointers, glosses, glosses read backwards. */
  readonly relations: number;
  readonly glosses: number;
  readonly mentions: number;
  /** Heaviest associations kept per synset. */
  readonly associations: number;
  readonly hops: number;
  /** Mass under which a synset that a word reaches is not recorded, or not spread from. */
  readonly record: number;
  readonly propagate: number;
  /** Mass is raised to this power before it is multiplied by the synset's idf. */
  readonly massPower: number;
  readonly dim: number;
  /** Columns of a block of the Krylov space in which the singular vectors are sought, and how many blocks it has. */
  readonly block: number;
  readonly steps: number;
  /** A direction's singular value s enters the vectors to this power: above 1 stresses what many words share. */
  readonly singularPower: number;
  /** ... times (1 - (c / s)^2)^taper, c being the first singular value that is left out: directions fade towards the cut. */
  readonly taper: number;
  /** Of a word's opposite, subtracted from the word. */
  readonly antonym: number;
  readonly seed: number;
}

export const WORDNET_RECIPE: WordnetRecipe = {
  relations: 1,
  glosses: 0.6,
  mentions: 0.6,
  associations: 200,
  hops: 3,
  record: 2e-4,
  propagate: 6e-4,
  massPower: 0.4,
  dim: 368,
  block: 64,
  steps: 26,
  singularPower: 1.25,
  taper: 0.125,
  antonym: 0.2,
  seed: 1,
};

/** Raised when the same numbers come to mean something else. */
const RECIPE_VERSION = 3;

/** Changes whenever the vectors would. */
export function recipeFingerprint(recipe: WordnetRecipe): string {
  const entries = Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([RECIPE_VERSION, entries]));
}
