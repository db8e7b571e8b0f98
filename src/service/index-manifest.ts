import { createHash } from 'node:crypto';
import { WordmoverError } from '../errors';
import type { ThresholdOption } from '../vectors/threshold';
import type { IndexSettings } from './index-options';

export const FORMAT = 'wordmover-index';
export const FORMAT_VERSION = 1;
export const MANIFEST = 'manifest.json';

/** Files of a saved index beside the manifest. */
export const PARTS = ['corpus', 'vocabulary', 'points', 'ids', 'documents', 'offsets'] as const;
export type PartName = (typeof PARTS)[number];

/** What is kept for the caller with a saved index, and given back when it is opened. */
export type IndexNote = Readonly<Record<string, string | number | boolean>>;

export interface PartEntry {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a saved index says of itself. The manifest is written last, and names the files that belong to it. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly pipeline: string;
  readonly vectors: { readonly label: string; readonly dim: number; readonly fingerprint: string };
  readonly settings: IndexSettings;
  readonly threshold?: number;
  readonly documents: number;
  readonly words: number;
  readonly note: IndexNote;
  /** Texts and metadata are kept elsewhere, by the caller. */
  readonly contentsElsewhere: boolean;
  readonly parts: Readonly<Partial<Record<PartName, PartEntry>>>;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** JSON with its own checksum in the last line. */
export function writeManifest(manifest: Manifest): string {
  const json = JSON.stringify(manifest, (_key, value: unknown) => (value === Infinity ? 'Infinity' : value), 2);
  return `${json}\n${sha256(json)}\n`;
}

/** Throws CORRUPT_INDEX, INCOMPATIBLE_INDEX. */
export function readManifest(text: string, folder: string): Manifest {
  const end = text.trimEnd().lastIndexOf('\n');
  const json = text.slice(0, Math.max(0, end));
  if (sha256(json) !== text.slice(end + 1).trim()) throw corruptIndex(folder, `${MANIFEST} does not match its checksum`);
  const manifest = JSON.parse(json, reviveThreshold) as Manifest;
  if (manifest.format !== FORMAT || manifest.version !== FORMAT_VERSION) {
    throw new WordmoverError(
      'INCOMPATIBLE_INDEX',
      `the index in ${folder} has format ${manifest.format} ${manifest.version}, this version reads ${FORMAT_VERSION}: index the documents again`,
    );
  }
  return manifest;
}

function reviveThreshold(key: string, value: unknown): unknown {
  return key === 'threshold' && value === 'Infinity' ? (Infinity satisfies ThresholdOption) : value;
}

export function corruptIndex(folder: string, fault: string): WordmoverError {
  return new WordmoverError(
    'CORRUPT_INDEX',
    `the index in ${folder} is damaged: ${fault}. Restore it from a copy, or index the documents again`,
  );
}
