import { QueryArcs } from '../../src/distances/query-arcs';
import { WordGains } from '../../src/distances/word-gains';

const SIZE = 50;
/** In single precision it is a little larger. */
const THRESHOLD = 1.1;
const QUERY = Uint32Array.of(7, 30, 60);

const row = (distances: Readonly<Record<number, number>>) => ({
  words: Uint32Array.from(Object.keys(distances), Number),
  distances: Float32Array.from(Object.values(distances)),
});
/** Few arcs, some of them of words outside the vocabulary, one a bound that tells nothing. */
const few = [row({ 3: 1, 7: 0, 20: 0.25 }), row({ 20: 0.5, 30: 0, 40: Math.fround(THRESHOLD), 55: 0.1 }), row({ 60: 0 })];
/** More than half as many as words. */
const many = QUERY.reduce<ReturnType<typeof row>[]>(
  (rows, _, i) => [...rows, row(Object.fromEntries(Array.from({ length: 20 }, (_, k) => [k + i, (k + 1 + i) / 40])))],
  [],
);

/** By the definition: the threshold less the least distance, 0 where none is under it. */
function expected(rows: readonly ReturnType<typeof row>[]): number[] {
  const gain = new Array<number>(SIZE).fill(0);
  for (const { words, distances } of rows) {
    words.forEach((word, k) => {
      if (word < SIZE) gain[word] = Math.max(gain[word], THRESHOLD - distances[k]);
    });
  }
  return gain;
}

it('are those of the last query, whether it has few arcs or many, and none is negative', () => {
  const arcs = new QueryArcs(SIZE, THRESHOLD);
  const gains = new WordGains(SIZE);
  const scaled = new WordGains(SIZE);
  const factors = Float32Array.from({ length: SIZE }, (_, word) => 1 + word);
  for (const rows of [few, many, few, few, many, many, few]) {
    arcs.loadNear(QUERY, rows);
    gains.load(arcs);
    scaled.scale(gains, factors);
    const gain = expected(rows);
    expect([...gains.gain].every((x) => x >= 0)).toBe(true);
    gain.forEach((x, word) => expect(gains.gain[word]).toBeCloseTo(x, 6));
    gain.forEach((x, word) => expect(scaled.gain[word]).toBeCloseTo(x * (1 + word), 4));
    if (rows === few) expect([...gains.near!].sort((a, b) => a - b)).toEqual([3, 7, 20, 30, 40]);
    else expect(gains.near).toBeUndefined();
    expect(Array.from(QUERY, (word) => (word < SIZE ? arcs.position(word) : -1))).toEqual([0, 1, -1]);
    for (let word = 0; word < SIZE; word++) expect(arcs.count(word) > 0).toBe(rows.some(({ words }) => words.includes(word)));
  }
  arcs.loadNear(Uint32Array.of(1), [row({ 1: 0 })]);
  expect([7, 30].map((word) => arcs.position(word))).toEqual([-1, -1]);
});
