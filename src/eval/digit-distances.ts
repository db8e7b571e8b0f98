import { imageGrid, pixelPoints } from '../embeddings/grid-embedding';
import type { Embedding } from '../embeddings/embedding';
import { l1 } from '../embeddings/l1';
import type { Reduction } from '../embeddings/reduction';
import type { Digit, DigitSample } from './mnist';
import { PixelPair } from './pixel-pair';

/** Distances from a query to all documents, in their order, into `out`. */
export type DigitQuery = (query: Digit, out: Float64Array) => void;

/** A way to compare images: prepared once for the documents, then asked per query. */
export interface DigitDistance {
  readonly name: string;
  prepare(sample: DigitSample): DigitQuery;
}

export interface PyramidOptions {
  readonly seed: number;
  readonly sideWeights: boolean;
}

/** Exact EMD with the Euclidean distance of pixels. Ink in both images at one place stays there (exact for a metric). */
export function exactEmd(): DigitDistance {
  return {
    name: 'exact EMD',
    prepare({ shape, documents }) {
      const pair = new PixelPair(pixelPoints(shape));
      return (query, out) => {
        for (let d = 0; d < documents.length; d++) {
          pair.load(query.pixels, documents[d].pixels);
          out[d] = pair.solve();
        }
      };
    },
  };
}

/** L1 distance of grid pyramids. */
export function pyramidL1(options: PyramidOptions): DigitDistance {
  return {
    name: 'L1 embedding',
    prepare(sample) {
      const embed = digitEmbedder(sample, options);
      const documents = sample.documents.map(embed);
      return (query, out) => {
        const embedded = embed(query);
        for (let d = 0; d < documents.length; d++) out[d] = l1(embedded, documents[d]);
      };
    },
  };
}

/** L1 distance of grid pyramids, estimated from what a reduction keeps of them. */
export function reducedPyramid(options: PyramidOptions, reduction: Reduction): DigitDistance {
  return {
    name: reduction.name,
    prepare(sample) {
      const embed = digitEmbedder(sample, options);
      const reducer = reduction.prepare(imageGrid({ shape: sample.shape, ...options }).space);
      const documents = sample.documents.map((document) => reducer.reduce(embed(document)));
      return (query, out) => {
        const reduced = reducer.reduce(embed(query));
        for (let d = 0; d < documents.length; d++) out[d] = reducer.distance(reduced, documents[d]);
      };
    },
  };
}

function digitEmbedder({ shape }: DigitSample, options: PyramidOptions): (digit: Digit) => Embedding {
  const grid = imageGrid({ shape, ...options });
  const points = pixelPoints(shape);
  return ({ pixels }) => grid.embed(points, pixels);
}
