import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom, seededSubset } from '../embeddings/seeded-random';
import { WordmoverError } from '../errors';

const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;

/** A grey image as a histogram of its ink: rows x columns pixels in row-major order, summing to one. */
export interface Digit {
  readonly label: number;
  readonly pixels: Float64Array;
}

export interface DigitSample {
  /** [rows, columns] of every image. */
  readonly shape: readonly [number, number];
  readonly queries: readonly Digit[];
  readonly documents: readonly Digit[];
}

export interface DigitSampleOptions {
  /** Images of each label, drawn without replacement. */
  readonly queriesPerLabel: number;
  readonly documentsPerLabel: number;
  readonly seed: number;
  /** Side of the blocks of pixels that are summed into one, for a quick look; a divisor of the image's sides, default 1. */
  readonly blockSide?: number;
}

/**
 * Handwritten digits (LeCun, Cortes, Burges 1998) from a folder with the two idx files of the 10,000 test images, gzipped,
 * as many queries and documents of each label as asked for. Throws INVALID_INPUT for a missing, damaged or too small file.
 */
export function sampleDigits(
  folder: string,
  { queriesPerLabel, documentsPerLabel, seed, blockSide = 1 }: DigitSampleOptions,
): DigitSample {
  const images = readIdx(path.join(folder, 't10k-images-idx3-ubyte.gz'), IMAGES_MAGIC);
  const labels = readIdx(path.join(folder, 't10k-labels-idx1-ubyte.gz'), LABELS_MAGIC).bytes;
  const [count, rows, columns] = images.sizes;
  if (labels.length !== count)
    throw new WordmoverError('INVALID_INPUT', `${folder} has ${count} images but ${labels.length} labels.`);

  if (rows % blockSide !== 0 || columns % blockSide !== 0) {
    throw new WordmoverError(
      'INVALID_OPTION',
      `blockSide is ${blockSide}; it must divide ${rows} and ${columns}, the sides of an image.`,
    );
  }
  const random = seededRandom(seed);
  const queries: Digit[] = [];
  const documents: Digit[] = [];
  const size = rows * columns;
  for (const label of [...new Set(labels)].sort()) {
    const members = [...labels.keys()].filter((i) => labels[i] === label);
    const drawn = queriesPerLabel + documentsPerLabel;
    if (members.length < drawn) {
      throw new WordmoverError(
        'INVALID_INPUT',
        `${folder} has ${members.length} images of ${label}, fewer than the ${drawn} asked for.`,
      );
    }
    const chosen = seededSubset(members.length, drawn, random).map((k) => members[k]);
    const asQuery = new Set(seededSubset(drawn, queriesPerLabel, random));
    chosen.forEach((image, k) => {
      const digit = { label, pixels: ink(images.bytes.subarray(image * size, (image + 1) * size), columns, blockSide) };
      (asQuery.has(k) ? queries : documents).push(digit);
    });
  }
  return { shape: [rows / blockSide, columns / blockSide], queries, documents };
}

/** Share of the ink in each block of pixels. */
function ink(bytes: Uint8Array, columns: number, blockSide: number): Float64Array {
  const perRow = columns / blockSide;
  const blocks = new Float64Array(bytes.length / blockSide ** 2);
  bytes.forEach((byte, pixel) => {
    const row = Math.floor(pixel / columns / blockSide);
    blocks[row * perRow + Math.floor((pixel % columns) / blockSide)] += byte;
  });
  const total = bytes.reduce((sum, byte) => sum + byte, 0);
  return blocks.map((sum) => sum / total);
}

/** idx format: magic, sizes (big-endian), then the bytes. */
function readIdx(file: string, magic: number): { sizes: number[]; bytes: Uint8Array } {
  const buffer = unzip(file);
  const dimensions = magic & 0xff;
  const start = 4 + 4 * dimensions;
  if (buffer.length < start || buffer.readUInt32BE(0) !== magic) {
    throw new WordmoverError('INVALID_INPUT', `${file} is not an idx file of ${dimensions} dimensions; fetch it again.`);
  }
  const sizes = Array.from({ length: dimensions }, (_, k) => buffer.readUInt32BE(4 + 4 * k));
  const bytes = buffer.subarray(start);
  if (bytes.length !== sizes.reduce((product, size) => product * size, 1)) {
    throw new WordmoverError('INVALID_INPUT', `${file} holds ${bytes.length} bytes, not ${sizes.join(' x ')}; fetch it again.`);
  }
  return { sizes, bytes };
}

function unzip(file: string): Buffer {
  try {
    return gunzipSync(readFileSync(file));
  } catch (cause) {
    throw new WordmoverError('INVALID_INPUT', `${file} can't be read: ${(cause as Error).message}.`, { cause });
  }
}
