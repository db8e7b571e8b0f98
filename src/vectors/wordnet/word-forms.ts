import { englishLemma } from '../../text/english-lemma';
import { candidates } from '../../text/morphy';
import { PARTS_OF_SPEECH, type WordnetDatabase } from './database';
import { senseLikelihoods } from './senses';

const NO_SENSES: ReadonlyMap<number, number> = new Map();

/** What the forms met in running text may mean: "leaves" is of leaf as a noun and of leave as a verb. */
export class WordForms {
  private readonly known = new Map<string, ReadonlyMap<number, number>>();
  private readonly lemmas = new Map<string, string>();

  constructor(private readonly database: WordnetDatabase) {}

  /** Synsets of every lemma that the form may belong to, with likelihoods that sum to one; none for an unknown form. */
  senses(form: string): ReadonlyMap<number, number> {
    let senses = this.known.get(form);
    if (senses === undefined) {
      senses = this.readings(form);
      this.known.set(form, senses);
    }
    return senses;
  }

  /** The one lemma by which the form is counted; a multi-word lemma is its own. */
  lemma(form: string): string {
    let lemma = this.lemmas.get(form);
    if (lemma === undefined) {
      lemma = form.includes('_') ? form : englishLemma(form);
      this.lemmas.set(form, lemma);
    }
    return lemma;
  }

  private readings(form: string): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const partOfSpeech of PARTS_OF_SPEECH.keys()) {
      for (const lemma of this.baseForms(form, partOfSpeech)) this.countSenses(lemma, partOfSpeech, counts);
    }
    if (counts.size === 0) return this.wholeLemma(englishLemma(form));
    let total = 0;
    for (const count of counts.values()) total += count;
    for (const [synset, count] of counts) counts.set(synset, count / total);
    return counts;
  }

  private baseForms(form: string, partOfSpeech: number): string[] {
    const name = PARTS_OF_SPEECH[partOfSpeech];
    if (this.hasSense(form, partOfSpeech) || name === 'adverb') return [form];
    return candidates(form, name);
  }

  private hasSense(lemma: string, partOfSpeech: number): boolean {
    const found = new Map<number, number>();
    this.countSenses(lemma, partOfSpeech, found);
    return found.size > 0;
  }

  private countSenses(lemma: string, partOfSpeech: number, counts: Map<number, number>): void {
    const { lemmaIds, senseStarts, senseSynset, senseTagCount, synsets } = this.database;
    const id = lemmaIds.get(lemma);
    if (id === undefined) return;
    for (let i = senseStarts[id]; i < senseStarts[id + 1]; i++) {
      const synset = senseSynset[i];
      if (synsets[synset].partOfSpeech !== partOfSpeech) continue;
      counts.set(synset, (counts.get(synset) ?? 0) + senseTagCount[i] + 1);
    }
  }

  private wholeLemma(lemma: string): ReadonlyMap<number, number> {
    const id = this.database.lemmaIds.get(lemma);
    return id === undefined ? NO_SENSES : senseLikelihoods(this.database, id);
  }
}
