import type { Synset, WordnetDatabase } from './database';
import { glossTokens, splitGloss } from './gloss-text';
import { RowSums, rowsToUnitSum, SparseRowsBuilder, type SparseRows } from './sparse-rows';
import type { WordForms } from './word-forms';

const DEFINITION_WEIGHT = 1;
const EXAMPLE_WEIGHT = 0.5;
/** Of the words that make up a synset's own multi-word lemmas. */
const PART_WEIGHT = 0.5;
/** Longest multi-word lemma looked for in a gloss. */
const PHRASE_WORDS = 4;
/** Senses with a smaller share of a gloss are dropped. */
const SMALLEST_SHARE = 2e-3;

/** Forms that a gloss mentions and their weights; words of a multi-word lemma are joined by underscores. */
export type Mentions = ReadonlyMap<string, number>;

/** Mentions of every synset's gloss. */
export function glossMentions(database: WordnetDatabase, forms: WordForms): Mentions[] {
  const phrases = new Phrases(database.lemmas);
  return database.synsets.map((synset) => mentionsOf(synset, forms, phrases));
}

/** Multi-word lemmas, found from their first words on. */
class Phrases {
  /** True for a whole lemma, false for what one begins with. */
  private readonly beginnings = new Map<string, boolean>();

  constructor(lemmas: readonly string[]) {
    for (const lemma of lemmas) {
      if (!lemma.includes('_')) continue;
      for (let end = lemma.indexOf('_'); end > 0; end = lemma.indexOf('_', end + 1)) {
        const beginning = lemma.slice(0, end);
        if (!this.beginnings.has(beginning)) this.beginnings.set(beginning, false);
      }
      this.beginnings.set(lemma, true);
    }
  }

  /** Every run of words that is a lemma. */
  within(words: readonly string[]): string[] {
    const found: string[] = [];
    for (let i = 0; i < words.length; i++) {
      let phrase = words[i];
      for (let n = 1; n < PHRASE_WORDS && i + n < words.length && this.beginnings.has(phrase); n++) {
        phrase += '_' + words[i + n];
        if (this.beginnings.get(phrase) === true) found.push(phrase);
      }
    }
    return found;
  }
}

function mentionsOf(synset: Synset, forms: WordForms, phrases: Phrases): Mentions {
  const mentions = new Map<string, number>();
  const own = new Set(synset.words.map((word) => word.toLowerCase()));
  const add = (form: string, weight: number) => mentions.set(form, (mentions.get(form) ?? 0) + weight);
  const { definition, examples } = splitGloss(synset.gloss);
  for (const form of formsIn(definition, forms, phrases)) add(form, DEFINITION_WEIGHT);
  for (const example of examples) {
    for (const form of formsIn(example, forms, phrases)) if (!own.has(form)) add(form, EXAMPLE_WEIGHT);
  }
  for (const lemma of own) {
    if (lemma.includes('_')) for (const part of lemma.split('_')) add(part, PART_WEIGHT);
  }
  return mentions;
}

/** Single words (a hyphenated one in its parts if WordNet lacks it), and every run of words that is a lemma. */
function formsIn(text: string, forms: WordForms, phrases: Phrases): string[] {
  const words = glossTokens(text).flatMap((token) => (forms.senses(token).size > 0 ? [token] : token.split(/[-.]/)));
  return [...words, ...phrases.within(words)];
}

/** In how many glosses each lemma is mentioned, by lemma: words that WordNet lacks ("of", "the") count too. */
export function glossFrequencies(mentions: readonly Mentions[], forms: WordForms): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const gloss of mentions) {
    for (const lemma of new Set(Array.from(gloss.keys(), (form) => forms.lemma(form)))) {
      frequencies.set(lemma, (frequencies.get(lemma) ?? 0) + 1);
    }
  }
  return frequencies;
}

/** Synsets x synsets: senses of the words that a gloss mentions, times the word's idf over the glosses; rows sum to one. */
export function glossRows(mentions: readonly Mentions[], frequencies: ReadonlyMap<string, number>, forms: WordForms): SparseRows {
  const rows = new SparseRowsBuilder();
  const row = new RowSums(mentions.length);
  for (const gloss of mentions) {
    let total = 0;
    for (const [form, weight] of gloss) {
      const senses = forms.senses(form);
      if (senses.size === 0) continue;
      const share = weight * Math.log(mentions.length / (1 + frequencies.get(forms.lemma(form))!));
      total += share;
      for (const [synset, likelihood] of senses) row.add(synset, share * likelihood);
    }
    const least = SMALLEST_SHARE * total;
    rows.appendSums(
      row.met().filter((synset) => row.sums[synset] >= least),
      row.sums,
    );
    row.clear();
  }
  return rowsToUnitSum(rows.build(mentions.length));
}
