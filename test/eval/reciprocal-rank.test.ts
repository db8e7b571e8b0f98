import fc from 'fast-check';
import { reciprocalRankFusion } from '../../src/eval/reciprocal-rank';

describe('reciprocal rank fusion', () => {
  it('is the sum of 1 / (60 + rank), over that of the first of every ranking', () => {
    const { docs, scores } = reciprocalRankFusion([
      [7, 3, 5],
      [3, 9],
    ]);
    const most = 2 / 61;
    expect(docs).toEqual([3, 7, 9, 5]);
    [1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63].forEach((sum, i) => expect(scores[i]).toBeCloseTo(sum / most, 12));
  });

  it('of one ranking keeps its order; of none is empty; ties go by number', () => {
    expect(reciprocalRankFusion([[4, 2, 9]]).docs).toEqual([4, 2, 9]);
    expect(reciprocalRankFusion([[4, 2, 9]]).scores[0]).toBe(1);
    expect(reciprocalRankFusion([]).docs).toEqual([]);
    expect(reciprocalRankFusion([[8], [1], []]).docs).toEqual([1, 8]);
  });

  it('is sorted, within (0, 1], and whole', () => {
    const ranking = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(ranking, { minLength: 1, maxLength: 4 }), (rankings) => {
        const { docs, scores } = reciprocalRankFusion(rankings);
        expect(new Set(docs)).toEqual(new Set(rankings.flat()));
        expect(docs).toHaveLength(new Set(docs).size);
        scores.forEach((score, i) => {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(i === 0 ? 1 : scores[i - 1]);
        });
      }),
    );
  });
});
