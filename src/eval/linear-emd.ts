import { pixelPoints } from '../embeddings/grid-embedding';
import { GridEmdPlus } from '../transport/grid-emd-plus';
import { LinearEmd } from '../transport/linear-emd';
import { QualifiedBins, type GridGround } from '../transport/qualified-bins';
import type { DigitDistance } from './digit-distances';
import { PixelPair } from './pixel-pair';
import { cpuMs } from './cpu-time';
import { sampleDigits, type DigitSample } from './mnist';
import { averagePrecision, mean, type MeanFigure, meanFigure, median, nearestOf, overlap, smape } from './retrieval-measures';
import { textTable } from './text-table';

export interface LinearEmdOptions {
  /** Images of each of the ten digits; default 10 queries and 90 documents. */
  readonly queriesPerLabel?: number;
  readonly documentsPerLabel?: number;
  /** Threshold of the ground distance in pixels; default 5, where the exact distance finds most of 2, 3, 4 and 5. */
  readonly threshold?: number;
  /** Default L2. */
  readonly ground?: GridGround;
  /** Chooses the images; default 1. */
  readonly seed?: number;
  /** Blocks of so many pixels a side are summed into one, for a quick look; default 1. */
  readonly blockSide?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Share of the nearest image, of the 10 and of the 50 nearest that show the query's digit; mean average precision at 10. */
const MEASURES = ['precision1', 'precision10', 'precision50', 'map10'] as const;

type Measure = (typeof MEASURES)[number];

export interface LinearEmdResult extends Readonly<Record<Measure, number>> {
  readonly method: string;
  /** Median over the queries of the mean processor time of one distance. */
  readonly microsecondsPerPair: number;
}

export interface LinearEmdReport {
  readonly queries: number;
  readonly documents: number;
  readonly threshold: number;
  readonly ground: GridGround;
  /** The capped distance of all pairs of occupied bins in the dense network simplex: what a general solver does. */
  readonly dense: LinearEmdResult;
  /** This library's own exact EMD+, over the qualified bins only. */
  readonly exact: LinearEmdResult;
  readonly linear: LinearEmdResult;
  /** LinearEMD minus exact, query by query. */
  readonly differences: Readonly<Record<Measure, MeanFigure>>;
  /** Dense time / LinearEMD's. */
  readonly speedup: number;
  /** Mean Jaccard overlap of the 50 nearest. */
  readonly overlap50: number;
  readonly smape: number;
}

const NEAREST = 50;

/** LinearEMD against exact EMD+ on images of digits: time, retrieval, overlap of the nearest (the experiment of Li et al. 2014). */
export function evalLinearEmd(folder: string, options: LinearEmdOptions = {}): LinearEmdReport {
  const { queriesPerLabel = 10, documentsPerLabel = 90, threshold = 5, ground = 'L2', seed = 1, blockSide = 1 } = options;
  const sample = sampleDigits(folder, { queriesPerLabel, documentsPerLabel, seed, blockSide });
  const bins = new QualifiedBins(sample.shape, ground, threshold);
  const [general, truths, estimates] = measure(
    [exactDense(bins), exactOverBins(bins), linearEmd(bins)],
    sample,
    options.onProgress,
  );
  return {
    queries: sample.queries.length,
    documents: sample.documents.length,
    threshold,
    ground,
    dense: general.result,
    exact: truths.result,
    linear: estimates.result,
    differences: paired(estimates.measures, truths.measures),
    speedup: general.result.microsecondsPerPair / estimates.result.microsecondsPerPair,
    overlap50: mean(
      truths.distances.map((row, i) => overlap(nearestOf(row, NEAREST), nearestOf(estimates.distances[i], NEAREST))),
    ),
    smape: mean(truths.distances.map((row, i) => smape(estimates.distances[i], row))),
  };
}

function linearEmd(bins: QualifiedBins): DigitDistance {
  const linear = new LinearEmd(bins);
  return {
    name: 'LinearEMD',
    prepare(sample) {
      const documents = sample.documents.map(({ pixels }) => linear.occupiedBins(pixels));
      return ({ pixels }, out) => {
        const query = linear.occupiedBins(pixels);
        for (let d = 0; d < documents.length; d++) out[d] = linear.betweenOccupied(query, documents[d]);
      };
    },
  };
}

function exactOverBins(bins: QualifiedBins): DigitDistance {
  const exact = new GridEmdPlus(bins);
  return {
    name: 'exact, qualified bins',
    prepare({ documents }) {
      return ({ pixels }, out) => {
        for (let d = 0; d < documents.length; d++) out[d] = exact.between(pixels, documents[d].pixels);
      };
    },
  };
}

function exactDense({ shape, ground, threshold }: QualifiedBins): DigitDistance {
  const pair = new PixelPair(pixelPoints(shape), { ground, threshold, keepCommonInk: true });
  return {
    name: 'exact, dense',
    prepare({ documents }) {
      return ({ pixels }, out) => {
        for (let d = 0; d < documents.length; d++) {
          pair.load(pixels, documents[d].pixels);
          out[d] = pair.solve();
        }
      };
    },
  };
}

const NAMES: Readonly<Record<Measure, string>> = {
  precision1: 'precision@1',
  precision10: 'precision@10',
  precision50: 'precision@50',
  map10: 'MAP@10',
};

/** The report beside the paper's figures. */
export function linearEmdTable(report: LinearEmdReport): string {
  const { queries, documents, threshold, ground, dense, exact, linear } = report;
  const methods = textTable(
    ['method', 'us/pair', ...MEASURES.map((name) => NAMES[name])],
    [dense, exact, linear].map((result) => [
      result.method,
      result.microsecondsPerPair.toFixed(1),
      ...MEASURES.map((name) => result[name].toFixed(3)),
    ]),
  );
  const comparison = textTable(
    ['LinearEMD against exact', 'paper', 'here'],
    [
      ['speed against dense', 'two orders', `${report.speedup.toFixed(0)}x`],
      ['speed against qualified bins', '', `${(exact.microsecondsPerPair / linear.microsecondsPerPair).toFixed(0)}x`],
      ['overlap of the 50 nearest', '93-98 %', `${(100 * report.overlap50).toFixed(1)} %`],
      ...MEASURES.map((name) => [NAMES[name], 'no lower', `${points(report.differences[name])} points`]),
      ['SMAPE of the values', '', `${(100 * report.smape).toFixed(2)} %`],
    ],
  );
  const protocol = `${queries} query digits against ${documents}; ground distance ${ground}, threshold ${threshold} pixels`;
  return `${protocol}\n\n${methods}\n\n${comparison}`;
}

/** A difference of shares as percentage points, with its standard error. */
function points({ mean: difference, error }: MeanFigure): string {
  return `${difference < 0 ? '' : '+'}${(100 * difference).toFixed(2)} ± ${(100 * error).toFixed(2)}`;
}

type PerQuery = Readonly<Record<Measure, readonly number[]>>;

function paired(estimates: PerQuery, truths: PerQuery): Record<Measure, MeanFigure> {
  return perMeasure((name) => meanFigure(estimates[name].map((value, query) => value - truths[name][query])));
}

function perMeasure<T>(valueOf: (name: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(MEASURES.map((name) => [name, valueOf(name)])) as Record<Measure, T>;
}

interface Measured {
  /** Per query, the distance to every document. */
  readonly distances: readonly Float64Array[];
  readonly measures: PerQuery;
  readonly result: LinearEmdResult;
}

/** All methods take turns on each query, so that a busy machine slows them alike. */
function measure(
  methods: readonly DigitDistance[],
  sample: DigitSample,
  onProgress?: (done: number, total: number) => void,
): Measured[] {
  const asks = methods.map((method) => method.prepare(sample));
  const size = sample.documents.length;
  asks.forEach((ask) => ask(sample.queries[0], new Float64Array(size)));
  const rows: Float64Array[][] = methods.map(() => []);
  const times: number[][] = methods.map(() => []);
  sample.queries.forEach((query, done) => {
    asks.forEach((ask, method) => {
      const row = new Float64Array(size);
      const start = cpuMs();
      ask(query, row);
      times[method].push((1000 * (cpuMs() - start)) / size);
      rows[method].push(row);
    });
    onProgress?.(done + 1, sample.queries.length);
  });
  return methods.map(({ name }, method) => {
    const measures = measuresOf(rows[method], sample);
    const means = perMeasure((measure) => mean(measures[measure]));
    return {
      distances: rows[method],
      measures,
      result: { method: name, microsecondsPerPair: median(times[method]), ...means },
    };
  });
}

function measuresOf(distances: readonly Float64Array[], { queries, documents }: DigitSample): PerQuery {
  const relevant = queries.map(({ label }, i) => nearestOf(distances[i], NEAREST).map((d) => documents[d].label === label));
  const precisionsAt = (k: number): number[] => relevant.map((row) => row.slice(0, k).filter(Boolean).length / k);
  const ofLabel = (label: number): number => documents.filter((document) => document.label === label).length;
  return {
    precision1: precisionsAt(1),
    precision10: precisionsAt(10),
    precision50: precisionsAt(NEAREST),
    map10: relevant.map((row, i) => averagePrecision(row.slice(0, 10), ofLabel(queries[i].label))),
  };
}
