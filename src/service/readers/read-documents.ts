import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { WordmoverError } from '../../errors';
import type { StoredDocument } from '../document';
import { csvDocuments, type CsvOptions } from './csv-documents';
import { jsonlDocuments } from './jsonl-documents';
import { decodeUtf8 } from './text-lines';

/** Kind of input by the end of its name, `.gz` after it or not. */
const READERS: Readonly<Record<string, typeof csvDocuments>> = {
  '.jsonl': jsonlDocuments,
  '.ndjson': jsonlDocuments,
  '.json': jsonlDocuments,
  '.csv': csvDocuments,
  '.tsv': (chunks, file, options) => csvDocuments(chunks, file, { delimiter: '\t', ...options }),
};

const TEXT_FILE = /\.(txt|text|md)$/i;

/**
 * Documents of a file or a folder: JSON Lines, CSV or TSV, each gzipped or not, one text file, or a folder of text files
 * (.txt, .text, .md, folders within it included), whose names are their ids. Throws INVALID_INPUT.
 */
export async function* readDocuments(source: string, options: CsvOptions = {}): AsyncIterable<StoredDocument> {
  if ((await statusOf(source)).isDirectory()) {
    for (const name of await textFiles(source)) yield await textDocument(path.join(source, name), name, options);
    return;
  }
  const plain = source.replace(/\.gz$/i, '');
  const reader = READERS[path.extname(plain).toLowerCase()];
  if (reader) yield* reader(bytesOf(source, options), path.basename(source), options);
  else if (TEXT_FILE.test(source)) yield await textDocument(source, path.basename(source), options);
  else throw unknownKind(source);
}

/** Size on disk, for progress. */
export async function inputBytes(source: string): Promise<number> {
  const status = await statusOf(source);
  return status.isDirectory() ? 0 : status.size;
}

async function* bytesOf(source: string, { onBytes }: CsvOptions): AsyncIterable<Uint8Array> {
  const file = createReadStream(source, { highWaterMark: 1 << 20 });
  if (onBytes) file.on('data', () => onBytes(file.bytesRead));
  if (!/\.gz$/i.test(source)) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `${source} is no whole gzip file: ${(error as Error).message}`, { cause: error });
  }
}

async function textFiles(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && TEXT_FILE.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  if (names.length > 0) return names;
  throw new WordmoverError('INVALID_INPUT', `there is no text file (.txt, .text, .md) in the folder ${folder}`);
}

async function textDocument(file: string, id: string, options: CsvOptions): Promise<StoredDocument> {
  return { id, text: decodeUtf8(await fs.readFile(file), 1, id, options) };
}

async function statusOf(source: string) {
  try {
    return await fs.stat(source);
  } catch (error) {
    throw new WordmoverError('INVALID_INPUT', `${source} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

function unknownKind(source: string): WordmoverError {
  return new WordmoverError(
    'INVALID_INPUT',
    `${source}: unknown kind of input: give .jsonl, .csv or .tsv (.gz too), a .txt or .md file, or a folder of these`,
  );
}
