/* eslint-disable @typescript-eslint/no-require-imports -- all stemmers take 130 ms to load; one is needed, when its language is asked for */

interface NaturalStemmer {
  stem(word: string): string;
}

/** Stemmers of the natural package (MIT): Snowball's (Porter 2001) and its kin, by ISO 639-1 code. */
const STEMMERS: Readonly<Record<string, () => NaturalStemmer>> = {
  de: () => require('natural/lib/natural/stemmers/porter_stemmer_de'),
  es: () => require('natural/lib/natural/stemmers/porter_stemmer_es'),
  fr: () => require('natural/lib/natural/stemmers/porter_stemmer_fr'),
  id: () => require('natural/lib/natural/stemmers/indonesian/stemmer_id'),
  it: () => require('natural/lib/natural/stemmers/porter_stemmer_it'),
  nl: () => require('natural/lib/natural/stemmers/porter_stemmer_nl'),
  no: () => require('natural/lib/natural/stemmers/porter_stemmer_no'),
  pt: () => require('natural/lib/natural/stemmers/porter_stemmer_pt'),
  ru: () => require('natural/lib/natural/stemmers/porter_stemmer_ru'),
  sv: () => require('natural/lib/natural/stemmers/porter_stemmer_sv'),
  uk: () => require('natural/lib/natural/stemmers/porter_stemmer_uk'),
};

/** Languages with a stemmer. */
export const STEMMER_LANGUAGES: readonly string[] = Object.keys(STEMMERS);

/** The language's stemmer, or none. Words that are no plain words (numbers, addresses, emoji) come back as they are. */
export function stemmer(language: string): ((term: string) => string) | undefined {
  if (!Object.hasOwn(STEMMERS, language)) return undefined;
  const natural = STEMMERS[language]();
  return (term) => {
    if (!/^[\p{L}\p{M}'’-]+$/u.test(term)) return term;
    // Some stemmers write vowels in upper case as marks for themselves and leave them in.
    return natural.stem(term).toLowerCase() || term;
  };
}
