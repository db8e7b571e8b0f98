import { PARTS_OF_SPEECH, readWordnet } from './database';
import { splitGloss } from './gloss-text';

/** One synset as a document of a reverse dictionary. */
export interface GlossDocument {
  /** Part of speech and WordNet's byte offset, e.g. "noun-02084071": unique, and the same in every run. */
  readonly id: string;
  /** Definition and examples, without the words that they explain: it is the meaning that is searched. */
  readonly text: string;
  readonly metadata: {
    readonly words: string[];
    readonly partOfSpeech: string;
    readonly definition: string;
    readonly examples: string[];
  };
}

/** All 117,791 synsets of WordNet 3.1 in the order of its files. */
export function* glosses(): Iterable<GlossDocument> {
  for (const { partOfSpeech, offset, words, gloss } of readWordnet().synsets) {
    const { definition, examples } = splitGloss(gloss);
    const name = PARTS_OF_SPEECH[partOfSpeech];
    yield {
      id: `${name}-${String(offset).padStart(8, '0')}`,
      text: [definition, ...examples].join('; '),
      metadata: {
        words: words.map((word) => word.replaceAll('_', ' ')),
        partOfSpeech: name,
        definition,
        examples: [...examples],
      },
    };
  }
}
