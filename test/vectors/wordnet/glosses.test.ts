import { readWordnet, type WordnetDatabase } from '../../../src/vectors/wordnet/database';
import { glossTokens, splitGloss } from '../../../src/vectors/wordnet/gloss-text';
import { glossFrequencies, glossMentions, glossRows } from '../../../src/vectors/wordnet/glosses';
import { WordForms } from '../../../src/vectors/wordnet/word-forms';
import { sliceWordnet } from './wordnet-slice';

let database: WordnetDatabase;
beforeAll(() => (database = sliceWordnet(readWordnet(), [1500, 600, 800, 200])), 60_000);

it('mentions every multi-word lemma of two to four words that a definition holds', () => {
  const forms = new WordForms(database);
  let found = 0;
  glossMentions(database, forms).forEach((mentions, s) => {
    const { definition, examples } = splitGloss(database.synsets[s].gloss);
    const expected = [definition, ...examples].flatMap((text) => {
      const words = glossTokens(text).flatMap((token) => (forms.senses(token).size > 0 ? [token] : token.split(/[-.]/)));
      const runs = words.flatMap((_, i) => [2, 3, 4].map((n) => words.slice(i, i + n)).filter((run) => run.length > 1));
      return runs.map((run) => run.join('_')).filter((phrase) => database.lemmaIds.has(phrase));
    });
    const own = new Set(database.synsets[s].words.map((word) => word.toLowerCase()));
    for (const phrase of expected) if (!own.has(phrase)) expect(mentions.has(phrase)).toBe(true);
    const met = [...mentions.keys()].filter((form) => form.includes('_'));
    for (const phrase of met) expect(expected).toContain(phrase);
    found += met.length;
  });
  expect(found).toBeGreaterThan(20);
});

it('weighs the senses of a mention by its rarity and likelihood; what is left of a gloss sums to one', () => {
  const forms = new WordForms(database);
  const mentions = glossMentions(database, forms);
  const frequencies = glossFrequencies(mentions, forms);
  const rows = glossRows(mentions, frequencies, forms);
  mentions.slice(0, 200).forEach((gloss, s) => {
    const expected = new Map<number, number>();
    for (const [form, weight] of gloss) {
      for (const [synset, likelihood] of forms.senses(form)) {
        const rarity = Math.log(mentions.length / (1 + frequencies.get(forms.lemma(form))!));
        expected.set(synset, (expected.get(synset) ?? 0) + weight * rarity * likelihood);
      }
    }
    const total = [...expected.values()].reduce((sum, x) => sum + x, 0);
    const kept = [...expected].filter(([, value]) => value >= 2e-3 * total).sort(([a], [b]) => a - b);
    const keptTotal = kept.reduce((sum, [, value]) => sum + value, 0);
    const [from, to] = [rows.starts[s], rows.starts[s + 1]];
    expect([...rows.columns.subarray(from, to)]).toEqual(kept.map(([synset]) => synset));
    kept.forEach(([, value], i) => expect(rows.values[from + i]).toBeCloseTo(value / keptTotal, 5));
  });
});
