import { readWordnet } from './database';
import { splitGloss } from './gloss-text';

/**
 * What a word means, as texts that begin with it: "bank: sloping land (especially the slope beside a body of water)" and so on,
 * for its `most` most frequent senses (as tagged in WordNet's concordances, then in WordNet's order). None for a word that
 * WordNet does not list.
 */
export function senseTexts(most: number): (word: string) => string[] {
  const { synsets, lemmaIds, senseStarts, senseSynset, senseTagCount } = readWordnet();
  return (word) => {
    const lemma = lemmaIds.get(word.toLowerCase().replaceAll(' ', '_'));
    if (lemma === undefined) return [];
    const senses = Array.from({ length: senseStarts[lemma + 1] - senseStarts[lemma] }, (_, i) => senseStarts[lemma] + i);
    senses.sort((a, b) => senseTagCount[b] - senseTagCount[a] || a - b);
    return senses.slice(0, most).map((sense) => `${word}: ${splitGloss(synsets[senseSynset[sense]].gloss).definition}`);
  };
}
