import { gzipSync } from 'node:zlib';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dreatTable, evalDreat } from '../../src/eval/dreat';
import { evalLinearEmd, linearEmdTable } from '../../src/eval/linear-emd';
import { sampleDigits } from '../../src/eval/mnist';
import { PixelPair } from '../../src/eval/pixel-pair';
import { pixelPoints } from '../../src/embeddings/grid-embedding';
import { GridEmdPlus } from '../../src/transport/grid-emd-plus';
import { QualifiedBins } from '../../src/transport/qualified-bins';
import { itWithData } from '../shared-data';

const FIVE_SECONDS = 5_000;

function idx(sizes: number[], bytes: number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return gzipSync(Buffer.concat([header, Buffer.from(bytes)]));
}

/** Six images of 1 x 2 pixels, three of each of two labels. */
function smallFolder(images = idx([6, 1, 2], [1, 3, 1, 3, 1, 3, 4, 0, 4, 0, 4, 0])): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'digits-'));
  writeFileSync(path.join(folder, 't10k-images-idx3-ubyte.gz'), images);
  writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte.gz'), idx([6], [7, 7, 7, 9, 9, 9]));
  return folder;
}

describe('a sample of digits', () => {
  test('holds so many of each label, as histograms of ink', () => {
    const { shape, queries, documents } = sampleDigits(smallFolder(), { queriesPerLabel: 1, documentsPerLabel: 2, seed: 1 });
    expect(shape).toEqual([1, 2]);
    expect(queries.map(({ label }) => label)).toEqual([7, 9]);
    expect(documents.map(({ label }) => label)).toEqual([7, 7, 9, 9]);
    expect([...queries[0].pixels]).toEqual([0.25, 0.75]);
    expect([...documents[3].pixels]).toEqual([1, 0]);
  });

  test('may sum blocks of pixels', () => {
    const folder = smallFolder(idx([6, 2, 2], Array.from({ length: 6 }, () => [1, 2, 3, 4]).flat()));
    const sample = { queriesPerLabel: 1, documentsPerLabel: 1, seed: 1 };
    expect([...sampleDigits(folder, { ...sample, blockSide: 1 }).queries[0].pixels]).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(sampleDigits(folder, { ...sample, blockSide: 2 }).shape).toEqual([1, 1]);
    expect([...sampleDigits(folder, { ...sample, blockSide: 2 }).queries[0].pixels]).toEqual([1]);
    expect(() => sampleDigits(folder, { ...sample, blockSide: 3 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  test.each<[string, string, number]>([
    ['more images than there are', smallFolder(), 3],
    ['a folder without files', tmpdir(), 1],
    ['a file that is no idx', smallFolder(gzipSync(Buffer.from('something else entirely'))), 1],
    ['a truncated file', smallFolder(idx([6, 1, 2], [1, 2, 3])), 1],
    ['a file that is not gzipped', smallFolder(Buffer.from('plain')), 1],
  ])('refuses %s', (_, folder, documentsPerLabel) => {
    expect(() => sampleDigits(folder, { queriesPerLabel: 1, documentsPerLabel, seed: 1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('experiments on a slice of the digits', () => {
  itWithData('a pair of images costs the same dense, with common ink left out, and over qualified bins', 'mnist', (folder) => {
    const { shape, queries, documents } = sampleDigits(folder, {
      queriesPerLabel: 1,
      documentsPerLabel: 1,
      seed: 3,
      blockSide: 2,
    });
    const options = { ground: 'L2', threshold: 5 } as const;
    const whole = new PixelPair(pixelPoints(shape), { ...options, keepCommonInk: true });
    const rest = new PixelPair(pixelPoints(shape), options);
    const sparse = new GridEmdPlus(new QualifiedBins(shape, 'L2', 5));
    queries.forEach((query, i) => {
      whole.load(query.pixels, documents[i].pixels);
      rest.load(query.pixels, documents[i].pixels);
      const cost = whole.solve();
      expect(rest.solve()).toBeCloseTo(cost, 9);
      expect(sparse.between(query.pixels, documents[i].pixels)).toBeCloseTo(cost, 9);
    });
    rest.load(queries[0].pixels, queries[0].pixels);
    expect(rest.solve()).toBe(0);
  });

  itWithData(
    'LinearEMD: values above the exact ones by little, nearly the same neighbours',
    'mnist',
    (folder) => {
      const calls: number[] = [];
      const report = evalLinearEmd(folder, {
        queriesPerLabel: 1,
        documentsPerLabel: 8,
        blockSide: 2,
        threshold: 3,
        onProgress: (done, total) => calls.push(done / total),
      });
      expect(report).toMatchObject({ queries: 10, documents: 80, threshold: 3, ground: 'L2' });
      expect(report.overlap50).toBeGreaterThan(0.9);
      expect(report.smape).toBeGreaterThan(0);
      expect(report.smape).toBeLessThan(0.03);
      expect(report.dense.map10).toBeCloseTo(report.exact.map10, 9);
      expect(Math.abs(report.linear.precision10 - report.exact.precision10)).toBeLessThan(0.05);
      expect(calls).toHaveLength(10);
      expect(calls.at(-1)).toBe(1);
      expect(linearEmdTable(report)).toMatch(/speed against dense +two orders +\d+x/);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    },
    4 * FIVE_SECONDS,
  );

  itWithData(
    'DREAT: exact EMD finds the most, DREAT more than sampling at the same size',
    'mnist',
    (folder) => {
      const report = evalDreat(folder, { queriesPerLabel: 1, documentsPerLabel: 12, blockSide: 2, rate: 0.05, seeds: 8 });
      const [exact, embedding, sampling, , dreat] = report.results;
      expect(report.results.map(({ method }) => method)).toEqual([
        'exact EMD',
        'L1 embedding',
        'sampling',
        'sketching',
        'DREAT',
        'DREAT, equal rates',
      ]);
      expect(exact.map10).toBeGreaterThan(dreat.map10);
      expect(embedding.map10).toBeGreaterThan(sampling.map10);
      expect(dreat.map10).toBeGreaterThan(sampling.map10);
      expect(dreat.coordinates).toBe(sampling.coordinates);
      expect(dreatTable(report)).toMatch(/^exact EMD +0\.97 /m);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    },
    6 * FIVE_SECONDS,
  );
});
