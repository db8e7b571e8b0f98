import { candidates, loadWordNet } from './morphy';
import type { PartOfSpeech, WordNetWords } from './morphy';

/** Part of speech that an inflection's tag (Penn Treebank) points to. Other tags belong to base forms. */
const INFLECTED: ReadonlyMap<string, PartOfSpeech> = new Map([
  ['NNS', 'noun'],
  ['VBZ', 'verb'],
  ['VBD', 'verb'],
  ['VBN', 'verb'],
  ['VBG', 'verb'],
  ['JJR', 'adjective'],
  ['JJS', 'adjective'],
  ['RBR', 'adjective'],
  ['RBS', 'adjective'],
]);

/** Where tables and endings go wrong: missing exceptions, words commoner than the singular they seem to have, forms of "be". */
const OWN: ReadonlyMap<string, string> = new Map([
  ['am', 'be'],
  ['are', 'be'],
  ['teeth', 'tooth'],
  ['oxen', 'ox'],
  ['axes', 'axis'],
  ['colours', 'colour'],
  ['rose', 'rose'],
  ['lay', 'lay'],
  ['cds', 'cd'],
  ['pcs', 'pc'],
  ['tvs', 'tv'],
  ['ids', 'id'],
  ['media', 'media'],
  ['aids', 'aids'],
  ['capita', 'capita'],
]);

/**
 * Lemma of an English word in lower case, without being told its part of speech: "makes" -> make, "children" -> child, "news" -> news.
 * A common word is taken for what it most often is (its first tag that fits): "left" -> leave, "building" -> building. Any other
 * that is a lemma of WordNet stays; the rest go by Morphy's exceptions and endings, nouns first. Unknown words stay as they are.
 */
export function englishLemma(term: string): string {
  const wordNet = loadWordNet();
  const word = withoutPossessive(term);
  if (/[^a-z]/.test(word)) return unaccented(word, wordNet);
  return OWN.get(word) ?? taggedLemma(word, wordNet) ?? untaggedLemma(word, wordNet);
}

function taggedLemma(word: string, wordNet: WordNetWords): string | undefined {
  const tags = wordNet.tags(word);
  for (const tag of tags) {
    const part = INFLECTED.get(tag);
    if (part === undefined || (tag === 'NNS' && tags.includes('NN') && wordNet.senses(word, 'noun') > 0)) return word;
    const lemma = best(candidates(word, part), part, wordNet);
    if (lemma !== undefined) return lemma;
  }
  return undefined;
}

function untaggedLemma(word: string, wordNet: WordNetWords): string {
  if (wordNet.senses(word) > 0) return word;
  for (const part of ['noun', 'verb', 'adjective'] as const) {
    const lemma = best(candidates(word, part), part, wordNet);
    if (lemma !== undefined) return lemma;
  }
  return word;
}

/** Of several lemmas that fit ("singing": sing, singe) the commoner one: in the lexicon of common words, then of more senses. */
function best(found: readonly string[], part: PartOfSpeech, wordNet: WordNetWords): string | undefined {
  let winner: string | undefined;
  let winnerRank = -1;
  for (const lemma of found) {
    const common = wordNet.tags(lemma).some((tag) => !INFLECTED.has(tag)) ? 1000 : 0;
    const rank = common + wordNet.senses(lemma, part);
    if (rank > winnerRank) {
      winner = lemma;
      winnerRank = rank;
    }
  }
  return winner;
}

function withoutPossessive(term: string): string {
  return term.length > 2 && term.endsWith("'s") ? term.slice(0, -2) : term;
}

/** "naïve" is in WordNet as naive; a word that is there under neither spelling keeps its accents. */
function unaccented(word: string, wordNet: WordNetWords): string {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
  if (/[^a-z]/.test(plain)) return word;
  const lemma = taggedLemma(plain, wordNet) ?? untaggedLemma(plain, wordNet);
  return wordNet.senses(lemma) > 0 ? lemma : word;
}
