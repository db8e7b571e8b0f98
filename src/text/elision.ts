/** Articles and pronouns that lose their vowel before another. */
const ELIDED: Readonly<Record<string, RegExp>> = {
  fr: /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=.)/,
  it: /^(?:[cdlmnstv]|un|gl|all|coll|dall|dell|nell|sull|quell|quest|dov|com|cos)'(?=.)/,
};

/** Takes the elided word off, "l'homme" -> homme; none for a language that has no such words. */
export function elision(language: string): ((term: string) => string) | undefined {
  if (!Object.hasOwn(ELIDED, language)) return undefined;
  const pattern = ELIDED[language];
  return (term) => term.replace(pattern, '');
}
