import type { LabelledDocument } from './labelled-document';
import { messageText } from './message-text';

export interface Split {
  readonly train: readonly LabelledDocument[];
  readonly test: readonly LabelledDocument[];
}

/** To choose options without the test documents: the last quarter of each label, by the number at the end of the id, against the rest. */
export function validationSplit(documents: readonly LabelledDocument[]): Split {
  const ofLabel = new Map<string, LabelledDocument[]>();
  for (const document of documents) ofLabel.set(document.label, [...(ofLabel.get(document.label) ?? []), document]);
  const train: LabelledDocument[] = [];
  const test: LabelledDocument[] = [];
  for (const group of ofLabel.values()) {
    group.sort((a, b) => articleNumber(a) - articleNumber(b));
    const held = Math.ceil((3 * group.length) / 4);
    train.push(...group.slice(0, held));
    test.push(...group.slice(held));
  }
  return { train, test };
}

/** Test documents whose own words no training document repeats. */
export function withoutDuplicates({ train, test }: Split): Split {
  const seen = new Set(train.map(bodyKey));
  return { train, test: test.filter((document) => !seen.has(bodyKey(document))) };
}

/** -1 for an id that does not end in a number: such documents keep their order. */
const articleNumber = ({ id }: LabelledDocument): number => Number(/\d+$/.exec(id)?.[0] ?? -1);

/** Letters and digits below the headers, quotes included. */
const bodyKey = ({ text }: LabelledDocument): string =>
  messageText(text, 'subject-body', 0)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
