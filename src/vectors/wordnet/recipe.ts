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
  /** Dimensions beyond `dim` that the subspace iteration carries along to converge faster. */
  readonly oversampling: number;
  readonly iterations: number;
  /** A direction's singular value enters the vectors to this power: above 1 stresses what many words share. */
  readonly singularPower: number;
  /** Of a word's opposite, subtracted from the word. */
  readonly antonym: number;
  readonly seed: number;
}

export const WORDNET_RECIPE: WordnetRecipe = {
  relations: 1,
  glosses: 0.4,
  mentions: 0.4,
  associations: 200,
  hops: 3,
  record: 2e-4,
  propagate: 6e-4,
  massPower: 0.4,
  dim: 320,
  oversampling: 64,
  iterations: 3,
  singularPower: 1.25,
  antonym: 0.15,
  seed: 1,
};

/** Raised when the same numbers come to mean something else. */
const RECIPE_VERSION = 2;

/** Changes whenever the vectors would. */
export function recipeFingerprint(recipe: WordnetRecipe): string {
  const entries = Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([RECIPE_VERSION, entries]));
}
