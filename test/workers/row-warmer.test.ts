import { RowWarmer } from '../../src/workers/row-warmer';
import type { Edition, WarmTask } from '../../src/workers/search-task';

/** As much of an edition as warming looks at. */
const edition = (key: string | null, documents: number, version = 1): Edition =>
  ({ key, version, space: { corpus: { size: documents } } }) as unknown as Edition;

interface Trial {
  readonly warmer: RowWarmer;
  /** Key, first word and number of words of each turn. */
  readonly turns: [string | null, number, number][];
}

function trial(
  words: number,
  { isIdle = (): boolean => true, hasMore = (_task: WarmTask): boolean | Error => true } = {},
): Trial {
  const turns: Trial['turns'] = [];
  const warmer = new RowWarmer(words, isIdle, (task) => {
    turns.push([task.edition.key, task.from, task.count]);
    const answer = hasMore(task);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  return { warmer, turns };
}

describe('warming of rows', () => {
  test('a few words a turn, each once', async () => {
    const { warmer, turns } = trial(70);
    warmer.note(edition('news', 10));
    await warmer.run();
    expect(turns).toEqual([
      ['news', 0, 32],
      ['news', 32, 32],
      ['news', 64, 6],
    ]);
    warmer.note(edition('news', 19, 2));
    await warmer.run();
    expect(turns).toHaveLength(3);
  });

  test('anew when the documents have doubled', async () => {
    const { warmer, turns } = trial(10);
    warmer.note(edition('news', 10));
    await warmer.run();
    warmer.note(edition('news', 20, 2));
    await warmer.run();
    expect(turns).toEqual([
      ['news', 0, 10],
      ['news', 0, 10],
    ]);
  });

  test('waits while there are searches, and goes on where it was, over the latest documents', async () => {
    let left = 1;
    const versions: number[] = [];
    const { warmer, turns } = trial(64, {
      isIdle: () => left-- > 0,
      hasMore: (task) => versions.push(task.edition.version) > 0,
    });
    warmer.note(edition('news', 10));
    await warmer.run();
    expect(turns).toEqual([['news', 0, 32]]);
    warmer.note(edition('news', 11, 2));
    left = 9;
    await warmer.run();
    expect(turns[1]).toEqual(['news', 32, 32]);
    expect(versions).toEqual([1, 2]);
  });

  test.each([false, new Error('the thread died')])(
    'an index that answers %p is let be, the next one has its turn',
    async (answer) => {
      const { warmer, turns } = trial(64, { hasMore: ({ edition: { key } }) => (key === 'full' ? answer : true) });
      warmer.note(edition('full', 10));
      warmer.note(edition('news', 10));
      await warmer.run();
      await warmer.run();
      expect(turns.map(([key]) => key)).toEqual(['full', 'news', 'news']);
    },
  );

  test('nothing for texts that are searched once, for an index that is gone, or where it is switched off', async () => {
    const { warmer, turns } = trial(64);
    warmer.note(edition(null, 10));
    warmer.note(edition('gone', 10));
    warmer.forget('gone');
    await warmer.run();
    expect(turns).toEqual([]);
    const off = trial(0);
    off.warmer.note(edition('news', 10));
    await off.warmer.run();
    expect(off.turns).toEqual([]);
  });
});
