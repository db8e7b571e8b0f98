/** A gloss in its parts: `a definition; "an example"; "another"`. */
export interface GlossParts {
  readonly definition: string;
  readonly examples: readonly string[];
}

export function splitGloss(gloss: string): GlossParts {
  const firstExample = gloss.search(/(^|[;:,]\s*)"/);
  if (firstExample < 0) return { definition: gloss, examples: [] };
  const examples = gloss.slice(firstExample).matchAll(/"([^"]+)("|$)/g);
  return {
    definition: gloss.slice(0, firstExample).trim(),
    examples: Array.from(examples, (match) => match[1].trim()).filter((example) => example !== ''),
  };
}

/** Words of a gloss in lower case; inner hyphens, full stops and apostrophes stay. WordNet is written in ASCII. */
export function glossTokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+(?:['.-][a-z0-9]+)*/g) ?? [];
}
