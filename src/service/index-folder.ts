import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { WordmoverError } from '../errors';
import { restoreCorpus, saveCorpus } from '../text/corpus-file';
import { GrowingCorpus } from '../text/growing-corpus';
import { Vocabulary } from '../text/vocabulary';
import type { DocumentContents } from './document-contents';
import { MemoryContents } from './document-contents';
import type { IndexParts } from './index-contents';
import { DocumentTable } from './document-table';
import {
  corruptIndex,
  FORMAT,
  FORMAT_VERSION,
  MANIFEST,
  PARTS,
  readManifest,
  sha256,
  writeManifest,
  type IndexNote,
  type Manifest,
  type PartEntry,
  type PartName,
} from './index-manifest';
import { pipelineOf, type IndexOptions } from './index-options';
import { EMBEDDINGS } from './index-embeddings';
import { Lexicon } from './lexicon';
import { packDocuments, unpackOffsets } from './packed-documents';
import { packPoints, unpackPoints } from './packed-points';
import { savedVectors } from './saved-vectors';

/**
 * Writes an index without removed documents. Parts get names of their own and are flushed before the manifest that names
 * them takes the place of the one before: at every moment the folder holds one whole index. Nothing may change meanwhile.
 */
export async function saveIndex(folder: string, parts: IndexParts, note: IndexNote): Promise<void> {
  await prepareFolder(folder);
  const { lexicon, corpus, documents, settings, threshold } = parts;
  const packed = packDocuments(documents);
  const pack: PackedParts = {
    corpus: () => saveCorpus(corpus.view()),
    vocabulary: () => Buffer.from(JSON.stringify(lexicon.vocabulary.toArray())),
    points: () => packPoints(lexicon.points),
    ids: () => Buffer.from(JSON.stringify([...documents.ids()])),
    ...(packed && { documents: () => packed.documents, offsets: () => packed.offsets }),
  };
  const manifest: Manifest = {
    format: FORMAT,
    version: FORMAT_VERSION,
    pipeline: lexicon.pipeline.fingerprint,
    vectors: { label: lexicon.vectors.label, dim: lexicon.vectors.dim, fingerprint: lexicon.vectors.fingerprint },
    settings,
    threshold,
    documents: documents.size,
    words: lexicon.size,
    note,
    contentsElsewhere: packed === undefined,
    parts: await writeParts(folder, pack),
  };
  await writeFlushed(path.join(folder, `${MANIFEST}.new`), Buffer.from(writeManifest(manifest)));
  await fs.rename(path.join(folder, `${MANIFEST}.new`), path.join(folder, MANIFEST));
  await flushFolder(folder);
  await removeOthers(folder, manifest);
}

/** Throws INVALID_INPUT where no index is, INCOMPATIBLE_INDEX for other words or vectors, CORRUPT_INDEX for damage. */
export async function loadIndex(
  folder: string,
  options: IndexOptions,
  contents?: DocumentContents,
): Promise<IndexParts & { readonly note: IndexNote }> {
  const manifest = readManifest(await readText(folder), folder);
  if (manifest.contentsElsewhere && !contents) {
    throw new WordmoverError('INVALID_INPUT', `the index in ${folder} is part of a collection, which keeps its texts: open that`);
  }
  const pipeline = pipelineOf({ ...manifest.settings.text, ...options });
  if (pipeline.fingerprint !== manifest.pipeline) throw otherPipeline(folder, manifest.pipeline, pipeline.fingerprint);
  const vectors = await savedVectors(manifest, options.vectors, folder);
  const bytes = await readParts(folder, manifest);
  try {
    const vocabulary = Vocabulary.from(JSON.parse(textOf(bytes.vocabulary)) as string[]);
    const points = unpackPoints(bytes.points, manifest.vectors.dim, vocabulary.size);
    const ids = JSON.parse(textOf(bytes.ids)) as string[];
    const held = contents ?? new MemoryContents(bufferOf(bytes.documents), unpackOffsets(bytes.offsets));
    return {
      lexicon: new Lexicon(pipeline, vectors, vocabulary, points),
      corpus: GrowingCorpus.adopt(restoreCorpus(bytes.corpus)),
      documents: new DocumentTable(held, ids),
      settings: manifest.settings,
      threshold: manifest.threshold,
      note: manifest.note,
    };
  } catch (error) {
    if (error instanceof WordmoverError) throw error;
    throw corruptIndex(folder, String(error));
  }
}

/** The words of a saved index, without opening the rest. Throws INVALID_INPUT, INCOMPATIBLE_INDEX, CORRUPT_INDEX. */
export async function savedTerms(folder: string): Promise<readonly string[]> {
  const { parts } = readManifest(await readText(folder), folder);
  return JSON.parse(textOf(await readPart(folder, parts.vocabulary as PartEntry))) as string[];
}

