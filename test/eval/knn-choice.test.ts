import { CHOICES, type ChoiceOptions, chooseKnn } from '../../src/eval/knn-choice';
import { KNN_PROTOCOL } from '../../src/eval/knn-protocol';
import type { LabelledDocument } from '../../src/eval/labelled-document';
import { MAJORITY_VOTES } from '../../src/eval/vote';
import { InlineSolver } from '../../src/workers/solver';
import { angleVectors } from './angle-vectors';

const vectors = angleVectors({ car: 0, auto: 0.05, tree: 1.5, oak: 1.55 });

/** Four of each label, of which the last is held out. */
const documents = (texts: Readonly<Record<string, readonly string[]>>): LabelledDocument[] =>
  Object.entries(texts).flatMap(([label, each]) => each.map((text, i) => ({ id: `${label}/${i}`, label, text })));

const options = (more: Partial<ChoiceOptions> = {}): ChoiceOptions => ({
  vectors,
  protocol: { ...KNN_PROTOCOL, threshold: 0.5 },
  methods: ['l1', 'balanced', 'balanced+l1'],
  choose: CHOICES,
  votes: MAJORITY_VOTES,
  solver: new InlineSolver(),
  ...more,
});

/** Words as they stand mislead: the held-out ones share an inflected form with the other label, a lemma with their own. */
const inflected = documents({
  traffic: ['car drive x', 'car drive y', 'car drive z', 'cars tree'],
  wood: ['tree cars x', 'tree cars y', 'tree cars z', 'trees oak trees'],
});

test('of each option the value with the least error on the split is chosen, and all that was tried is told', async () => {
  const { train, test, steps, votes, protocol } = await chooseKnn(inflected, options());
  expect([train, test]).toEqual([6, 2]);
  expect(steps.map(({ option }) => option)).toEqual(['classWeight', 'tf', 'idfPower', 'joined', 'lemmas', 'threshold']);
  for (const { tried, chosen } of steps) {
    const least = Math.min(...tried.map(({ error }) => error.mean));
    expect(tried.find(({ value }) => value === chosen)!.error.mean).toBe(least);
  }
  expect(votes.map(({ method }) => method)).toEqual(['l1', 'balanced', 'balanced+l1']);
  expect(votes[2].share).toBeGreaterThan(0);
  expect(protocol.vote).toEqual(votes[1].vote);
});

test('what is not to be chosen stays, and progress ends at its total', async () => {
  const seen: [number, number][] = [];
  const choice = await chooseKnn(
    inflected,
    options({ choose: ['lemmas', 'vote'], onProgress: (done, total) => seen.push([done, total]) }),
  );
  expect(choice.steps.map(({ option }) => option)).toEqual(['lemmas']);
  expect({ ...choice.protocol, lemmas: false, vote: KNN_PROTOCOL.vote }).toEqual({ ...KNN_PROTOCOL, threshold: 0.5 });
  expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
});
