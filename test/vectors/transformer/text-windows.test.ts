import fc from 'fast-check';
import { textWindows } from '../../../src/vectors/transformer/text-windows';

describe('windows of a text', () => {
  it('keep every place once, from a window that sees an eighth of its size around it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 256 }), (length, size) => {
        const windows = textWindows(length, size);
        const margin = Math.floor(Math.floor(size / 4) / 2);
        let kept = 0;
        for (const { from, to, keepFrom, keepTo } of windows) {
          expect(keepFrom).toBe(kept);
          kept = keepTo;
          expect(to - from).toBe(Math.min(size, length));
          expect(keepFrom === 0 || keepFrom - from >= margin).toBe(true);
          expect(keepTo === length || to - keepTo >= margin).toBe(true);
        }
        expect(kept).toBe(length);
      }),
    );
  });

  it('are one where the text fits, none where there is none', () => {
    expect(textWindows(256, 256)).toEqual([{ from: 0, to: 256, keepFrom: 0, keepTo: 256 }]);
    expect(textWindows(257, 256)).toHaveLength(2);
    expect(textWindows(0, 256)).toEqual([]);
  });
});