async function readText(folder: string): Promise<string> {
  try {
    return await fs.readFile(path.join(folder, MANIFEST), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    throw new WordmoverError('INVALID_INPUT', `there is no index in ${folder}: it has no ${MANIFEST}`, { cause: error });
  }
}

async function readParts(folder: string, { parts, contentsElsewhere }: Manifest): Promise<Record<PartName, Uint8Array>> {
  const elsewhere: readonly PartName[] = contentsElsewhere ? ['documents', 'offsets'] : [];
  const read = async (name: PartName): Promise<[PartName, Uint8Array]> => {
    if (elsewhere.includes(name)) return [name, new Uint8Array(0)];
    return [name, await readPart(folder, parts[name] as PartEntry)];
  };
  return Object.fromEntries(await Promise.all(PARTS.map(read))) as Record<PartName, Uint8Array>;
}

async function readPart(folder: string, { file, bytes, sha256: expected }: PartEntry): Promise<Uint8Array> {
  let content: Buffer;
  try {
    content = await fs.readFile(path.join(folder, file));
  } catch (error) {
    throw corruptIndex(folder, `${file} can't be read (${(error as Error).message})`);
  }
  if (content.byteLength !== bytes) throw corruptIndex(folder, `${file} has ${content.byteLength} bytes instead of ${bytes}`);
  if (sha256(content) !== expected) throw corruptIndex(folder, `${file} does not match its checksum`);
  // As a plain array: the slice of a Buffer is no copy.
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}

/** An existing folder must be empty or hold an index: nothing else is ever deleted. */
async function prepareFolder(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true });
  const names = await fs.readdir(folder);
  if (names.every(isOurs)) return;
  throw new WordmoverError(
    'INVALID_INPUT',
    `${folder} holds other files (${names.find((name) => !isOurs(name))}): give an empty or new folder for the index`,
  );
}

const OUR_FILE = new RegExp(`^(${PARTS.join('|')})-[0-9a-f]{12}\\.(bin|json|jsonl)$`);

function isOurs(name: string): boolean {
  return name === MANIFEST || name === `${MANIFEST}.new` || name === EMBEDDINGS || OUR_FILE.test(name);
}

const EXTENSIONS: Readonly<Partial<Record<PartName, string>>> = { vocabulary: 'json', ids: 'json', documents: 'jsonl' };

/** Each part's bytes, made as it is written: the event loop gets its turn in between, and memory holds one at a time. */
type PackedParts = Readonly<Partial<Record<PartName, () => Uint8Array>>>;

/** All or none: what was written of parts that don't fit on the disk is taken away again. */
async function writeParts(folder: string, pack: PackedParts): Promise<Manifest['parts']> {
  const suffix = randomBytes(6).toString('hex');
  const entries: Partial<Record<PartName, PartEntry>> = {};
  const written: string[] = [];
  for (const name of PARTS) {
    const bytes = pack[name]?.();
    if (!bytes) continue;
    const file = `${name}-${suffix}.${EXTENSIONS[name] ?? 'bin'}`;
    written.push(file);
    try {
      entries[name] = { file, bytes: bytes.byteLength, sha256: await writeFlushed(path.join(folder, file), bytes) };
    } catch (error) {
      for (const name of written) await fs.rm(path.join(folder, name), { force: true });
      throw error;
    }
  }
  return entries;
}

/** Between slices of this size, a millisecond or two of hashing, the event loop gets its turn. */
const SLICE = 1 << 20;

/** Returns the SHA-256 of what it wrote. */
async function writeFlushed(file: string, bytes: Uint8Array): Promise<string> {
  const handle = await fs.open(file, 'w');
  const hash = createHash('sha256');
  try {
    for (let at = 0; at < bytes.length; at += SLICE) {
      const slice = bytes.subarray(at, at + SLICE);
      hash.update(slice);
      await handle.writeFile(slice);
    }
    await handle.sync();
    return hash.digest('hex');
  } catch (error) {
    throw new WordmoverError('STORAGE_FAILED', `${file} can't be written: ${(error as Error).message}. Free some disk space`, {
      cause: error,
    });
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function removeOthers(folder: string, { parts }: Manifest): Promise<void> {
  const current = new Set([MANIFEST, EMBEDDINGS, ...Object.values(parts).map(({ file }) => file)]);
  for (const name of await fs.readdir(folder)) {
    if (!current.has(name) && isOurs(name)) await fs.rm(path.join(folder, name), { force: true });
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const textOf = (bytes: Uint8Array): string => bufferOf(bytes).toString('utf8');

function otherPipeline(folder: string, saved: string, given: string): WordmoverError {
  return new WordmoverError(
    'INCOMPATIBLE_INDEX',
    `the texts of the index in ${folder} went through another pipeline (${saved}) than the one given (${given}): open it with the same language, stop words and pipeline, or index the documents again`,
  );
}
